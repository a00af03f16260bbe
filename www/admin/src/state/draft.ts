// The segment being edited: as text, as a tree, its live count and its problems.
import type { Condition, Count, CountOptions, HeadcountError, Literal, Live, Problem, SegmentDocument, SavedSegment, SegmentRecord, Snapshot } from "headcount";

/** The segment that is everyone in a saved one. */
export const namedBy = (name: string): string => `segments CONTAINS '${name.replace(/[\\']/g, "\\$&")}'`;

/** A segment on its way. */
export class Draft {
  /** What is stored; null for a segment that was never saved. */
  saved: SegmentRecord | null;
  name: string;
  /** The segment as text. */
  text: string;
  /** The segment as a tree, as the builder shows it; null while only the text is being edited. */
  condition: Condition | null = null;
  /** Whether the text cannot be shown as a tree. */
  unreadable = false;
  /** The newest answer, and whether an edit has been made since. */
  answer: Count | null = null;
  stale = true;
  /** Why the engine could not answer at all. */
  trouble: HeadcountError | null = null;
  /** The segment as a sentence. */
  sentence = "";
  /** What another tab has stored in the meantime; null if it removed the segment. */
  conflict: SegmentRecord | null | undefined = undefined;
  /** Whether this is what another tab stored while the segment was open here unedited. */
  followed = false;
  /** Whether a threshold is being dragged: the count is of where it is, everything else of where it was. */
  dragging = false;
  #stored: string;
  readonly #snapshot: Snapshot;
  readonly #changed: () => void;
  #options: CountOptions;
  #language: string;
  /** Problems of the text, whose fixes the tree's problems lack. */
  #mended: readonly Problem[] = [];
  #segment: SavedSegment;
  #printing: Promise<void> = Promise.resolve();
  #live: Live | null = null;

  constructor(snapshot: Snapshot, saved: SegmentRecord | null, text: string, options: CountOptions, language: string, changed: () => void) {
    this.#snapshot = snapshot;
    this.saved = saved;
    this.name = saved?.name ?? "";
    this.text = text;
    // A text without a saved segment came by a link and is still to be saved.
    this.#stored = saved ? text : "";
    this.#segment = text;
    this.#options = options;
    this.#language = language;
    this.#changed = changed;
    this.#start();
  }

  /** Whether it is a list of customers, without criteria. */
  get manual(): boolean {
    return this.saved?.kind === "manual";
  }

  /** Whether a stored segment has the name and criteria this one began with. */
  agreesWith(stored: SegmentRecord | null): boolean {
    const { saved } = this;
    if (!stored || !saved || stored.name !== saved.name) return false;
    return stored.kind === "manual" || (saved.kind === "automatic" && JSON.stringify(stored.condition) === JSON.stringify(saved.condition));
  }

