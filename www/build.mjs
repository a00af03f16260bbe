// Builds everything the npm package ships into dist/: `npm run build`.
import { existsSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { admin } from "./build/admin.mjs";
import { checkBudgets } from "./build/budgets.mjs";
import { bundles, workerText } from "./build/bundles.mjs";
import { author, demoShop, engine, packer } from "./build/engine.mjs";
import { types } from "./build/types.mjs";
import { dist, path } from "./project.mjs";
import { main } from "./setup/run.mjs";

/** Builds what changed. The package's files are always written anew; the engine only if its sources changed. */
export async function build() {
  const wasm = { engine: await engine(), demo: await demoShop() };
  await author();
  await packer();
  await workerText();
  const outputs = await bundles(wasm);
  await types();
  if (existsSync(path("www", "admin", "index.html"))) await admin();
  checkBudgets(outputs);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    if (process.argv.includes("--clean")) for (const folder of [dist, path(".cache")]) rmSync(folder, { recursive: true, force: true });
    await build();
  });
}
