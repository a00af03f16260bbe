// The package's entry in Node: the same interface; sources may be paths, the engine runs in process.

import { askingAuthor } from "./ask.js";
import { call, type Alone } from "./functions.js";
import type { Language } from "./language.js";
import { open, pack as packFiles, packTo as packFilesTo, type Environment } from "./open.js";
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
  return open(environment(source), options);
}

/** Packs files into a snapshot. */
export function pack(source: NodeSource, options: PackFilesOptions = {}): Promise<PackReply> {
  return packFiles(environment(source), options);
}

/** Packs files and hands the snapshot's parts over piece by piece: it is never whole in memory. */
export function packTo(source: NodeSource, write: WritePart, options: PackFilesOptions = {}): Promise<PackedDocuments> {
  return packFilesTo(environment(source), write, options);
}

/** Starts without a snapshot: checking, printing, the list of fields. */
export async function openLanguage(options: StartOptions = {}): Promise<Language> {
  const { createLanguage } = await import("./create-language.js");
  return createLanguage(await startInProcess(options, "author"), askingAuthor);
}

function environment(source: NodeSource): Environment {
  return { find: (signal) => find(source, signal), findOther: find, start: startInProcess };
}

// One by one, so that bundlers keep those that are used.
const alone = () => openLanguage();

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

async function find(source: NodeSource, signal: AbortSignal): Promise<Material> {
  const paths = (Array.isArray(source) ? source : [source]) as unknown[];
  return paths.length > 0 && paths.every(isPath) ? materialOfPaths(paths) : materialOf(source as Source, signal);
}

function isPath(value: unknown): value is string | URL {
  return typeof value === "string" ? !/^https?:/i.test(value) : value instanceof URL && value.protocol === "file:";
}

export { jsonFileStore } from "./library/json-file.js";
export * from "./public.js";
