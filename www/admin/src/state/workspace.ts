// What the page is about: the opened shop, its saved segments, the segment being edited, the view shown.
import {
  HeadcountError, indexedDbStore, memoryStore, openSnapshot,
  type CountOptions, type OpenOptions, type Progress, type Report, type SegmentLibrary, type SegmentRecord, type SegmentStore, type Snapshot,
} from "headcount";
import { Language, languages } from "../messages/index.js";
import { Draft, namedBy } from "./draft.js";
import { isPacked, sortOut } from "./files.js";
import { routeOf, type Route, type Shared } from "./route.js";
import { loadSettings, saveSettings, type Settings } from "./settings.js";

/** A shop that is open. */
export interface Shop {
  readonly name: string;
  readonly snapshot: Snapshot;
  /** What packing did; null for a snapshot that was packed elsewhere. */
  readonly report: Report | null;
  /** Whether saved segments outlive the page: storage may be denied. */
  readonly kept: boolean;
}

/** How to read what was dropped. */
export interface Reading {
  readonly timeZone: string;
  readonly currency: string;
  readonly pseudonymous: boolean;
}

type Start = (options: OpenOptions) => Promise<Snapshot>;

/** What came of a change of the library: what it gave, or why it was refused. */
export type Outcome<T> = { readonly done: T } | { readonly refused: HeadcountError };

class Workspace extends EventTarget {
  settings: Settings = loadSettings();
  language = new Language(this.settings.language ?? preferred());
  shop: Shop | null = null;
  /** Set while files are being read. */
  progress: Progress | null = null;
  /** Why opening failed. */
  failure: HeadcountError | null = null;
  /** The instant counts are made for; null is the snapshot's own. */
  asOf: string | null = null;
  route: Route = routeOf(location.hash);
  draft: Draft | null = null;
  /** Every saved segment, by name. */
  records: readonly SegmentRecord[] = [];
  /** The customer looked at, by id; an empty one is still to be typed, null is none. */
  person: string | null = null;
  /** Changes of the library on their way. */
  #changing = 0;
  #unwatch: () => void = () => {};
  #edits = 0;
  /** What every segment was last counted with. */
  #counted = "";
  #opening: AbortController | null = null;
  #start: { name: string; start: Start } | null = null;

