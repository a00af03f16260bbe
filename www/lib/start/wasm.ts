// From wherever the engine's bytes are to a compiled module, with the reason when that fails.

import { failure, HeadcountError, wordsOf } from "../errors.js";
import { fetchOk } from "../source/http.js";
import type { WasmBytes, WasmSource } from "./options.js";

/** The smallest module there is: whoever refuses it refuses all. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
/** A function that returns a 128-bit vector. */
const SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** The two modules: what counts, and what packs files. */
export type WasmName = "engine" | "packer";

/** A compiled module. */
export async function compile(name: WasmName, source: WasmSource | undefined, signal?: AbortSignal): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw tooOld("WebAssembly is switched off or missing");
  if (source instanceof WebAssembly.Module) return source;
  const { bytes, origin } = await read(name, source as WasmBytes | undefined, signal);
  if (!EMPTY.subarray(0, 4).every((byte, at) => bytes[at] === byte)) {
    throw failure("bad-wasm", `${origin} is not WebAssembly.`, {
      help: `Check that the URL serves ${name}.wasm and not a page.`,
    });
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw await diagnose(origin, cause);
  }
}

async function read(name: WasmName, source: WasmBytes | undefined, signal: AbortSignal | undefined) {
  if (source === undefined) return { bytes: await inlined(name), origin: `The ${name} inside the package` };
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
    return { bytes, origin: `The ${name} given as bytes` };
  }
  const response = typeof source === "string" || source instanceof URL ? await fetchOk(source, signal) : await source;
  if (!response.ok) throw failure("fetch-failed", `${response.url} answered with status ${response.status}.`);
  const type = response.headers.get("content-type") ?? "no type";
  try {
    return { bytes: new Uint8Array(await response.arrayBuffer()), origin: `${response.url || "The response"} (${type})` };
  } catch (cause) {
    throw failure("fetch-failed", `${response.url} broke off: ${wordsOf(cause)}.`, { cause });
  }
}

async function inlined(name: WasmName): Promise<Uint8Array<ArrayBuffer>> {
  const [{ inflate }, { default: deflated }] = await Promise.all([
    import("./inlined.js"),
    name === "engine" ? import("../engine/bytes.js") : import("../engine/packer-bytes.js"),
  ]).catch((cause: unknown) => {
    throw failure("fetch-failed", `The ${name} inside the package could not be loaded: ${wordsOf(cause)}.`, {
      help: "Load the page again; what it is made of may have been replaced since.",
      cause,
    });
  });
  return inflate(deflated);
}

/** Why a module that begins like one was refused. */
async function diagnose(origin: string, cause: unknown): Promise<HeadcountError> {
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

function tooOld(why: string): HeadcountError {
  return failure("unsupported-browser", `This browser cannot run the engine: ${why}.`, {
    help: "Use Chrome 91, Firefox 89, Safari 16.4 or a later version.",
  });
}
