// The engine without a snapshot: what can be said about a segment alone.

import type { Started } from "./start/ladder.js";
import type { CheckReply, FieldDescription, Format, FormatReply, SegmentInput } from "./types.js";

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
  /** Every field and function. */
  fields(options?: AskOptions): Promise<readonly FieldDescription[]>;
  /** Ends the engine. Idempotent. */
  dispose(): void;
}

/** The language service of a started engine. */
export function createLanguage({ connection: { call, dispose }, engine: { version } }: Started): Language {
  return {
    version,
    check: (segment, { now = new Date(), ...options } = {}) => call("checkAlone", [segment, now.getTime()], options),
    format: (segment, to, options = {}) => call("format", [segment, to], options),
    fields: (options = {}) => call("fieldsAlone", [], options),
    dispose,
  };
}
