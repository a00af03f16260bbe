// A packed snapshot → a folder.

import { mkdir, open, readFile, readdir, rename, rm, writeFile, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  HeadcountError,
  packTo,
  type NodeSource,
  type PackedDocuments,
  type PackFilesOptions,
  type Report,
  type WritePart,
} from "../lib/node.js";
import { REPORT } from "./report.js";

const MANIFEST = "manifest.json";

/** Ends the name of a part that is being written. */
const UNFINISHED = ".unfinished";

/** Refuses a folder that holds something else than a snapshot, or what an interrupted packing left. */
export async function checkFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(MANIFEST) || names.every((name) => name.endsWith(UNFINISHED))) return;
  throw new HeadcountError({
    code: "bad-argument",
    message: "The folder holds files that are no snapshot.",
    help: "Name an empty or a new folder.",
    path: folder,
  });
}

/** A snapshot being written to a folder. A former one stays whole until this one is. */
interface FolderWriter {
  /** Takes the next bytes of a part. */
  readonly write: WritePart;
  /** Puts the parts, the report and at last the manifest in place: a folder that has one is whole. */
  end(documents: PackedDocuments): Promise<void>;
  /** Removes what was written so far. */
  discard(): Promise<void>;
}

/** Writes a snapshot to a folder as it comes. */
function folderWriter(folder: string): FolderWriter {
  const paths: string[] = [];
  let file: FileHandle | undefined;
  const unfinished = (path: string) => join(folder, `${path}${UNFINISHED}`);
  const close = async () => {
    await file?.close();
    file = undefined;
  };
  return {
    async write(path, bytes) {
      if (path !== paths.at(-1)) {
        await close();
        await mkdir(dirname(join(folder, path)), { recursive: true });
        file = await open(unfinished(path), "w");
        paths.push(path);
      }
      await file!.writeFile(bytes);
    },
    async end({ manifest, report }) {
      await close();
      const stale = await partsIn(folder);
      await rm(join(folder, MANIFEST), { force: true });
      for (const path of stale) await rm(join(folder, path), { force: true });
      for (const path of paths) await rename(unfinished(path), join(folder, path));
      for (const name of await readdir(folder)) if (name.endsWith(UNFINISHED)) await rm(join(folder, name));
      await writeFile(join(folder, REPORT), `${JSON.stringify(report, null, 1)}\n`);
      await writeFile(join(folder, MANIFEST), manifest);
    },
    async discard() {
      await close();
      for (const path of paths) await rm(unfinished(path), { force: true });
    },
  };
}

/** Packs files into a folder; what was written goes if that fails. */
export async function packInto(folder: string, source: NodeSource, options: PackFilesOptions): Promise<Report> {
  const writer = folderWriter(folder);
  try {
    const documents = await packTo(source, writer.write, options);
    await writer.end(documents);
    return documents.report;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

// Parts that a former snapshot left; a manifest may not send us out of its folder.
async function partsIn(folder: string): Promise<string[]> {
  try {
    const { parts } = JSON.parse(await readFile(join(folder, MANIFEST), "utf8")) as { parts: { path: string }[] };
    return parts.map(({ path }) => path).filter((path) => /^[\w-]+(\/[\w-]+)*\.arrows?$/.test(path));
  } catch {
    return [];
  }
}
