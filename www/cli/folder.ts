// A packed snapshot → a folder.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HeadcountError, type PackReply } from "../lib/node.js";
import { REPORT } from "./report.js";

const MANIFEST = "manifest.json";

/** Refuses a folder that holds something else than a snapshot. */
export async function checkFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.length === 0 || names.includes(MANIFEST)) return;
  throw new HeadcountError({
    code: "bad-argument",
    message: "The folder holds files that are no snapshot.",
    help: "Name an empty or a new folder.",
    path: folder,
  });
}

/** Writes a snapshot and its report. The manifest is the last, so that a folder that has one is whole. */
export async function writeFolder(folder: string, { manifest, parts, report }: PackReply): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stale = await partsIn(folder);
  await rm(join(folder, MANIFEST), { force: true });
  for (const path of stale) await rm(join(folder, path), { force: true });
  for (const { path, bytes } of parts) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  await writeFile(join(folder, REPORT), `${JSON.stringify(report, null, 1)}\n`);
  await writeFile(join(folder, MANIFEST), manifest);
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
