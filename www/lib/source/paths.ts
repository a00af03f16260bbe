// Sources on Node's file system: files, folders, packed folders.

import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkAborted, failure, wordsOf } from "../errors.js";
import type { Report } from "../types.js";
import type { Input } from "./input.js";
import { MANIFEST, REPORT } from "./packed.js";
import type { Material } from "./source.js";

/** Bytes of one read. */
const CHUNK = 4 << 20;

/** Files and folders; one folder or manifest may be a packed snapshot. */
export async function materialOfPaths(places: readonly (string | URL)[]): Promise<Material> {
  const paths = places.map((place) => (typeof place === "string" ? place : fileURLToPath(place)));
  const inputs = await Promise.all(paths.map(inputsOf));
  const manifests = inputs.flat().filter((input) => basename(input.path) === MANIFEST);
  if (manifests.length === 0) return { inputs: inputs.flat() };
  if (manifests.length > 1 || paths.length > 1) {
    throw failure("bad-argument", "One packed snapshot is opened at a time.", { path: manifests[0]!.path });
  }
  return packedIn(manifests[0]!.path.slice(0, -MANIFEST.length));
}

async function packedIn(folder: string): Promise<Material> {
  const report = await readFile(folder + REPORT, "utf8").catch(() => null);
  return {
    packed: {
      manifest: await readFile(folder + MANIFEST, "utf8"),
      report: report === null ? null : (JSON.parse(report) as Report),
      origin: null,
      async part({ path }, onBytes) {
        const bytes = await readFile(folder + path).catch((cause: unknown) => {
          throw failure("missing-part", `The part cannot be read: ${wordsOf(cause)}.`, { path, cause });
        });
        onBytes(bytes.length);
        return new Uint8Array(bytes);
      },
    },
  };
}

/** The file, or those of the folder; names that begin with a dot are the system's. */
async function inputsOf(path: string): Promise<(Input & { path: string })[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw failure("bad-input", `'${path}' cannot be read: ${wordsOf(cause)}.`, { path, cause });
  });
  if (!found.isDirectory()) return [fileInput(path, found.size)];
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  if (names.includes(MANIFEST)) return [fileInput(join(path, MANIFEST), 0)];
  return (await Promise.all(names.map((name) => inputsOf(join(path, name))))).flat();
}

function fileInput(path: string, size: number): Input & { path: string } {
  return {
    path,
    name: basename(path),
    size,
    async *chunks(signal) {
      const file = await open(path);
      try {
        for (;;) {
          checkAborted(signal);
          const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK), 0, CHUNK);
          if (bytesRead === 0) return;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
  };
}
