// What `openSnapshot` accepts, told apart: a packed snapshot, or files to pack.

import { checkAborted, failure } from "../errors.js";
import type { Report } from "../types.js";
import { bodyOf, fetchOk, okay } from "./http.js";
import { baseName, blobInput, bytesInput, recordsInput, responseInput, type Input } from "./input.js";
import { isManifest, MANIFEST, REPORT, type Packed } from "./packed.js";

/** One file: its bytes, or where they are. */
export type FileSource = string | URL | Response | Blob | ArrayBuffer | Uint8Array;

/** Rows of a table as objects with its canonical column names. */
export type Records = readonly Readonly<Record<string, unknown>>[];

/**
 * A snapshot, packed or not: the URL of a manifest or file, a response, files (those of a folder or
 * a drop), bytes, records of the customers table, several of these by file name or table, or a
 * function that fetches by path and is asked for `manifest.json` first.
 */
export type Source =
  | FileSource
  | Iterable<File>
  | Records
  | { readonly [name: string]: FileSource | Records }
  | ((path: string) => Response | PromiseLike<Response>);

/** A source that was told apart. */
export type Material = { readonly packed: Packed } | { readonly inputs: readonly Input[] };

/** Tells what a source is; reads no more of it than that takes. */
export async function materialOf(source: Source, signal?: AbortSignal): Promise<Material> {
  if (typeof source === "string" || source instanceof URL) return ofResponse(await fetchOk(source, signal), signal);
  if (typeof source === "function") return ofFunction(source, signal);
  if (source instanceof Response) return ofResponse(okay(source), signal);
  if (isBytes(source) || source instanceof Blob) return { inputs: [await inputOf("data", source, signal)] };
  if (typeof source !== "object" || source === null) throw unknown();
  if (isIterable(source)) {
    const items = [...source];
    if (items.every(isFile)) return ofFiles(items);
    if (items.every(isRecord)) return { inputs: [recordsInput("customers", items)] };
    throw unknown();
  }
  return ofNames(source, signal);
}

/** Files of a folder or a drop; those whose names begin with a dot are the system's. */
export function ofFiles(files: readonly File[]): Material | Promise<Material> {
  const seen = files.filter((file) => !file.name.startsWith("."));
  const manifest = seen.find((file) => file.name === MANIFEST);
  if (!manifest) return { inputs: seen.map((file) => blobInput(file.name, file)) };
  const folder = pathOf(manifest).slice(0, -MANIFEST.length);
  const paths = new Map(seen.map((file) => [pathOf(file), file]));
  return packedOf(
    (path) => paths.get(folder + path),
    async (path) => {
      const file = paths.get(folder + path);
      if (!file) throw missing(path);
      return new Uint8Array(await file.arrayBuffer());
    },
  );
}

