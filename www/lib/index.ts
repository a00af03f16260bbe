// The package's entry in browsers.

import { askingAuthor } from "./ask.js";
import { call, type Alone } from "./functions.js";
import type { Language } from "./language.js";
import { open, pack as packFiles, packTo as packFilesTo, type Environment } from "./open.js";
import type { OpenOptions, PackFilesOptions, WritePart } from "./options.js";
import type { Snapshot } from "./snapshot.js";
import { materialOf, type Source } from "./source/source.js";
import { start } from "./start/ladder.js";
import type { StartOptions } from "./start/options.js";
import type { PackedDocuments, PackReply } from "./types.js";

/** Opens a snapshot, packed or not, in a worker. */
export function openSnapshot(source: Source, options: OpenOptions = {}): Promise<Snapshot> {
  return open(environment(source), options);
}

/** Packs files into a snapshot. */
export function pack(source: Source, options: PackFilesOptions = {}): Promise<PackReply> {
  return packFiles(environment(source), options);
}

/** Packs files and hands the snapshot's parts over piece by piece: it is never whole in memory. */
export function packTo(source: Source, write: WritePart, options: PackFilesOptions = {}): Promise<PackedDocuments> {
  return packFilesTo(environment(source), write, options);
}

/** Starts without a snapshot: checking, printing, the list of fields. */
export async function openLanguage(options: StartOptions = {}): Promise<Language> {
  const { createLanguage } = await import("./create-language.js");
  return createLanguage(await start(options, "author"), askingAuthor);
}

function environment(source: Source): Environment {
  return { find: (signal) => materialOf(source, signal), findOther: materialOf, start };
}

// One by one, so that bundlers keep those that are used.
const alone = () => openLanguage({ worker: false });

/** All problems of a segment that can be seen without a snapshot, and its tree. */
export const check: Alone["check"] = (...args) => call(alone, "check", args);
/** The segment in words; relative dates are taken from the clock. */
export const describe: Alone["describe"] = (...args) => call(alone, "describe", args);
/** The segment printed in a dialect, or as JSON. */
export const format: Alone["format"] = (...args) => call(alone, "format", args);
/** The segment as one SQL statement; relative dates are taken from the clock. */
export const toSql: Alone["toSql"] = (...args) => call(alone, "toSql", args);
/** The segment in a dialect of Shopify's, by default the current one. */
export const toShopify: Alone["toShopify"] = (...args) => call(alone, "toShopify", args);
/** The segment of a rule group of react-querybuilder. */
export const fromReactQueryBuilder: Alone["fromReactQueryBuilder"] = (...args) => call(alone, "fromReactQueryBuilder", args);
/** The segment as a rule group of react-querybuilder. */
export const toReactQueryBuilder: Alone["toReactQueryBuilder"] = (...args) => call(alone, "toReactQueryBuilder", args);

export { indexedDbStore } from "./library/indexed-db.js";
export * from "./public.js";
