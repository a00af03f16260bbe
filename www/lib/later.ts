// Parts that are read after the snapshot was opened: when a question first needs them, or by themselves.

import { Wanted, type CallOptions, type Connection } from "./connection.js";
import { buffersOf, type Download } from "./download.js";
import { abortedBy, checkAborted, failure, type HeadcountError } from "./errors.js";
import type { OpenOptions } from "./options.js";
import type { ManifestPart, Table } from "./types.js";

/** The tables that a table's rows refer to are read before it. */
const REFERS: Partial<Record<Table, readonly Table[]>> = { lines: ["products", "orders"], events: ["products"] };

/** A connection whose questions wait for the tables they need. */
export interface LaterConnection extends Connection {
  /** Reads every table that was not read yet. */
  readAll(options?: CallOptions): Promise<void>;
}

/**
 * Reads `parts`, which are all of their tables, when a call first needs them and, in the background,
 * also by themselves, the smallest table first. A table is fetched once, however many ask for it;
 * one that fails is an error of whoever asked for it, and is fetched again when it is next asked for.
 */
export function readingLater(
  connection: Connection,
  parts: readonly ManifestPart[],
  download: Download,
  { parts: when = "background", maxBytes }: OpenOptions,
): LaterConnection {
  const lifetime = new AbortController();
  const { signal: ended } = lifetime;
  const reading = new Map<Table, Promise<void>>();
  const bytes = new Map<Table, number>();
  for (const part of parts) bytes.set(part.table, (bytes.get(part.table) ?? 0) + part.bytes);

  const read = (table: Table): Promise<void> => {
    const known = reading.get(table);
    if (known) return known;
    const own = parts.filter((part) => part.table === table);
    if (own.length === 0) return Promise.reject(failure("missing-part", `The manifest has no part of ${table}.`));
    const before = Promise.all((REFERS[table] ?? []).filter((name) => bytes.has(name)).map(read));
    // Its failure is told where it is waited for, unless the table's own parts fail first.
    before.catch(() => {});
    const begun = download.handOver("later", own, ended, async (pairs) => {
      await before;
      await connection.call("read", [pairs, maxBytes], { signal: ended, transfer: buffersOf(pairs) });
    });
    reading.set(table, begun);
    begun.catch(() => reading.delete(table));
    return begun;
  };

  const readThem = async (tables: Iterable<Table>, signal: AbortSignal | undefined) => {
    checkAborted(signal);
    try {
      if (!ended.aborted) await raced(Promise.all([...tables].map(read)), signal ? [ended, signal] : [ended]);
    } catch (error) {
      if (!ended.aborted) throw error;
    }
    // An engine that has ended says why when it is called.
    if (ended.aborted) await connection.call("read", [[], undefined]);
  };

  const readByThemselves = async () => {
    const bySize = [...bytes].sort(([, a], [, b]) => a - b).map(([table]) => table);
    for (const table of bySize) {
      if (ended.aborted) return;
      try {
        await read(table);
      } catch (error) {
        // What failed is told to whoever asks for it; an engine that has died reads no more.
        if (["engine-crashed", "too-large"].includes((error as HeadcountError).code)) return;
      }
    }
  };
  if (when === "background") void readByThemselves();

  /** Asks, and again when the tables that were wanted are there. */
  const answered = async <T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Wanted)) throw error;
        await readThem(error.tables, signal);
      }
    }
  };

  return {
    call: (method, args, options = {}) => answered(() => connection.call(method, args, options), options.signal),
    readAll: ({ signal } = {}) => readThem(bytes.keys(), signal),
    dispose() {
      connection.dispose();
      lifetime.abort();
    },
  };
}

/** The promise, until one of the signals aborts. */
function raced<T>(promise: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const stops = signals.map((signal) => {
      const onAbort = () => reject(abortedBy(signal));
      signal.addEventListener("abort", onAbort, { once: true });
      return () => signal.removeEventListener("abort", onAbort);
    });
    promise.then(resolve, reject).finally(() => stops.forEach((stop) => stop()));
  });
}
