// The package's entry in browsers.

import { createLanguage } from "./create.js";
import type { Language } from "./language.js";
import { open, pack as packFiles, packTo as packFilesTo } from "./open.js";
import type { OpenOptions, PackFilesOptions, WritePart } from "./options.js";
import type { Snapshot } from "./snapshot.js";
import { materialOf, type Source } from "./source/source.js";
import { start } from "./start/ladder.js";
import type { StartOptions } from "./start/options.js";
import type { PackedDocuments, PackReply } from "./types.js";

/** Opens a snapshot, packed or not, in a worker. */
export function openSnapshot(source: Source, options: OpenOptions = {}): Promise<Snapshot> {
  return open({ find: (signal) => materialOf(source, signal), start }, options);
}

/** Packs files into a snapshot. */
export function pack(source: Source, options: PackFilesOptions = {}): Promise<PackReply> {
  return packFiles({ find: (signal) => materialOf(source, signal), start }, options);
}

/** Packs files and hands the snapshot's parts over piece by piece: it is never whole in memory. */
export function packTo(source: Source, write: WritePart, options: PackFilesOptions = {}): Promise<PackedDocuments> {
  return packFilesTo({ find: (signal) => materialOf(source, signal), start }, write, options);
}

/** Starts without a snapshot: checking, printing, the list of fields. */
export async function openLanguage(options: StartOptions = {}): Promise<Language> {
  return createLanguage(await start(options, "author"));
}

export { indexedDbStore } from "./library/indexed-db.js";
export * from "./public.js";
