// Where a library's document is kept: an interface a host can implement, and one in memory.

/** A library's document as a store holds it. */
export interface StoredLibrary {
  /** Grows by one with every change. */
  readonly revision: number;
  /** JSON text, as `export` gives it. */
  readonly document: string;
}

/** A place for one library. Every method may be called from several tabs or processes at once. */
export interface SegmentStore {
  /** The latest document; null before the first one. */
  read(): Promise<StoredLibrary | null>;
  /**
   * Replaces the document if the stored revision is still `expected` (null: if there is none yet);
   * false, and nothing is written, if it is not.
   */
  write(next: StoredLibrary, expected: number | null): Promise<boolean>;
  /** Calls `onChange` after another tab or process has written; gives what ends it. */
  watch?(onChange: () => void): () => void;
  /** Frees what the store holds open. */
  close?(): void;
}

/** A store that lasts as long as the page or process. */
export function memoryStore(initial: StoredLibrary | null = null): SegmentStore {
  let stored = initial;
  const watchers = new Set<() => void>();
  return {
    read: async () => stored,
    write: async (next, expected) => {
      if ((stored?.revision ?? null) !== expected) return false;
      stored = next;
      for (const watcher of watchers) queueMicrotask(watcher);
      return true;
    },
    watch: (onChange) => {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
  };
}
