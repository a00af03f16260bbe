// From wherever the engine's bytes are to a compiled module, with the reason when that fails.

import { failure, wordsOf } from "../errors.js";
import { fetchOk } from "../source/http.js";
import type { WasmBytes, WasmSource } from "./options.js";

/** How every module begins: `\0asm`. */
const MAGIC = [0, 97, 115, 109];

/** The modules: what counts, what needs no rows, and what packs files. */
export type WasmName = "engine" | "author" | "packer";

/** A compiled module. */
export async function compile(name: WasmName, source: WasmSource | undefined, signal?: AbortSignal): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw (await import("./refused.js")).tooOld("WebAssembly is switched off or missing");
  if (source instanceof WebAssembly.Module) return source;
  const { bytes, origin } = await read(name, source as WasmBytes | undefined, signal);
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) {
    throw failure("bad-wasm", `${origin} is not WebAssembly.`, {
      help: `Check that the URL serves ${name}.wasm and not a page.`,
    });
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw await (await import("./refused.js")).refusedFor(origin, cause);
  }
}

/** The bytes inside the package. */
const INLINED = {
  engine: () => import("../engine/bytes.js"),
  author: () => import("../engine/author-bytes.js"),
  packer: () => import("../engine/packer-bytes.js"),
};

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
    INLINED[name](),
  ]).catch((cause: unknown) => {
    throw failure("fetch-failed", `The ${name} inside the package could not be loaded: ${wordsOf(cause)}.`, {
      help: "Load the page again; what it is made of may have been replaced since.",
      cause,
    });
  });
  return inflate(deflated);
}
