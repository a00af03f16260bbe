// Why something stopped.

import type { Span } from "./problems.js";

/** Why the engine stopped. */
export type EngineErrorCode =
  | "bad-arrow"
  | "unsupported-type"
  | "bad-manifest"
  | "unsupported-version"
  | "part-mismatch"
  | "missing-part"
  | "wrong-base"
  | "pack-anew"
  | "bad-input"
  | "unknown-input"
  | "bad-mapping"
  | "bad-time-zone"
  | "bad-currency"
  | "bad-argument"
  | "bad-segment"
  | "invalid-segment"
  | "out-of-range"
  | "too-large"
  | "unknown-customer"
  | "bad-library"
  | "bad-name"
  | "name-taken"
  | "unknown-segment"
  | "segment-in-use"
  | "segment-cycle"
  | "conflict"
  | "aborted";

/** Why something around the engine stopped. */
export type HostErrorCode =
  | "blocked-by-csp"
  | "unsupported-browser"
  | "bad-wasm"
  | "fetch-failed"
  | "worker-failed"
  | "engine-crashed"
  | "disposed";

/** Every code of a `HeadcountError`. */
export type ErrorCode = EngineErrorCode | HostErrorCode;

/** A `HeadcountError` as plain data. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The file, part, column or tree path it is about. */
  readonly path?: string;
  readonly span?: Span;
  /** How to mend it. */
  readonly help?: string;
  /** The bytes of memory that are needed, or at least were; of `too-large`, where they are known. */
  readonly bytes?: number;
}
