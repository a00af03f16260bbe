// A module of www/lib as it is written, for tests of what the package does not export.
import { build } from "esbuild";

const root = new URL("../..", import.meta.url).pathname;

/** The exports of a file of www/lib, bundled anew. */
export async function source(file) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`www/lib/${file}`],
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["./inlined.js", "../engine/*", "./in-page.js"],
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}
