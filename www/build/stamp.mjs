// Whether a step's sources are the ones its results were made from.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, path } from "../project.mjs";

/** Runs `make` unless the files of `sources` (paths in the project, folders with all in them) and `more` are as they were last time. */
export async function unlessUnchanged(name, { sources, more = "", results }, make) {
  const file = join(cache, "stamps", name);
  const hash = createHash("sha256").update(more);
  for (const source of sources.flatMap(filesOf).sort()) hash.update(`\0${source}\0`).update(readFileSync(path(source)));
  const stamp = hash.digest("hex");
  if (existsSync(file) && readFileSync(file, "utf8") === stamp && results.every(existsSync)) return;
  await make();
  mkdirSync(join(cache, "stamps"), { recursive: true });
  writeFileSync(file, stamp);
}

function filesOf(source) {
  if (!existsSync(path(source))) return [];
  try {
    return readdirSync(path(source)).flatMap((name) => filesOf(join(source, name)));
  } catch (error) {
    if (error.code === "ENOTDIR") return [source];
    throw error;
  }
}