  constructor() {
    super();
    addEventListener("hashchange", () => this.#go(routeOf(location.hash)));
  }

  /** Tells every part of the page that something changed. */
  readonly changed = (): void => {
    this.dispatchEvent(new Event("change"));
  };

  /** What counts are made with. */
  get options(): CountOptions {
    const { policy, strictMissing, maxClauses } = this.settings;
    return { policy, strictMissing, ...(maxClauses !== null && { maxClauses }), ...(this.asOf !== null && { asOf: this.asOf }) };
  }

  /** The columns of people that someone chose, as far as this shop has them. */
  get columns(): readonly string[] {
    const fields = this.shop?.snapshot.fields ?? [];
    return this.settings.columns.filter((name) => fields.some((field) => field.name === name && field.available));
  }

  /** Changes choices and keeps them. */
  choose(choices: Partial<Settings>): void {
    this.settings = { ...this.settings, ...choices };
    saveSettings(this.settings);
    if ("language" in choices) this.language = new Language(this.settings.language ?? preferred());
    if ("policy" in choices || "strictMissing" in choices || "maxClauses" in choices || "language" in choices) this.draft?.reconsider(this.options, this.language.tag);
    this.changed();
  }

  /** Counts for another instant; null is the snapshot's own. */
  moveTo(asOf: string | null): void {
    this.asOf = asOf;
    this.draft?.reconsider(this.options, this.language.tag);
    this.changed();
  }

  /** Opens dropped or chosen files: packs them, unless they are a packed snapshot. */
  async openFiles(all: readonly File[], reading: Reading): Promise<void> {
    const { files, mapping, name } = await sortOut(all);
    if (!files.length) return;
    const { timeZone, currency, pseudonymous } = reading;
    // A packed snapshot brings its own zone and currency.
    const packing = isPacked(files) ? {} : { timeZone, pseudonymous, ...(currency && { currency }), ...(mapping && { mapping }) };
    await this.#open(name, (options) => openSnapshot(files, { ...packing, ...options }));
  }

  /** Opens a snapshot from its manifest's address. */
  async openAddress(address: string, name: string): Promise<void> {
    await this.#open(name, (options) => openSnapshot(address, options));
  }

  /** Opens the same shop again with its days beginning at another zone's midnight. */
  async reopen(timeZone: string): Promise<void> {
    if (this.#start) await this.#open(this.#start.name, this.#start.start, { timeZone });
  }

  /** Stops opening. */
  cancel(): void {
    this.#opening?.abort();
    this.progress = null;
    this.changed();
  }

  /** Closes the shop. */
  close(): void {
    this.draft?.dispose();
    this.#unwatch();
    this.shop?.snapshot.dispose();
    this.draft = null;
    this.records = [];
    this.shop = null;
    this.asOf = null;
    this.person = null;
    this.changed();
  }

  /** Looks at one customer; null looks away. */
  look(person: string | null): void {
    this.person = person;
    this.changed();
  }

  /** Begins to edit a segment; null is a new one, which may begin as a shared one. */
  async edit(saved: SegmentRecord | null, shared?: Shared): Promise<Draft | null> {
    const { snapshot } = this.shop!;
    const asked = ++this.#edits;
    this.draft?.dispose();
    this.draft = null;
    const text = shared?.text ?? (await textOf(saved, snapshot));
    if (this.shop?.snapshot !== snapshot || asked !== this.#edits) return null;
    const draft = new Draft(snapshot, saved, text, this.options, this.language.tag, this.changed);
    if (shared) draft.name = shared.name;
    this.draft = draft;
    this.changed();
    if (this.settings.editor === "visual" && !draft.manual) await draft.readTree();
    return draft;
  }

  /** Changes the library and reads it again. */
  async change<T>(work: (library: SegmentLibrary) => Promise<T>): Promise<Outcome<T>> {
    const { library } = this.shop!.snapshot;
    this.#changing += 1;
    try {
      return { done: await work(library) };
    } catch (error) {
      if (!(error instanceof HeadcountError)) throw error;
      // Another tab may have been first: what it wrote is to be seen.
      await library.reload();
      return { refused: error };
    } finally {
      this.#changing -= 1;
      await this.reload();
    }
  }

  /** Reads the saved segments again. */
  async reload(): Promise<void> {
    const { shop } = this;
    const records = (await shop?.snapshot.library.list()) ?? [];
    if (shop !== this.shop) return;
    this.records = records;
    // While this tab changes something, it knows what it does.
    if (!this.#changing) await this.#follow();
    this.changed();
  }

  /** Counts every segment unless that is done: the change shown is the one since the last time. */
  async countAll(): Promise<void> {
    const { shop, options, records } = this;
    const key = JSON.stringify([shop?.snapshot.snapshotId, options]);
    if (!shop || (key === this.#counted && records.every((record) => record.evaluated))) return;
    this.#counted = key;
    await shop.snapshot.library.count(options);
    await this.reload();
  }

  /** The record of the edited segment as it is stored now. */
  get stored(): SegmentRecord | null {
    return this.records.find((record) => record.id === this.draft?.saved?.id) ?? null;
  }

  /** Brings the edited segment up to what is stored: nobody's edit is lost without a word. */
  async #follow(): Promise<void> {
    const { draft, stored } = this;
    if (!draft?.saved) return;
    if (draft.agreesWith(stored)) return draft.adopt(stored!);
    if (draft.dirty || !stored) draft.conflict = stored;
    else {
      const next = await this.edit(stored);
      if (next) next.followed = true;
    }
  }

  #go(route: Route): void {
    this.route = route;
    if (this.shop && route.view === "segment") void this.edit((route.id !== null && this.records.find((record) => record.id === route.id)) || null, route.shared);
    this.changed();
  }

  async #open(name: string, start: Start, more: OpenOptions = {}): Promise<void> {
    this.#opening?.abort();
    const opening = (this.#opening = new AbortController());
    this.failure = null;
    this.progress = { phase: "find", part: null, bytes: 0, totalBytes: null, rows: null };
    this.changed();
    const onProgress = (progress: Progress) => {
      if (opening.signal.aborted || progress.phase === "later") return;
      this.progress = progress;
      this.changed();
    };
    try {
      const store = await storeOf(name);
      const snapshot = await start({ ...more, store: store ?? memoryStore(), signal: opening.signal, onProgress });
      this.close();
      this.#start = { name, start };
      this.shop = { name, snapshot, report: snapshot.report, kept: store !== null };
      this.#unwatch = await snapshot.library.watch(() => void this.reload());
      await this.reload();
      this.#go(this.route);
    } catch (error) {
      if (opening.signal.aborted) return;
      if (!(error instanceof HeadcountError)) throw error;
      this.failure = error;
    } finally {
      if (this.#opening === opening) this.progress = null;
      this.changed();
    }
  }
}

/** The criteria of a saved segment as text. */
export async function textOf(saved: SegmentRecord | null, snapshot: Snapshot): Promise<string> {
  if (!saved) return "";
  if (saved.kind === "manual") return namedBy(saved.name);
  if (typeof saved.condition === "string") return saved.condition;
  return (await snapshot.format(saved.condition, "headcount")).text;
}

/** Where a shop's segments are kept; null where the browser denies it. */
async function storeOf(shop: string): Promise<SegmentStore | null> {
  try {
    const store = indexedDbStore(shop);
    await store.read();
    return store;
  } catch {
    return null;
  }
}

function preferred(): string {
  return navigator.languages.find((tag) => languages.includes(tag.split("-")[0]!)) ?? "en";
}

export type { Workspace };

/** The page's one workspace. */
export const workspace = new Workspace();
