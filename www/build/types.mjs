// Declarations of the package: tsc's for what is TypeScript, copies of what is written by hand; only those callers can reach.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { dist, path, program } from "../project.mjs";
import { run } from "../setup/run.mjs";

/** Checks all TypeScript and writes dist/types. */
export async function types() {
  const out = join(dist, "types");
  rmSync(out, { recursive: true, force: true });
  await run(program("tsc"), ["-p", path("tsconfig.json")]);
  await run(program("tsc"), ["-p", path("www", "lib", "tsconfig.json"), "--outDir", out]);
  const lib = path("www", "lib");
  for (const file of declarations(lib)) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    copyFileSync(join(lib, file), join(out, file));
  }
  const reached = new Set();
  for (const entry of entries()) reach(entry, reached);
  for (const file of declarations(out)) if (!reached.has(join(out, file))) rmSync(join(out, file));
}

const declarations = (folder) => readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".d.ts"));

/** The declarations that package.json names. */
function entries() {
  const { exports } = JSON.parse(readFileSync(path("package.json"), "utf8"));
  return Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [path(types)]));
}

/** A declaration file and all it imports. */
function reach(file, reached) {
  if (reached.has(file) || !existsSync(file)) return;
  reached.add(file);
  for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:from |import\(|import )"(\.[^"]+)\.js"/g)) {
    reach(join(dirname(file), `${name}.d.ts`), reached);
  }
}
