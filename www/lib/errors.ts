// The one error of the package, and how it crosses a worker: as plain data.

import type { ErrorCode, PlainError, Span } from "./types.js";

/** What stopped an operation that cannot go on; the codes are listed in README.md. */
export class HeadcountError extends Error {
  override readonly name = "HeadcountError";
  readonly code: ErrorCode;
  /** The file, part, column or tree path it is about. */
  declare readonly path?: string;
  declare readonly span?: Span;
  /** How to mend it. */
  declare readonly help?: string;
  /** The bytes of memory that are needed, or at least were; of `too-large`, where they are known. */
  declare readonly bytes?: number;

  constructor(plain: PlainError, cause?: unknown) {
    super(plain.help === undefined ? plain.message : `${plain.message} ${plain.help}`);
    this.code = plain.code;
    if (plain.path !== undefined) this.path = plain.path;
    if (plain.span !== undefined) this.span = plain.span;
    if (plain.help !== undefined) this.help = plain.help;
    if (plain.bytes !== undefined) this.bytes = plain.bytes;
    if (cause !== undefined) Object.defineProperty(this, "cause", { value: cause, configurable: true });
  }
}

/** An error of `code`. */
export function failure(code: ErrorCode, message: string, more: { path?: string; help?: string; bytes?: number; cause?: unknown } = {}) {
  const { cause, ...place } = more;
  return new HeadcountError({ code, message, ...place }, cause);
}

/** Whether a thrown value is a plain error of the engine. */
export function isPlain(value: unknown): value is PlainError {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Error) &&
    "code" in value &&
    typeof value.code === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}

/** The words of whatever was thrown. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Throws if the caller has aborted. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortedBy(signal);
}

/** The error of an aborted operation; its cause is the signal's reason. */
export function abortedBy(signal: AbortSignal): HeadcountError {
  return failure("aborted", "The operation was aborted.", { cause: signal.reason as unknown });
}
