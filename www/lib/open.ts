// From a source and an engine to an open snapshot: packing files or reading parts.

import { forget, keep, kept, tidy } from "./cache.js";
import { checkAborted, failure, HeadcountError } from "./errors.js";
import type { OpenOptions, PackFilesOptions, Progress, WritePart } from "./options.js";
import { createSnapshot } from "./create.js";
import type { Snapshot } from "./snapshot.js";
import { partsOf, type Packed } from "./source/packed.js";
import type { Material } from "./source/source.js";
import type { Started } from "./start/ladder.js";
import type { StartOptions } from "./start/options.js";
import type { ManifestPart, PackedDocuments, PackReply } from "./types.js";

/** Downloads at a time. */
const LANES = 4;

/** How a host finds sources and starts engines. */
export interface Environment {
  find(signal: AbortSignal): Promise<Material>;
  start(options: StartOptions): Promise<Started>;
}

/** Opens a snapshot. On failure nothing keeps running. */
export function open(environment: Environment, options: OpenOptions): Promise<Snapshot> {
  return withEngine(environment, options, async (material, starting, signal) => {
    if ("inputs" in material) {
      const started = await starting;
      const { connection } = started;
      const { feed } = await import("./packing.js");
      await feed(connection, material.inputs, options, signal);
      report(options, "open");
      return createSnapshot(started, await connection.call("openPacked", [options.maxBytes], { signal }), options);
    }
    const { packed } = material;
    return createSnapshot(...(await openPacked(packed, starting, options, signal)), options);
  });
}

/** Packs files; the engine ends with it. */
export async function pack(environment: Environment, options: PackFilesOptions): Promise<PackReply> {
  const pieces = new (await import("./pieces.js")).Pieces();
  const documents = await packTo(environment, (path, bytes) => pieces.add(path, bytes), options);
  return { ...documents, parts: pieces.parts() };
}

/** Packs files and hands the parts over as they are made; the engine ends with it. */
export function packTo(environment: Environment, write: WritePart, options: PackFilesOptions): Promise<PackedDocuments> {
  return withEngine(environment, options, async (material, starting, signal) => {
    if ("packed" in material) throw failure("bad-argument", "The source is packed already.");
    const { connection } = await starting;
    const { feed, handOut } = await import("./packing.js");
    await feed(connection, material.inputs, options, signal);
    const documents = await handOut(connection, write, options, signal);
    connection.dispose();
    return documents;
  });
}

/** Finds the source while the engine starts; whatever fails ends everything else. */
async function withEngine<T>(
  environment: Environment,
  options: PackFilesOptions,
  use: (material: Material, starting: Promise<Started>, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  checkAborted(options.signal);
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = () => controller.abort(options.signal!.reason);
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const starting = environment.start({ ...options, signal });
  try {
    report(options, "find");
    // A start that fails is not waited for by a download.
    const failed = starting.then(() => new Promise<never>(() => {}));
    return await Promise.race([failed, environment.find(signal).then((material) => use(material, starting, signal))]);
  } catch (error) {
    controller.abort();
    starting.then(({ connection }) => connection.dispose()).catch(() => {});
    throw options.signal?.aborted && !isAborted(error) ? failure("aborted", "The operation was aborted.") : error;
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
  }
}

/** Reads the parts while the engine starts, and opens them. */
async function openPacked(packed: Packed, starting: Promise<Started>, options: OpenOptions, signal: AbortSignal) {
  const { taken_at, parts } = partsOf(packed.manifest);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (options.maxBytes !== undefined || bytes >= 2 ** 32) (await import("./memory.js")).checkFits(parts, options.maxBytes);
  const zone = options.timeZone === undefined ? null : (await import("./zones.js")).spelledOut(options.timeZone, taken_at);
  const origin = options.cache === false ? null : packed.origin;
  const { pairs, fromCache } = await readParts(packed, parts, origin, options, signal);
  const started = await starting;
  report(options, "open");
  const send = (list: [string, Uint8Array<ArrayBuffer>][]) =>
    started.connection.call("open", [packed.manifest, list, zone, options.maxBytes], {
      signal,
      transfer: list.map(([, bytes]) => bytes.buffer),
    });
  try {
    return [started, { ...(await send(pairs)), report: packed.report }] as const;
  } catch (error) {
    if (fromCache.length === 0 || !(error instanceof HeadcountError) || error.code !== "part-mismatch") throw error;
    // Storage that went bad is no error either: fetch again.
    await forget(fromCache);
    const again = await readParts(packed, parts, origin, options, signal);
    return [started, { ...(await send(again.pairs)), report: packed.report }] as const;
  }
}

/** Every part by its path, customers first, from the cache where it is there. */
async function readParts(
  packed: Packed,
  parts: readonly ManifestPart[],
  origin: string | null,
  options: OpenOptions,
  signal: AbortSignal,
) {
  const totalBytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const read = new Map<string, number>();
  const pairs = new Map<string, Uint8Array<ArrayBuffer>>();
  const fromCache: ManifestPart[] = [];
  const waiting = [...parts].sort((a, b) => Number(b.table === "customers") - Number(a.table === "customers"));
  const fetchPart = async (part: ManifestPart) => {
    const onBytes = (count: number) => {
      read.set(part.path, count);
      const bytes = [...read.values()].reduce((sum, each) => sum + each, 0);
      options.onProgress?.({ phase: "download", part: part.path, bytes, totalBytes, rows: null });
    };
    let bytes = origin === null ? null : await kept(part);
    if (bytes) {
      fromCache.push(part);
      onBytes(bytes.length);
    } else {
      bytes = await packed.part(part, onBytes, signal);
      if (origin !== null) void keep(part, bytes, origin);
    }
    pairs.set(part.path, bytes);
  };
  const lane = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      checkAborted(signal);
      await fetchPart(part);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (origin !== null) void tidy(parts, origin);
  return { pairs: [...pairs], fromCache };
}

function report(options: PackFilesOptions, phase: Progress["phase"]): void {
  options.onProgress?.({ phase, part: null, bytes: 0, totalBytes: null, rows: null });
}

function isAborted(error: unknown): boolean {
  return error instanceof HeadcountError && error.code === "aborted";
}
