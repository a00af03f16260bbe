// The engine without a snapshot: what can be said about a segment alone.

import { askingAlone } from "./ask.js";
import type { DescribeOptions } from "./snapshot.js";
import type { Started } from "./start/ladder.js";
import type { CheckReply, DescribeReply, FieldDescription, Format, FormatReply, SegmentInput } from "./types.js";

/** Options of one question. */
interface AskOptions {
  readonly signal?: AbortSignal;
}

/** A started engine. */
export interface Language {
  /** The engine's version. */
  readonly version: string;
  /** All problems that can be seen without a snapshot, and the tree. */
  check(segment: SegmentInput, options?: AskOptions & { readonly now?: Date }): Promise<CheckReply>;
  /** The segment printed in a dialect, or as JSON. */
  format(segment: SegmentInput, to: Format, options?: AskOptions): Promise<FormatReply>;
  /** The segment in words. */
  describe(segment: SegmentInput, options?: DescribeOptions): Promise<DescribeReply>;
  /** Every field and function. */
  fields(options?: AskOptions): Promise<readonly FieldDescription[]>;
  /** Ends the engine. Idempotent. */
  dispose(): void;
}

/** The language service of a started engine. */
export function createLanguage({ connection, engine: { version } }: Started): Language {
  const { call, dispose } = connection;
  const ask = askingAlone(connection);
  return {
    version,
    check: (segment, { now = new Date(), ...options } = {}) => call("checkAlone", [segment, now.getTime()], options),
    format: (segment, to, options = {}) => call("format", [segment, to], options),
    describe: (segment, { signal, language = null, dates = false, ...options } = {}) =>
      ask("describe", { segment, options, language, dates }, { signal }),
    fields: (options = {}) => call("fieldsAlone", [], options),
    dispose,
  };
}
