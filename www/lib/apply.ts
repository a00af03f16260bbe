// A delta applied to an open snapshot: its parts are fetched, and the library is told who moved.

import type { Connection } from "./connection.js";
import { buffersOf, downloading } from "./download.js";
import { checkAborted, failure } from "./errors.js";
import type { OwnLibrary } from "./library/library.js";
import type { Tools } from "./open.js";
import type { ApplyOptions } from "./options.js";
import type { Applied, QueryOptions } from "./snapshot.js";
import { partsOf, type Packed } from "./source/packed.js";
import type { Source } from "./source/source.js";
import type { CountOptions } from "./types.js";

/**
 * Applies a delta, or files that are packed to one first, to an open snapshot; `changes` hears of it. The segments of
 * the library, if there are any, are watched.
 */
export async function apply(
  snapshot: object,
  connection: Connection,
  tools: Tools,
  readAll: (options: { readonly signal: AbortSignal }) => Promise<void>,
  request: (options: QueryOptions) => CountOptions,
  changes: EventTarget,
  library: OwnLibrary | false,
  source: Source,
  options: ApplyOptions = {},
): Promise<Applied> {
  checkAborted(options.signal);
  const signal = options.signal ?? new AbortController().signal;
  const packed = await deltaOf(connection, tools, source, { ...options, signal });
  const { parts } = partsOf(packed.manifest);
  const needed = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (options.maxBytes !== undefined && needed > options.maxBytes) {
    throw failure("too-large", `The delta needs ${needed} bytes; ${options.maxBytes} are allowed.`);
  }
  await readAll({ signal });
  const segments = library ? await library.conditions() : [];
  const asked = { segments, options: request({}), ids: options.ids ?? LOGGED };
  const reply = await downloading(packed, { ...options, cache: false }).handOver("download", parts, signal, (pairs) => {
    options.onProgress?.({ phase: "open", part: null, bytes: 0, totalBytes: null, rows: null });
    return connection.call("apply", [packed.manifest, pairs, asked], { signal, transfer: buffersOf(pairs) });
  });
  const { snapshotId, takenAt, customers } = Object.assign(snapshot, reply.opened);
  changes.dispatchEvent(new Event("change"));
  if (library && options.log !== false) await library.moved(reply);
  return { snapshotId, takenAt, customers, segments: reply.segments, report: packed.report };
}

/** Most ids that the library's log keeps. */
const LOGGED = 1_000;

/** The delta of a source. */
async function deltaOf(
  connection: Connection,
  tools: Tools,
  source: Source,
  options: ApplyOptions & { readonly signal: AbortSignal },
): Promise<Packed> {
  const material = await tools.findOther(source, options.signal);
  if ("packed" in material) return material.packed;
  const base = await connection.call("manifest", [], options);
  const { manifest, report, parts } = await tools.pack({ ...tools, find: async () => material }, { ...options, base });
  const bytes = new Map(parts.map((part) => [part.path, part.bytes]));
  return { manifest, report, origin: null, part: async ({ path }) => bytes.get(path)! };
}
