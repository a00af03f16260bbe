// How much memory opening takes: told from the manifest before a part is read, refused past a limit.

import { failure } from "./errors.js";
import type { ManifestPart } from "./types.js";

/** Wasm of 32-bit addresses has no more. */
const MOST = 2 ** 32;

/** What the engine takes without a row. */
const BASE = 2 << 20;

/**
 * About how many bytes of memory a snapshot takes at most while it is opened, which is what it goes
 * on taking, for wasm gives nothing back: what the parts have become, and one table as it is read.
 * Measured on shops of every table and of one; `tests/bench` holds the two factors to the engine.
 * Parts with compressed buffers take more.
 */
export function bytesToOpen(parts: readonly ManifestPart[]): number {
  const tables = new Map<string, number>();
  let total = 0;
  for (const { table, bytes } of parts) {
    total += bytes;
    tables.set(table, (tables.get(table) ?? 0) + bytes);
  }
  return Math.round(BASE + 1.4 * total + 2.8 * Math.max(0, ...tables.values()));
}

/** Refuses a snapshot that is past `maxBytes`, or whose parts alone are past what wasm can have. */
export function checkFits(parts: readonly ManifestPart[], maxBytes: number | undefined): void {
  const bytes = bytesToOpen(parts);
  const alone = parts.reduce((sum, part) => sum + part.bytes, 0);
  const allowed = maxBytes !== undefined && bytes > maxBytes ? maxBytes : alone >= MOST ? MOST : undefined;
  if (allowed !== undefined) throw tooLarge(`The snapshot needs about ${bytes} bytes of memory`, bytes, allowed);
}

/** The error of what takes `bytes`, of which `allowed` may be had. */
export function tooLarge(what: string, bytes: number, allowed: number) {
  return failure("too-large", `${what}; ${allowed} may be had.`, { help: SMALLER, bytes });
}

/** How to mend it. */
export const SMALLER = "Pack fewer columns or a shorter period, or open it where there is more memory.";
