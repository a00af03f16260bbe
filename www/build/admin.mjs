// The admin page → dist/admin, by Vite from the package's own entries.
import { join } from "node:path";
import { build } from "vite";
import { dist, path } from "../project.mjs";

/** Builds the page. */
export async function admin() {
  await build({
    root: path("www", "admin"),
    logLevel: "warn",
    build: { outDir: join(dist, "admin"), emptyOutDir: true },
  });
}
