// From a source and an engine to an open snapshot: packing files or reading parts.

import { checkAborted, failure, HeadcountError } from "./errors.js";
import type { OpenOptions, PackFilesOptions, Progress, WritePart } from "./options.js";
import { createSnapshot } from "./create.js";
import type { Snapshot } from "./snapshot.js";
import type { Material, Source } from "./source/source.js";
import type { Started } from "./start/ladder.js";
import type { StartOptions } from "./start/options.js";
import type { PackedDocuments, PackReply } from "./types.js";

/** How a host finds sources and starts engines. */
export interface Environment {
  find(signal: AbortSignal): Promise<Material>;
  /** Finds another source. */
  findOther(source: Source, signal: AbortSignal): Promise<Material>;
  start(options: StartOptions): Promise<Started>;
}

/** What a snapshot goes on with after it was opened; handed over, so that what is loaded later shares no file with this. */
export interface Tools extends Environment {
  readonly pack: typeof pack;
}

/** Opens a snapshot. On failure nothing keeps running. */
export function open(environment: Environment, options: OpenOptions): Promise<Snapshot> {
  const tools = { ...environment, pack };
  return withEngine(environment, options, async (material, starting, signal) => {
    if ("inputs" in material) {
      const started = await starting;
      const { connection } = started;
      const { feed } = await import("./packing.js");
      await feed(connection, material.inputs, options, signal);
      report(options, "open");
      return createSnapshot(started, await connection.call("openPacked", [options.maxBytes], { signal }), options, tools);
    }
    const { packed } = material;
    const { openPacked } = await import("./parts.js");
    const { started, opened, readAll } = await openPacked(packed, starting, options, signal);
    return createSnapshot(started, opened, options, tools, readAll);
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

function report(options: PackFilesOptions, phase: Progress["phase"]): void {
  options.onProgress?.({ phase, part: null, bytes: 0, totalBytes: null, rows: null });
}

function isAborted(error: unknown): boolean {
  return error instanceof HeadcountError && error.code === "aborted";
}
