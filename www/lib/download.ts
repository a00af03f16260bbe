// Parts on their way to the engine: from the cache or from where they are.

import { forget, keep, kept, tidy } from "./cache.js";
import { checkAborted, HeadcountError } from "./errors.js";
import type { OpenOptions, Progress } from "./options.js";
import type { Packed } from "./source/packed.js";
import type { ManifestPart } from "./types.js";

/** Downloads at a time. */
const LANES = 4;

/** Parts by path. */
export type Pairs = [string, Uint8Array<ArrayBuffer>][];

/** What fetches the parts of one packed snapshot. */
export interface Download {
  /**
   * Fetches parts and sends them, customers first. Parts kept in the browser that turn out not to
   * be what the manifest says are fetched and sent once more.
   */
  handOver<T>(
    phase: Progress["phase"],
    parts: readonly ManifestPart[],
    signal: AbortSignal,
    send: (pairs: Pairs) => Promise<T>,
  ): Promise<T>;
  /** Forgets what was kept for the same manifest and is none of these any more. */
  tidy(parts: readonly ManifestPart[]): void;
}

/** Fetches the parts of a snapshot; progress is told over all parts of a phase so far. */
export function downloading(packed: Packed, { cache, onProgress }: OpenOptions): Download {
  const origin = cache === false ? null : packed.origin;
  const read = new Map<string, Map<string, { bytes: number; of: number }>>();

  const readParts = async (phase: Progress["phase"], parts: readonly ManifestPart[], signal: AbortSignal) => {
    const known = read.get(phase) ?? new Map<string, { bytes: number; of: number }>();
    read.set(phase, known);
    for (const { path, bytes } of parts) known.set(path, { bytes: 0, of: bytes });
    const fromCache: ManifestPart[] = [];
    const pairs: Pairs = [];
    const waiting = [...parts].sort((a, b) => Number(b.table === "customers") - Number(a.table === "customers"));
    const fetchPart = async (part: ManifestPart) => {
      const onBytes = (bytes: number) => {
        known.set(part.path, { bytes, of: part.bytes });
        const sum = (key: "bytes" | "of") => [...known.values()].reduce((sum, each) => sum + each[key], 0);
        onProgress?.({ phase, part: part.path, bytes: sum("bytes"), totalBytes: sum("of"), rows: null });
      };
      let bytes = origin === null ? null : await kept(part);
      if (bytes) {
        fromCache.push(part);
        onBytes(bytes.length);
      } else {
        bytes = await packed.part(part, onBytes, signal);
        if (origin !== null) void keep(part, bytes, origin);
      }
      pairs.push([part.path, bytes]);
    };
    const lane = async () => {
      for (let part = waiting.shift(); part; part = waiting.shift()) {
        checkAborted(signal);
        await fetchPart(part);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return { pairs, fromCache };
  };

  return {
    async handOver(phase, parts, signal, send) {
      const { pairs, fromCache } = await readParts(phase, parts, signal);
      try {
        return await send(pairs);
      } catch (error) {
        if (fromCache.length === 0 || !(error instanceof HeadcountError) || error.code !== "part-mismatch") throw error;
        // Storage that went bad is no error either: fetch again.
        await forget(fromCache);
        return send((await readParts(phase, parts, signal)).pairs);
      }
    },
    tidy(parts) {
      if (origin !== null) void tidy(parts, origin);
    },
  };
}

/** The buffers that move with the parts. */
export function buffersOf(pairs: Pairs): ArrayBuffer[] {
  return pairs.map(([, bytes]) => bytes.buffer);
}
