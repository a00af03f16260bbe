// Declarations of the package: tsc's for what is TypeScript, copies of what is written by hand or by wasm-bindgen.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
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
  for (const file of readdirSync(lib, { recursive: true })) {
    if (!file.endsWith(".d.ts")) continue;
    mkdirSync(dirname(join(out, file)), { recursive: true });
    copyFileSync(join(lib, file), join(out, file));
  }
}
