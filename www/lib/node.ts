// The package's entry in Node: the same interface; sources may be paths, the engine runs in process.

import { createLanguage } from "./create.js";
import type { Language } from "./language.js";
import { open, pack as packFiles, packTo as packFilesTo } from "./open.js";
import type { OpenOptions, PackFilesOptions, WritePart } from "./options.js";
import type { Snapshot } from "./snapshot.js";
import { materialOfPaths } from "./source/paths.js";
import { materialOf, type Material, type Source } from "./source/source.js";
import { startInProcess } from "./start/in-process.js";
import type { StartOptions } from "./start/options.js";
import type { PackedDocuments, PackReply } from "./types.js";

/** A source; texts are paths of files or folders unless they begin with `http:` or `https:`. */
export type NodeSource = Source | readonly (string | URL)[];

/** Opens a snapshot, packed or not. */
export function openSnapshot(source: NodeSource, options: OpenOptions = {}): Promise<Snapshot> {
  return open({ find: (signal) => find(source, signal), start: startInProcess }, options);
}

/** Packs files into a snapshot. */
export function pack(source: NodeSource, options: PackFilesOptions = {}): Promise<PackReply> {
  return packFiles({ find: (signal) => find(source, signal), start: startInProcess }, options);
}

/** Packs files and hands the snapshot's parts over piece by piece: it is never whole in memory. */
export function packTo(source: NodeSource, write: WritePart, options: PackFilesOptions = {}): Promise<PackedDocuments> {
  return packFilesTo({ find: (signal) => find(source, signal), start: startInProcess }, write, options);
}

/** Starts without a snapshot: checking, printing, the list of fields. */
export async function openLanguage(options: StartOptions = {}): Promise<Language> {
  return createLanguage(await startInProcess(options, "author"));
}

async function find(source: NodeSource, signal: AbortSignal): Promise<Material> {
  const paths = (Array.isArray(source) ? source : [source]) as unknown[];
  return paths.length > 0 && paths.every(isPath) ? materialOfPaths(paths) : materialOf(source as Source, signal);
}

function isPath(value: unknown): value is string | URL {
  return typeof value === "string" ? !/^https?:/i.test(value) : value instanceof URL && value.protocol === "file:";
}

export { jsonFileStore } from "./library/json-file.js";
export * from "./public.js";