/** A packed snapshot whose files are at hand by path. */
async function packedOf(
  find: (path: string) => Blob | undefined,
  part: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Material> {
  const report = await find(REPORT)?.text();
  return {
    packed: {
      manifest: await find(MANIFEST)!.text(),
      report: report === undefined ? null : (JSON.parse(report) as Report),
      origin: null,
      async part({ path }, onBytes) {
        const bytes = await part(path);
        onBytes(bytes.length);
        return bytes;
      },
    },
  };
}

/** A response: of a manifest, whose parts lie beside it, or of one file to pack. */
async function ofResponse(response: Response, signal: AbortSignal | undefined): Promise<Material> {
  const manifest = await manifestOf(response, signal);
  if (typeof manifest !== "string") return { inputs: [manifest] };
  const base = response.url;
  if (base === "") throw failure("bad-argument", "A manifest without a URL does not tell where its parts are.");
  return packedAt(manifest, base, (path, signal) => fetchOk(new URL(path, base), signal));
}

async function ofFunction(
  get: (path: string) => Response | PromiseLike<Response>,
  signal: AbortSignal | undefined,
): Promise<Material> {
  const response = okay(await get(MANIFEST), MANIFEST);
  const manifest = await manifestOf(response, signal);
  if (typeof manifest !== "string") return { inputs: [manifest] };
  return packedAt(manifest, response.url || null, async (path) => okay(await get(path), path));
}

function packedAt(
  manifest: string,
  origin: string | null,
  get: (path: string, signal?: AbortSignal) => Promise<Response>,
): Material {
  return {
    packed: {
      manifest,
      report: null,
      origin,
      part: async ({ path, bytes }, onBytes, signal) => bodyOf(await get(path, signal), bytes, onBytes, signal),
    },
  };
}

/** The manifest's text, or the file it turned out to be. */
async function manifestOf(response: Response, signal: AbortSignal | undefined): Promise<string | Input> {
  const input = responseInput(nameOf(response), response);
  const chunks = input.chunks(signal)[Symbol.asyncIterator]();
  const first = await chunks.next();
  const start = first.done ? new Uint8Array(0) : first.value;
  const decoder = new TextDecoder();
  let text = decoder.decode(start, { stream: true });
  if (input.name !== MANIFEST && !isManifest(text)) {
    return {
      ...input,
      async *chunks() {
        yield start;
        for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
      },
    };
  }
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    text += decoder.decode(next.value, { stream: true });
  }
  return text + decoder.decode();
}

/** Files and records by name; with a manifest among them they are a packed snapshot. */
async function ofNames(
  source: { readonly [name: string]: FileSource | Records },
  signal: AbortSignal | undefined,
): Promise<Material> {
  const inputs = new Map<string, FileSource | Records>(Object.entries(source));
  if (inputs.size === 0) throw unknown();
  const whole = async (name: string) => {
    const entry = inputs.get(name);
    return entry === undefined ? undefined : new Blob(await collect(await inputOf(name, entry, signal), signal));
  };
  if (!inputs.has(MANIFEST)) {
    return { inputs: await Promise.all([...inputs].map(([name, entry]) => inputOf(name, entry, signal))) };
  }
  const [manifest, report] = [await whole(MANIFEST), await whole(REPORT)];
  return packedOf(
    (path) => (path === MANIFEST ? manifest : report),
    async (path) => {
      const blob = await whole(path);
      if (!blob) throw missing(path);
      return new Uint8Array(await blob.arrayBuffer());
    },
  );
}

async function inputOf(name: string, source: FileSource | Records, signal: AbortSignal | undefined): Promise<Input> {
  if (typeof source === "string" || source instanceof URL) return responseInput(name, await fetchOk(source, signal));
  if (source instanceof Response) return responseInput(name, okay(source));
  if (source instanceof Blob) return blobInput(name, source);
  if (isBytes(source)) return bytesInput(name, source instanceof ArrayBuffer ? new Uint8Array(source) : source);
  if (Array.isArray(source)) return recordsInput(name.replace(/\.jsonl$/, ""), source as Records);
  throw unknown();
}

async function collect(input: Input, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of input.chunks(signal)) {
    checkAborted(signal);
    chunks.push(chunk);
  }
  return chunks;
}

/** A response's file name: what the server calls it, else the end of its URL. */
function nameOf(response: Response): string {
  const disposition = response.headers.get("content-disposition") ?? "";
  return baseName(/filename="?([^";]+)/.exec(disposition)?.[1] ?? response.url) || "data";
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

function isBytes(value: unknown): value is ArrayBuffer | Uint8Array {
  return value instanceof ArrayBuffer || value instanceof Uint8Array;
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function isFile(value: unknown): value is File {
  return value instanceof Blob && "name" in value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function missing(path: string) {
  return failure("missing-part", `The part '${path}' is not among the files.`, { path });
}

function unknown() {
  return failure("bad-argument", "This is nothing a snapshot can be opened from.", {
    help: "Give the URL of a manifest, files, a response, bytes or records.",
  });
}