  /** Takes a stored segment that differs in nothing being edited here. */
  adopt(stored: SegmentRecord): void {
    const { saved } = this;
    this.saved = stored;
    const moved = saved?.kind === "manual" && stored.kind === "manual" && JSON.stringify(saved.members) !== JSON.stringify(stored.members);
    // Other options of the same content: whoever keeps pages of people by them asks again.
    if (moved) this.reconsider({ ...this.#options }, this.#language);
  }

  /** Whether there is something to save. */
  get dirty(): boolean {
    return this.name.trim() !== (this.saved?.name ?? "") || this.text !== this.#stored;
  }

  /** Whether the criteria differ from what is stored. */
  get edited(): boolean {
    return this.text !== this.#stored;
  }

  /** The text as it is stored. */
  get stored(): string {
    return this.#stored;
  }

  /** The newest count, if it is of what is shown. */
  get count(): number | undefined {
    return this.stale ? undefined : (this.answer?.count ?? undefined);
  }

  /** Takes what is stored now as the point edits are compared with. */
  keep(saved: SegmentRecord): void {
    this.saved = saved;
    this.name = saved.name;
    this.conflict = undefined;
    if (saved.kind === "manual") this.editText(namedBy(saved.name));
    this.#stored = this.text;
  }

  /** What is being counted: the tree while there is one, else the text. */
  get segment(): SavedSegment {
    return this.#segment;
  }

  /** What the counts are made with. */
  get options(): CountOptions {
    return this.#options;
  }

  /** Counts under other options. */
  reconsider(options: CountOptions, language: string): void {
    this.#options = options;
    this.#language = language;
    this.#start();
  }

  /** Takes what someone typed. */
  editText(text: string): void {
    this.followed = false;
    this.text = text;
    this.condition = null;
    this.unreadable = false;
    this.#count(text);
    this.#changed();
  }

  /** Takes what someone built, and prints it. */
  editTree(segment: SegmentDocument): Promise<void> {
    this.followed = false;
    this.condition = segment.condition;
    this.#count(segment);
    this.#printing = this.#print(segment);
    return this.#printing;
  }

  async #print(segment: SegmentDocument): Promise<void> {
    const current = () => this.condition === segment.condition;
    const printed = await this.#snapshot.format(segment, "headcount").catch(() => null);
    if (!printed || !current()) return;
    this.text = printed.text;
    this.#changed();
    await this.#mend(printed.text, current);
  }

  /** Reads the text into a tree. A text that cannot be read whole stays text, so that nothing of it is lost. */
  async readTree(): Promise<void> {
    if (this.condition) return;
    const { text } = this;
    const current = () => text === this.text;
    const json = await this.#snapshot.format(text, "json").catch(() => null);
    if (!current()) return;
    this.unreadable = json === null;
    if (json) {
      this.condition = (JSON.parse(json.text) as SegmentDocument).condition;
      this.#count({ version: 1, condition: this.condition });
    }
    this.#changed();
    if (json) await this.#mend(text, current);
  }

  /** Settles when the newest edit of the tree stands in the text. */
  printed(): Promise<void> {
    return this.#printing;
  }

  /** Goes on with the text alone, once the newest edit of the tree has been printed into it. */
  async showText(): Promise<void> {
    await this.printed();
    this.condition = null;
    this.unreadable = false;
    this.#count(this.text);
    this.#changed();
  }

  /** Mends a problem in the text, and the tree with it. */
  mend({ fix }: Problem): void {
    if (!fix) return;
    const visual = this.condition !== null;
    this.editText(this.text.slice(0, fix.span.start) + fix.text + this.text.slice(fix.span.end));
    if (visual) void this.readTree();
  }

  /** The problems of the newest answer, each with its fix where the text offers one. */
  get problems(): readonly Problem[] {
    const problems = this.answer?.problems ?? [];
    if (this.condition === null) return problems;
    const unused = [...this.#mended];
    return problems.map((problem) => {
      const at = unused.findIndex((one) => one.code === problem.code && one.message === problem.message);
      const [found] = at < 0 ? [] : unused.splice(at, 1);
      return found?.fix ? { ...problem, fix: found.fix } : problem;
    });
  }

  /** Counts with another value in place, within a frame; the edit that ends the dragging brings the rest up to it. */
  drag(path: string, value: Literal): void {
    this.dragging = true;
    this.#live?.drag(path, value);
  }

  dispose(): void {
    this.#live?.dispose();
    this.#live = null;
  }

  async #mend(text: string, current: () => boolean): Promise<void> {
    const check = await this.#snapshot.check(text, this.#options).catch(() => null);
    if (!check || !current()) return;
    this.#mended = check.problems;
    this.#changed();
  }

  #count(segment: SavedSegment): void {
    this.dragging = false;
    this.#segment = segment;
    this.stale = true;
    this.#live?.update(segment);
  }

  #start(): void {
    this.#live?.dispose();
    this.stale = true;
    this.#live = this.#snapshot.live(this.#segment, {
      ...this.#options,
      nodes: true,
      onCount: (count) => {
        const { answer } = this;
        this.answer = this.dragging && answer ? { ...answer, ...count, dates: answer.dates } : count;
        this.stale = false;
        this.trouble = null;
        this.#changed();
        if (!this.dragging) void this.#say();
      },
      onError: (error) => {
        this.trouble = error;
        this.stale = false;
        this.#changed();
      },
    });
  }

  /** Puts the counted segment into words; the newest one wins. */
  async #say(): Promise<void> {
    const segment = this.#segment;
    const reply = await this.#snapshot.describe(segment, { ...this.#options, language: this.#language, dates: false }).catch(() => null);
    if (segment !== this.#segment) return;
    this.sentence = reply?.text ?? "";
    this.#changed();
  }
}
