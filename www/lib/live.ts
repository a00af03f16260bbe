// A count that follows the edits of one segment: the newest wins, one runs, one waits. A dragged
// threshold is counted from a table on the page.

import type { HeadcountError } from "./errors.js";
import type { Slider } from "./slider.js";
import type { Count } from "./snapshot.js";
import type { CheckReply, CountOptions, Distribution, Literal, Problem, SegmentDocument, SegmentInput } from "./types.js";

/** What a live count tells, and the options of its counts. */
export interface LiveOptions extends CountOptions {
  /** Every answer to the newest segment; the count is null while it has error-level problems. */
  readonly onCount: (count: Count) => void;
  /** The problems of the newest segment, also when there are none any more. */
  readonly onProblem?: (problems: readonly Problem[]) => void;
  /** What stopped a count; without it the error is reported as unhandled. */
  readonly onError?: (error: HeadcountError) => void;
  readonly signal?: AbortSignal;
}

/** A live count. */
export interface Live {
  /** Counts another segment; an answer to an older one is never told after this. */
  update(segment: SegmentInput): void;
  /**
   * Counts with another value at a path (`/of/1/value`). The first call fetches the table of the
   * threshold there, after which calls tell the exact count at once without the engine: with the
   * problems of the last `update`, without `nodes` and `dates`. What the table does not serve the
   * engine counts, and every answer that is ready is told. End a drag with `update`.
   */
  drag(path: string, value: Literal): void;
  /** Tells nothing any more. Idempotent. */
  dispose(): void;
}

/** The engine as far as a live count needs it. */
export interface Counter {
  count(segment: SegmentInput, options: CountOptions & { signal: AbortSignal }): Promise<Count>;
  check(segment: SegmentInput, options: { signal: AbortSignal }): Promise<CheckReply>;
  /** Without it every drag is counted by the engine. */
  distribution?(
    segment: SegmentInput,
    path: string,
    options: CountOptions & { bins: number; signal: AbortSignal },
  ): Promise<Distribution | null>;
}

interface Job {
  /** Which segment the job belongs to: drags of one segment do not outdate each other. */
  readonly edit: number;
  /** Which drag of it; 0 is the segment itself. */
  readonly frame: number;
  segment(): SegmentInput | Promise<SegmentInput>;
}

/** A drag at one path. */
interface Drag {
  readonly path: string;
  /** The newest frame. */
  value: Literal;
  /** Null as long as it is being fetched; undefined if the engine counts. */
  slider: Slider | null | undefined;
}

/** Begins to count a segment; it is counted anew after each of `changes`. */
export function startLive(counter: Counter, first: SegmentInput, options: LiveOptions, changes?: EventTarget): Live {
  const { onCount, onProblem, onError, signal: outer, ...request } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const dispose = () => controller.abort();
  let edit = 0;
  let frame = 0;
  let told = 0;
  let running = false;
  let waiting: Job | undefined;
  let document: Promise<SegmentDocument> | undefined;
  /** The answer to the segment of the last update. */
  let base: Count | undefined;
  let dragged: Drag | undefined;

  const isOver = (job: Job) => job.edit !== edit || job.frame < told || signal.aborted;
  const run = async () => {
    running = true;
    for (let job = waiting; job && !signal.aborted; job = waiting) {
      waiting = undefined;
      try {
        const count = await counter.count(await job.segment(), { ...request, signal });
        if (isOver(job)) continue;
        onProblem?.(count.problems);
        onCount(count);
        if (job.frame === 0) {
          base = count;
          tell();
        }
      } catch (error) {
        if (isOver(job)) continue;
        if (!onError) void Promise.reject(error);
        else onError(error as HeadcountError);
      }
    }
    running = false;
  };
  const ask = (segment: Job["segment"]) => {
    waiting = { edit, frame, segment };
    if (!running && !signal.aborted) void run();
  };
  /** Tells the newest frame of the drag, if its table is there, or asks the engine for it. */
  const tell = () => {
    if (!dragged || dragged.slider === null || signal.aborted) return;
    const { path, value, slider } = dragged;
    if (slider && !base) return;
    const start = performance.now();
    const count = slider?.(value);
    if (count === undefined || !base) {
      const whole = document!;
      return ask(async () => withValue(await whole, path, value));
    }
    told = frame;
    // A frame that waits is older.
    waiting = undefined;
    const { nodes: _, ...rest } = base;
    const share = base.total === 0 ? 0 : count / base.total;
    onCount({ ...rest, count, share, dates: [], elapsed: performance.now() - start });
  };
  const prepare = async (drag: Drag, segment: SegmentInput, whole: Promise<SegmentDocument>) => {
    try {
      const asked = counter.distribution!(segment, drag.path, { ...request, bins: 0, signal });
      const [found, { sliderOf }] = await Promise.all([asked, import("./slider.js")]);
      drag.slider = (found && sliderOf(found, await whole, drag.path)) ?? undefined;
    } catch {
      // What is wrong the engine says when it counts.
      drag.slider = undefined;
    }
    if (drag === dragged) tell();
  };
  const update = (segment: SegmentInput) => {
    edit += 1;
    frame = told = 0;
    document = base = dragged = undefined;
    current = segment;
    ask(() => segment);
  };
  let current = first;

  if (outer?.aborted) dispose();
  outer?.addEventListener("abort", dispose, { once: true });
  changes?.addEventListener("change", () => update(current), { signal });
  update(first);
  return {
    update,
    drag(path, value) {
      frame += 1;
      document ??= documentOf(counter, current, signal);
      if (dragged?.path === path) dragged.value = value;
      else {
        dragged = { path, value, slider: counter.distribution ? null : undefined };
        if (counter.distribution) void prepare(dragged, current, document);
      }
      tell();
    },
    dispose() {
      outer?.removeEventListener("abort", dispose);
      dispose();
    },
  };
}

async function documentOf(counter: Counter, segment: SegmentInput, signal: AbortSignal): Promise<SegmentDocument> {
  if (typeof segment !== "string" && "condition" in segment) return segment;
  return { version: 1, condition: (await counter.check(segment, { signal })).condition };
}

/** The document with `value` at the literal, or at the clause, that `path` points to. */
function withValue(document: SegmentDocument, path: string, value: Literal): SegmentDocument {
  const replace = (at: unknown, keys: readonly string[]): unknown => {
    const [key, ...rest] = keys;
    if (typeof at !== "object" || at === null) return value;
    if (key === undefined) return "value" in at ? { ...at, value } : value;
    if (Array.isArray(at)) return at.map((item: unknown, index) => (String(index) === key ? replace(item, rest) : item));
    return { ...at, [key]: replace((at as Record<string, unknown>)[key], rest) };
  };
  const keys = path.split("/").slice(1);
  return { ...document, condition: replace(document.condition, keys) as SegmentDocument["condition"] };
}
