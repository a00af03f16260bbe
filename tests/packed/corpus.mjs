// The corpus on the package in Chromium, in its worker.
import assert from "node:assert/strict";
import { join } from "node:path";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { resultOf, skip } from "./browser.mjs";
import { apps, root } from "./install.mjs";
import { serve } from "./server.mjs";

const MODULE = `import { openSnapshot } from "./node_modules/headcount/dist/index.js";
import { casesByShop, failureOf, isPossible, openShop } from "./js/corpus.mjs";
const json = async (path) => (await fetch("./corpus/" + path)).json();
async function run() {
  const wasm = await WebAssembly.compileStreaming(fetch("./node_modules/headcount/dist/engine.wasm"));
  const files = await Promise.all((await json("list")).map(json));
  const failures = [];
  const threads = new Set();
  let cases = 0;
  for (const [name, all] of casesByShop(files)) {
    const snapshot = await openShop(openSnapshot, await json("shops/" + name + ".json"), { wasm });
    threads.add(snapshot.engine.thread);
    for (const each of all.filter(isPossible)) {
      const failure = await failureOf(snapshot, each);
      if (failure !== null) failures.push(name + ", " + each.name + ": " + failure);
      cases += 1;
    }
    snapshot.dispose();
  }
  return { failures, cases, threads: [...threads] };
}
window.result = run().catch((error) => ({ failures: [String(error)] }));`;

test("the corpus in Chromium", { skip }, async (t) => {
  const names = readdirSync(join(root, "tests/corpus")).filter((name) => name.endsWith(".json"));
  const pages = {
    "/": '<!doctype html><title>Corpus</title><script type="module" src="./page.js"></script>',
    "/page.js": MODULE,
    "/corpus/list": JSON.stringify(names),
  };
  const { origin, close } = await serve({ folders: [apps, join(root, "tests")], pages });
  try {
    const { failures, cases, threads } = await resultOf(`${origin}/`);
    assert.deepEqual(failures, []);
    assert.deepEqual(threads, ["worker"]);
    assert.ok(cases > 1_000);
    t.diagnostic(`witness wasm in Chromium: ${cases} cases`);
  } finally {
    await close();
  }
});
