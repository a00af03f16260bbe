// A library in a JSON file; Node alone.

import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { HeadcountError } from "../errors.js";
import type { SegmentStore, StoredLibrary } from "./store.js";

/** A lock older than this belongs to a process that died. */
const STALE_MS = 10_000;
const TRIES = 200;

/** The store in the file at `path`, which is the document itself: it can be exported by copying. */
export function jsonFileStore(path: string): SegmentStore {
  const read = async (): Promise<StoredLibrary | null> => {
    const document = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    return document === null ? null : { revision: revisionOf(document, path), document };
  };
  return {
    read,
    write: (next, expected) =>
      locked(`${path}.lock`, async () => {
        if (((await read())?.revision ?? null) !== expected) return false;
        // Written beside and renamed: a reader sees the old document or the new one, never half of it.
        const beside = `${path}.${randomUUID()}`;
        await writeFile(beside, next.document);
        await rename(beside, path);
        return true;
      }),
  };
}

function revisionOf(document: string, path: string): number {
  try {
    const { revision } = JSON.parse(document) as { revision?: unknown };
    if (typeof revision === "number") return revision;
  } catch {
    // Falls through to the error that says what to do.
  }
  throw new HeadcountError({
    code: "bad-library",
    message: `${path} is no segment library.`,
    help: "Choose another file, or move this one away to begin an empty library.",
  });
}

async function locked<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      await (await open(lock, "wx")).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || attempt === TRIES) throw error;
      const age = await stat(lock).then((found) => Date.now() - found.mtimeMs, () => 0);
      if (age > STALE_MS) await rm(lock, { force: true });
      else await wait(10);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
