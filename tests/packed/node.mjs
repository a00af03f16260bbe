// Node imports the package by its name and counts.
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAnswer } from "./expected.mjs";
import { apps } from "./install.mjs";

const run = (text) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", text], { cwd: apps, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

for (const entry of ["headcount", "headcount/node"]) {
  test(`Node counts with ${entry}, and ends`, () => {
    const text = `
      import { openSnapshot } from "${entry}";
      import { answers } from "./src/shop.js";
      console.log(JSON.stringify(await answers(openSnapshot)));`;
    assertAnswer(run(text), "page");
  });
}

test("Node ends although nobody disposes", () => {
  const text = `
    import { openSnapshot } from "headcount";
    import { OPTIONS, SEGMENT, SHOP } from "./src/shop.js";
    const snapshot = await openSnapshot(SHOP, OPTIONS);
    console.log((await snapshot.count(SEGMENT)).count);`;
  assert.equal(run(text), 1);
});

test("importing an entry does nothing", () => {
  const text = `
    const before = new Set(Object.getOwnPropertyNames(globalThis));
    for (const entry of ["headcount", "headcount/node", "headcount/react"]) await import(entry);
    console.log(JSON.stringify(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))));`;
  assert.deepEqual(run(text), []);
});
