// Which thresholds have a histogram, and the answers they are drawn from. Answers depend on the rest
// of the segment alone, so a threshold that moves asks for nothing; they are fetched when editing rests.
import { nothing, type TemplateResult } from "lit";
import type { Distribution } from "../public.js";
import type { CountOptions, SegmentDocument } from "../types.js";
import type { Threshold } from "./spread.js";
import { arity, replace, type Pruned } from "./tree.js";
import type { Draft, Group, Literal, Source } from "./types.js";

/** Milliseconds without an edit before histograms follow. */
const REST = 120;
/** Most histograms of one segment, and most answers kept. */
const MOST = 24;
const KEPT = 96;

/** A threshold of the tree. */
export interface Wanted extends Omit<Threshold, "distribution"> {
  readonly root: Group;
  readonly path: string;
  readonly type: string;
  readonly prune: (root: Group) => Pruned;
}

interface Question {
  readonly segment: SegmentDocument;
  readonly path: string;
}

/** What stands in for a value that is not given yet: a histogram does not depend on it. */
const SOME: Readonly<Record<string, Literal>> = { money: "0", decimal: "0", integer: 0, date: "today" };

/** The histograms of a builder. */
export class Spreads {
  /** Whether a threshold is under someone's finger. */
  dragging = false;
  readonly #changed: () => void;
  readonly #answers = new Map<string, Distribution | null>();
  /** The answer shown at each path, until a newer one is there. */
  readonly #shown = new Map<string, { readonly key: string; readonly distribution: Distribution }>();
  #wanted = new Map<string, Question>();
  #draw: typeof import("./spread.js").spread | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;
  /** Keys of what is being asked. */
  #asked: ReadonlySet<string> = new Set();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Everything is to be asked again. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asked = new Set();
    this.#answers.clear();
    this.#shown.clear();
  }

  /** The histogram of a threshold as far as it is known, noting that it is wanted. */
  show(wanted: Wanted): TemplateResult | typeof nothing {
    const { test, type, path } = wanted;
    const some = SOME[type];
    if (some === undefined || test.operator === "!=" || !/^(one|two)$/.test(arity(test.operator)) || this.#wanted.size >= MOST) return nothing;
    const question = questionOf(wanted, some);
    if (!question) return nothing;
    const key = JSON.stringify([question.segment.condition, question.path]);
    this.#wanted.set(key, question);
    const answer = this.#answers.get(key);
    if (answer === null) return nothing;
    if (answer) this.#shown.set(path, { key, distribution: answer });
    const shown = this.#shown.get(path);
    return shown && this.#draw ? this.#draw({ ...wanted, distribution: shown.distribution }) : nothing;
  }

  /** After drawing: asks for what was wanted and is not there, once editing rests. */
  settle(source: Source | null, options: CountOptions): void {
    const missing = [...this.#wanted].filter(([key]) => !this.#answers.has(key));
    this.#wanted = new Map();
    if (!missing.length || !source?.distribution) return;
    clearTimeout(this.#timer);
    if (missing.every(([key]) => this.#asked.has(key))) return;
    this.#timer = setTimeout(() => void this.#fetch(source, options, missing), REST);
  }

  async #fetch(source: Source, options: CountOptions, missing: readonly (readonly [string, Question])[]): Promise<void> {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#asked = new Set(missing.map(([key]) => key));
    this.#draw ??= (await import("./spread.js")).spread;
    for (const [key, { segment, path }] of missing) {
      if (signal.aborted) return;
      // What is wrong with the segment stands at its conditions already.
      const found = await source.distribution!(segment, path, { ...options, bins: 40, signal }).catch(() => null);
      if (signal.aborted) return;
      this.#answers.set(key, found);
      for (const old of this.#answers.keys()) {
        if (this.#answers.size <= KEPT) break;
        this.#answers.delete(old);
      }
      this.#changed();
    }
    this.#asked = new Set();
  }
}

/** The segment with some value at the threshold, whatever is there. */
function questionOf({ root, path, test, prune }: Wanted, some: Literal): Question | null {
  const filled = test.operator === "between" ? { from: some, to: some } : { value: some };
  const { condition, paths } = prune(replace(root, path, (old): Draft => ({ ...old, ...filled })));
  for (const [out, at] of paths) if (at === path) return { segment: { version: 1, condition }, path: out };
  return null;
}
