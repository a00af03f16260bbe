// The corpus on the package in Node.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openSnapshot } from "../../dist/node.js";
import { casesByShop, failureOf, isPossible, openShop } from "./corpus.mjs";

const folder = new URL("../corpus", import.meta.url).pathname;
const json = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const wasm = await WebAssembly.compile(readFileSync(new URL("../../dist/engine.wasm", import.meta.url)));
const files = readdirSync(folder).filter((name) => name.endsWith(".json")).map(json);

for (const [name, cases] of casesByShop(files)) {
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
