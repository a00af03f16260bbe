// The benchmark runs: on a small shop every peer gives the same counts as the engine. No time is judged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { raceInChromium } from "../../benches/bench/chromium.mjs";
import { raceInNode } from "../../benches/bench/node.mjs";
import { race, table } from "../../benches/bench/race.mjs";
import { makeShop } from "../../benches/bench/shop.mjs";
import { loops } from "../../benches/bench/peers/loops.mjs";
import { tracesOf } from "../../benches/bench/traces.mjs";
import { chromium } from "../../www/setup/browser.mjs";

const QUICK = { size: "quick", brief: true, budget: 60_000, log: () => {} };

/** Every peer answered something, and the first one all there is. */
function judge({ results, compared }, names) {
  assert.deepEqual(results.map(({ name }) => name), names);
  assert.ok(compared > 50, `only ${compared} answers`);
  assert.equal(results[0].answers, compared);
  for (const { name, answers } of results) {
    assert.ok(answers > 0, `${name} was asked nothing`);
    console.log(`witness ${name}: ${answers} answers of the benchmark`);
  }
  const lines = table({ results }).split("\n");
  assert.equal(new Set(lines.map((line) => line.split("|").length)).size, 1);
}

const IN_NODE = [
  "headcount",
  "JavaScript loops",
  "duckdb-wasm, pre-aggregated",
  "duckdb-wasm, raw tables",
  "sql.js, covering indexes",
  "arquero, pre-aggregated",
  "crossfilter2, pre-aggregated",
];

for (const adversarial of [false, true]) {
  test(`all peers agree in Node${adversarial ? ", also where one customer owns a tenth of the orders" : ""}`, async () => {
    judge(await raceInNode({ ...QUICK, adversarial }), IN_NODE);
  });
}

test("the peers agree in Chromium", { skip: chromium() === undefined && "no Chromium" }, async () => {
  judge(await raceInChromium({ ...QUICK, adversarial: false }), IN_NODE.slice(0, 4));
});

test("a peer that counts otherwise ends the race", async () => {
  const shop = makeShop("quick");
  const honest = loops(shop);
  const wrong = { ...honest, name: "wrong", count: (...step) => honest.count(...step) + 1 };
  await assert.rejects(race([honest, wrong], tracesOf(shop, true)), /^Error: wrong counts \d+ instead of \d+ at step 0/);
});
