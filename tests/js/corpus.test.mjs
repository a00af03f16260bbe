// The corpus on the package in Node.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openSnapshot, pack } from "../../dist/node.js";
import { casesByShop, failureOf, isPossible, openShop } from "./corpus.mjs";

const folder = new URL("../corpus", import.meta.url).pathname;
const json = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const wasm = await WebAssembly.compile(readFileSync(new URL("../../dist/engine.wasm", import.meta.url)));
const files = readdirSync(folder).filter((name) => name.endsWith(".json")).map(json);

/** Opens a shop packed before, its tables read when a case first needs them. */
async function lazily(source, { store, ...options }) {
  const { manifest, parts } = await pack(source, options);
  const bytes = parts.map(({ path, bytes }) => [path, bytes]);
  return openSnapshot({ "manifest.json": new TextEncoder().encode(manifest), ...Object.fromEntries(bytes) }, { wasm, store, parts: "lazy" });
}

for (const [name, cases] of casesByShop(files)) {
  test(`the cases of the shop ${name}, tables read when they are needed`, async () => {
    const shop = json(`shops/${name}.json`);
    const possible = cases.filter(isPossible);
    // From the last case to the first: other cases are the first to need a table.
    const snapshot = await openShop(lazily, shop);
    for (const each of possible.toReversed()) assert.equal(await failureOf(snapshot, each), null, each.name);
    snapshot.dispose();
  });

  test(`the cases of the shop ${name}`, async (t) => {
    const snapshot = await openShop(openSnapshot, json(`shops/${name}.json`), { wasm });
    t.after(() => snapshot.dispose());
    const possible = cases.filter(isPossible);
    for (const each of possible) {
      const failure = await failureOf(snapshot, each);
      assert.equal(failure, null, `${each.name}: ${each.segment ?? JSON.stringify(each.condition)}`);
    }
    t.diagnostic(`witness wasm in Node: ${possible.length} cases`);
  });
}
