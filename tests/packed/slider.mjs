// A slider in an embed: another site's iframe, a strict policy, no storage. Counts follow every stop; what Chromium drew is told.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { snapshotOf } from "../../benches/bench/arrow.mjs";
import { makeShop } from "../../benches/bench/shop.mjs";
import { newPage, skip } from "./browser.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const CUSTOMERS = 1_000_000;
const STOPS = 120;
const shop = join(apps, "built", "million");

// One stop of the slider in each frame; every answer is shown and kept with the time since its stop.
const MODULE = `import { openSnapshot } from "./node_modules/headcount/dist/index.js";
const frame = () => new Promise(requestAnimationFrame);
const [slider, output] = [document.querySelector("input"), document.querySelector("output")];
const segment = (value) => "number_of_orders >= 2 AND amount_spent > " + value + ".00";
async function follow(snapshot, move) {
  const told = [];
  let stopped = performance.now();
  const live = snapshot.live(segment(0), {
    onCount({ count }) {
      output.value = count;
      told.push({ count, milliseconds: performance.now() - stopped });
    },
  });
  for (let stop = 1; stop <= ${STOPS}; stop += 1) {
    await frame();
    slider.value = stop * 10;
    stopped = performance.now();
    move(live, slider.value);
  }
  const { count } = await snapshot.count(segment(${STOPS} * 10));
  for (let tries = 0; told.at(-1)?.count !== count && tries < 100; tries += 1) await frame();
  live.dispose();
  return { told, count };
}
async function run() {
  const storage = await (async () => caches.open("x"))().then(() => "allowed", () => "denied");
  const snapshot = await openSnapshot("./million/manifest.json");
  await snapshot.count(segment(1));
  window.ready = true;
  while (!window.go) await frame();
  const updated = await follow(snapshot, (live, value) => live.update(segment(value)));
  const dragged = await follow(snapshot, (live, value) => live.drag("/of/1/value", value + ".00"));
  const { customers, engine } = snapshot;
  snapshot.dispose();
  return { storage, customers, thread: engine.thread, updated, dragged };
}
window.result = run().catch((error) => ({ error: String(error) }));`;

test("a slider in a cross-site iframe without storage is followed to its last stop", { skip }, async (t) => {
  mkdirSync(shop, { recursive: true });
  for (const [name, bytes] of await snapshotOf(makeShop("M"))) writeFileSync(join(shop, name), bytes);
  const pages = { "/frame.html": '<!doctype html><input type="range" max="1200"><output></output><script type="module" src="./frame.js"></script>', "/frame.js": MODULE };
  const headers = (path) => (path === "/frame.html" ? { "content-security-policy": POLICY } : {});
  const inner = await serve({ folders: [apps, join(apps, "built")], pages, headers });
  const outer = await serve({ folders: [], pages: { "/": `<!doctype html><iframe src="${inner.origin}/frame.html"></iframe>` }, host: "localhost" });
  const { page, errors, close } = await newPage();
  try {
    await page.goto(`${outer.origin}/`);
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    await frame.waitForFunction(() => window.ready || window.result === undefined, undefined, { timeout: 120_000 });
    const browser = page.context().browser();
    await browser.startTracing(page, { categories: ["cc", "benchmark", "disabled-by-default-devtools.timeline.frame"] });
    await frame.evaluate(() => (window.go = true));
    const { error, storage, customers, thread, updated, dragged } = await frame.evaluate(() => window.result);
    const { traceEvents } = JSON.parse(await browser.stopTracing());
    assert.equal(error, undefined, errors.join("\n"));
    assert.deepEqual([storage, customers, thread], ["denied", CUSTOMERS, "worker"]);
    for (const [way, { told, count }] of Object.entries({ updated, dragged })) {
      assert.equal(told.at(-1).count, count, way);
      t.diagnostic(`${way}: ${told.length} answers to ${STOPS} stops, ${spread(told.map(({ milliseconds }) => milliseconds))} ms after the stop`);
    }
    assert.equal(updated.count, dragged.count);
    t.diagnostic(frames(traceEvents));
  } finally {
    await close();
    await Promise.all([inner.close(), outer.close()]);
    rmSync(shop, { recursive: true, force: true });
  }
});

function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  return `${at(0.5)} (p99 ${at(0.99)})`;
}

/** What became of the frames of a trace, by the compositor's own reports. */
function frames(events) {
  const reports = events.filter(({ name, ph }) => name === "PipelineReporter" && ph === "b").map(({ ts, args }) => ({ ts, state: args.frame_reporter?.state }));
  const count = (state) => reports.filter((report) => report.state === `STATE_${state}`).length;
  const drawn = reports.filter(({ state }) => state?.startsWith("STATE_PRESENTED")).map(({ ts }) => ts / 1_000);
  const gaps = drawn.sort((one, other) => one - other).slice(1).map((at, index) => at - drawn[index]);
  return `frames: ${count("PRESENTED_ALL")} drawn, ${count("PRESENTED_PARTIAL")} in part, ${count("DROPPED")} dropped; begun ${spread(gaps)} ms apart`;
}
