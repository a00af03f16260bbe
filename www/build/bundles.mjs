// TypeScript → the JavaScript of the package.
import { build } from "esbuild";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dist, path } from "../project.mjs";

const lib = (name) => path("www", "lib", name);

const common = {
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  minify: true,
  platform: "neutral",
  target: ["es2022", "chrome91", "firefox89", "safari16.4", "node20"],
};

// Entry points of package.json's exports; one that is not written yet is left out.
const ENTRIES = {
  index: lib("index.ts"),
  node: lib("node.ts"),
  react: lib("react.ts"),
  codemirror: lib("codemirror.ts"),
  element: lib("element/index.ts"),
  "element-define": lib("element/define.ts"),
  cli: path("www", "cli", "main.ts"),
};

/** Writes the worker, one file without imports, and its text as a module for the start from a Blob. */
export async function workerText() {
  const { outputFiles } = await build({ ...common, entryPoints: [lib("worker.ts")], format: "iife", write: false });
  const text = outputFiles[0].text;
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "worker.js"), text);
  writeFileSync(lib("engine/worker-text.js"), `// Written by www/build/bundles.mjs.\nexport default ${JSON.stringify(text)};\n`);
  writeFileSync(lib("engine/worker-text.d.ts"), "/** The worker's whole source. */\ndeclare const text: string;\nexport default text;\n");
}

/** Writes the entry points and the chunks they share; returns what each imports. */
export async function bundles({ engine, demo }) {
  for (const name of readdirSync(dist)) {
    if (/\.(js|wasm)$/.test(name) && name !== "worker.js") rmSync(join(dist, name));
  }
  const entryPoints = Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(file)));
  const { metafile } = await build({
    ...common,
    absWorkingDir: dist,
    entryPoints,
    external: ["node:*", "react", "@codemirror/*"],
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    metafile: true,
    outdir: dist,
  });
  if (entryPoints.cli !== undefined) chmodSync(join(dist, "cli.js"), 0o755);
  copyFileSync(engine, join(dist, "engine.wasm"));
  copyFileSync(path("src", "query", "schema.json"), join(dist, "schema.json"));
  copyFileSync(demo, join(dist, "demo.wasm"));
  return metafile.outputs;
}
