// The admin page → dist/admin, by Vite from the package's own entries.
import { join } from "node:path";
import { build } from "vite";
import { dist, path, program } from "../project.mjs";
import { run } from "../setup/run.mjs";

/** Checks the page's types against the package's and builds it. */
export async function admin() {
  await run(program("tsc"), ["-p", path("www", "admin", "tsconfig.json")]);
  await build({
    root: path("www", "admin"),
    logLevel: "warn",
    build: { outDir: join(dist, "admin"), emptyOutDir: true },
  });
}
