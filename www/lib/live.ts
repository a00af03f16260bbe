// A count that follows the edits of one segment: the newest wins, one runs, one waits.

import type { HeadcountError } from "./errors.js";
import type { Count } from "./snapshot.js";
import type { CheckReply, CountOptions, Literal, Problem, SegmentDocument, SegmentInput } from "./types.js";

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
  /** Counts with another value at a path (`/of/1/value`); every answer that is ready is told. */
  drag(path: string, value: Literal): void;
  /** Tells nothing any more. Idempotent. */
  dispose(): void;
}

/** The engine as far as a live count needs it. */
export interface Counter {
  count(segment: SegmentInput, options: CountOptions & { signal: AbortSignal }): Promise<Count>;
  check(segment: SegmentInput, options: { signal: AbortSignal }): Promise<CheckReply>;
}

interface Job {
  /** Which segment the job belongs to: drags of one segment do not outdate each other. */
  readonly edit: number;
  segment(): SegmentInput | Promise<SegmentInput>;
}

/** Begins to count a segment. */
export function startLive(counter: Counter, first: SegmentInput, options: LiveOptions): Live {
  const { onCount, onProblem, onError, signal: outer, ...request } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const dispose = () => controller.abort();
  let edit = 0;
  let running = false;
  let waiting: Job | undefined;
  let document: Promise<SegmentDocument> | undefined;

  const run = async () => {
    running = true;
    for (let job = waiting; job && !signal.aborted; job = waiting) {
      waiting = undefined;
      try {
        const count = await counter.count(await job.segment(), { ...request, signal });
        if (job.edit !== edit || signal.aborted) continue;
        onProblem?.(count.problems);
        onCount(count);
      } catch (error) {
        if (job.edit !== edit || signal.aborted) continue;
        if (!onError) void Promise.reject(error);
        else onError(error as HeadcountError);
      }
    }
    running = false;
  };
  const ask = (segment: Job["segment"]) => {
    waiting = { edit, segment };
    if (!running && !signal.aborted) void run();
  };
  const update = (segment: SegmentInput) => {
    edit += 1;
    document = undefined;
    current = segment;
    ask(() => segment);
  };
  let current = first;

  if (outer?.aborted) dispose();
  outer?.addEventListener("abort", dispose, { once: true });
  update(first);
  return {
    update,
    drag(path, value) {
      const segment = current;
      document ??= documentOf(counter, segment, signal);
      const whole = document;
      ask(async () => withValue(await whole, path, value));
    },
    dispose() {
      outer?.removeEventListener("abort", dispose);
      dispose();
    },
  };
}

async function documentOf(counter: Counter, segment: SegmentInput, signal: AbortSignal): Promise<SegmentDocument> {
  if (typeof segment !== "string") return segment;
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
