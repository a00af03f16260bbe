// Why a browser refused to compile a module; loaded only then.

import { failure, wordsOf, type HeadcountError } from "../errors.js";

/** The smallest module there is: whoever refuses it refuses all. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
/** A function that returns a 128-bit vector. */
const SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** The error about a module from `origin` that begins like one. */
export async function refusedFor(origin: string, cause: unknown): Promise<HeadcountError> {
  try {
    await WebAssembly.compile(EMPTY);
  } catch {
    return failure("blocked-by-csp", "The page's Content-Security-Policy forbids WebAssembly.", {
      help: "Add 'wasm-unsafe-eval' to its script-src.",
      cause,
    });
  }
  if (!WebAssembly.validate(SIMD)) return tooOld("WebAssembly SIMD is missing");
  return failure("bad-wasm", `${origin} cannot be compiled: ${wordsOf(cause)}.`, {
    help: "It may be cut short; fetch or install it again.",
    cause,
  });
}

/** The error of a browser that cannot run the engine at all. */
export function tooOld(why: string): HeadcountError {
  return failure("unsupported-browser", `This browser cannot run the engine: ${why}.`, {
    help: "Use Chrome 91, Firefox 89, Safari 16.4 or a later version.",
  });
}
