// The benchmark runs: on a small shop every peer gives the same counts as the engine. No time is judged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { raceInChromium } from "../../benches/bench/chromium.mjs";
import { figures } from "../../benches/bench/figures.mjs";
import { nativeLimit } from "../../benches/bench/limit.mjs";
import { growthInNode, raceInNode } from "../../benches/bench/node.mjs";
import { race } from "../../benches/bench/race.mjs";
import * as report from "../../benches/bench/report.mjs";
import { makeShop } from "../../benches/bench/shop.mjs";
import { loops } from "../../benches/bench/peers/loops.mjs";
import { tracesOf } from "../../benches/bench/traces.mjs";
import { chromium } from "../../www/setup/browser.mjs";

const QUICK = { size: "quick", brief: true, budget: 60_000, log: () => {} };

/** Every peer answered something, and the first one all there is. */
function judge(run, names) {
  const { results, compared } = run;
  assert.deepEqual(results.map(({ name }) => name), names);
  assert.ok(compared > 50, `only ${compared} answers`);
  assert.equal(results[0].answers, compared);
  for (const { name, answers } of results) {
    assert.ok(answers > 0, `${name} was asked nothing`);
    console.log(`witness ${name}: ${answers} answers of the benchmark`);
  }
  for (const table of [report.own(run), report.race(run), report.verdicts(run)]) {
    const cells = table.split("\n").map((line) => line.split("|").length);
    assert.equal(new Set(cells).size, 1, table);
    assert.doesNotMatch(table, /NaN|undefined|Infinity/);
  }
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

test("growth and the native limit are told", async () => {
  const rows = await growthInNode({ ...QUICK, brief: true });
  assert.deepEqual(new Set(rows.map(({ customers }) => customers)), new Set([2_500, 5_000, 10_000]));
  assert.equal(report.growth(rows).split("\n").length, rows.length + 2);
  for (const [what, number] of Object.entries(nativeLimit({ brief: true }))) assert.ok(number > 0, what);
});

test("the first two runs are told apart, and an aim is met or not", () => {
  const row = figures([20, 9, 1, 3, 2]);
  assert.deepEqual([row.first, row.second, row.p50, row.p99, row.worst, row.slow], [20, 9, 2, 3, 20, 1]);
  const results = [{ name: "headcount", rows: { "customer leaf, cold": figures([0.05]), "300 mixed edits": row } }];
  const lines = report.verdicts({ results, limit: { scanMilliseconds: 0.01 } }).split("\n");
  const cells = (figure) => lines.find((line) => line.startsWith(`| ${figure}`)).split(" | ").slice(1).join(" ");
  assert.equal(cells("customer leaf, cold (p50"), "≤ 0.09 0.050 yes |");
  assert.equal(cells("customer leaf, cold: share"), "≥ 0.6 0.20 no |");
  assert.equal(cells("300 mixed edits"), "≤ 0 1 no |");
  assert.equal(cells("overlap of 20"), "≤ 2.5 not measured – |");
});

test("a peer that counts otherwise ends the race", async () => {
  const shop = makeShop("quick");
  const honest = loops(shop);
  const wrong = { ...honest, name: "wrong", count: (...step) => honest.count(...step) + 1 };
  await assert.rejects(race([honest, wrong], tracesOf(shop, true)), /^Error: wrong counts \d+ instead of \d+ at step 0/);
});
