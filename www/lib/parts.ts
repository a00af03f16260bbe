// From the parts of a packed snapshot to an open one; loaded when one is opened, while the engine starts.

import { buffersOf, downloading } from "./download.js";
import { readingLater } from "./later.js";
import type { OpenOptions } from "./options.js";
import type { Snapshot } from "./snapshot.js";
import { partsOf, type Packed } from "./source/packed.js";
import type { Started } from "./start/ladder.js";
import type { ManifestPart, Opened, Report } from "./types.js";

/** What a snapshot is made of: `createSnapshot` takes it. */
export interface OpenedParts {
  readonly started: Started;
  readonly opened: Opened & { readonly report: Report | null };
  /** Absent if everything was read. */
  readonly readAll?: Snapshot["readAll"];
}

/** Reads the parts that opening takes while the engine starts, and opens them; the others are read later. */
export async function openPacked(
  packed: Packed,
  starting: Promise<Started>,
  options: OpenOptions,
  signal: AbortSignal,
): Promise<OpenedParts> {
  const { taken_at, parts, told } = partsOf(packed.manifest);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (options.maxBytes !== undefined || bytes >= 2 ** 32) (await import("./memory.js")).checkFits(parts, options.maxBytes);
  const zone = options.timeZone === undefined ? null : (await import("./zones.js")).spelledOut(options.timeZone, taken_at);
  const download = downloading(packed, options);
  download.tidy(parts);
  const isLate = ({ table }: ManifestPart) => options.parts !== "eager" && table !== "customers" && told.has(table);
  const first = parts.filter((part) => !isLate(part));
  let started: Started | undefined;
  const reply = await download.handOver("download", first, signal, async (pairs) => {
    started = await starting;
    options.onProgress?.({ phase: "open", part: null, bytes: 0, totalBytes: null, rows: null });
    const transfer = buffersOf(pairs);
    return started.connection.call("open", [packed.manifest, pairs, zone, options.maxBytes], { signal, transfer });
  });
  const opened = { ...reply, report: packed.report };
  const late = parts.filter(isLate);
  if (late.length === 0) return { started: started!, opened };
  const connection = readingLater(started!.connection, late, download, options);
  return { started: { ...started!, connection }, opened, readAll: connection.readAll };
}
