// A library in the browser's IndexedDB; other tabs of the origin are told of changes.

import type { IDBPDatabase } from "idb";
import type { SegmentStore, StoredLibrary } from "./store.js";

const TABLE = "libraries";

/** Loaded when it is first needed: most pages open no library. */
async function connect(): Promise<IDBPDatabase> {
  const { openDB } = await import("./idb.js");
  return openDB("headcount", 1, { upgrade: (created) => void created.createObjectStore(TABLE) });
}

/** The store of the library `name` of this origin. */
export function indexedDbStore(name = "default"): SegmentStore {
  let opening: Promise<IDBPDatabase> | null = null;
  const database = () =>
    (opening ??= connect().catch((error: unknown) => {
      opening = null;
      throw error;
    }));
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`headcount ${name}`);
  return {
    read: async () => ((await (await database()).get(TABLE, name)) as StoredLibrary | undefined) ?? null,
    write: async (next, expected) => {
      // One transaction: what another tab writes comes before or after it, never between.
      const transaction = (await database()).transaction(TABLE, "readwrite");
      const stored = (await transaction.store.get(name)) as StoredLibrary | undefined;
      const free = (stored?.revision ?? null) === expected;
      if (free) await transaction.store.put(next, name);
      await transaction.done;
      if (free) channel?.postMessage(next.revision);
      return free;
    },
    watch: (onChange) => {
      channel?.addEventListener("message", onChange);
      return () => channel?.removeEventListener("message", onChange);
    },
    close: () => {
      channel?.close();
      void opening?.then((open) => open.close());
    },
  };
}
