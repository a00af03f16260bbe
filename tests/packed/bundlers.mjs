// The same app in every bundler, built and, where there is one, in its development server.
import { test } from "node:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { resultOf, skip } from "./browser.mjs";
import { assertAnswer } from "./expected.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";

const { load } = await import(join(apps, "load.mjs"));
const entry = join(apps, "src/main.js");
const page = '<!doctype html><title>Headcount</title><script type="module" src="./main.js"></script>';

/** Builds into a folder; bundlers that know `new Worker(new URL(…))` must start a worker by URL. */
const BUILDS = {
  "esbuild": {
    async build(outdir) {
      const esbuild = await load("esbuild");
      await esbuild.build({ entryPoints: [entry], bundle: true, format: "esm", splitting: true, outdir, logLevel: "error", absWorkingDir: apps });
    },
    threads: ["blob"],
  },
  "esbuild, one file": {
    async build(outdir) {
      const esbuild = await load("esbuild");
      await esbuild.build({ entryPoints: [entry], bundle: true, format: "esm", outdir, logLevel: "error", absWorkingDir: apps });
    },
    threads: ["blob"],
  },
  "Rollup": {
    async build(outdir) {
      const { rollup } = await load("rollup");
      const { default: resolve } = await load("@rollup/plugin-node-resolve");
      const bundle = await rollup({ input: entry, plugins: [resolve({ browser: true })] });
      await bundle.write({ dir: outdir, format: "es" });
      await bundle.close();
    },
    threads: ["blob"],
  },
  "webpack 5": {
    async build(outdir) {
      const webpack = (await load("webpack")).default;
      const compiler = webpack({ mode: "production", context: apps, entry, output: { path: outdir, filename: "main.js" }, performance: false });
      const stats = await promisify(compiler.run.bind(compiler))();
      if (stats.hasErrors()) throw new Error(stats.toString());
      await promisify(compiler.close.bind(compiler))();
    },
    threads: ["worker"],
  },
  ...Object.fromEntries(
    ["vite6", "vite8"].map((vite) => [
      vite,
      {
        async build(outDir) {
          const { build } = await load(vite);
          await build({ root: apps, base: "./", logLevel: "error", configFile: false, build: { outDir, emptyOutDir: true } });
        },
        threads: ["worker"],
      },
    ]),
  ),
};

for (const [name, { build, threads }] of Object.entries(BUILDS)) {
  test(`${name} builds it`, { skip }, async () => {
    const folder = join(apps, "built", name.replaceAll(/\W/g, ""));
    mkdirSync(folder, { recursive: true });
    if (!name.startsWith("vite")) writeFileSync(join(folder, "index.html"), page);
    await build(folder);
    const { origin, close } = await serve({ folders: [folder] });
    try {
      assertAnswer(await resultOf(`${origin}/`), ...threads);
    } finally {
      await close();
    }
  });
}

for (const vite of ["vite6", "vite8"]) {
  test(`${vite} serves it in development`, { skip }, async () => {
    const { createServer } = await load(vite);
    const cacheDir = join(apps, "built", `${vite}-cache`);
    const server = await createServer({ root: apps, cacheDir, logLevel: "error", configFile: false, server: { port: 0, host: "127.0.0.1" } });
    try {
      await server.listen();
      const { port } = server.httpServer.address();
      assertAnswer(await resultOf(`http://127.0.0.1:${port}/`), "worker", "blob");
    } finally {
      await server.close();
    }
  });
}
