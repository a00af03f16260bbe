// Deltas through the package: packed, applied from every kind of source, told by the library and by live counts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { memoryStore, openSnapshot, pack } from "../../dist/node.js";

const SHOP = {
  customers: [{ id: "ada", tags: ["VIP"] }, { id: "bob" }, { id: "cy" }],
  orders: [
    { id: 1, customer_id: "ada", placed_at: "2026-08-10T10:00:00Z", total: "20.00" },
    { id: 2, customer_id: "bob", placed_at: "2026-08-11T10:00:00Z", total: "5.00" },
  ],
};
const CHANGES = {
  customers: [{ id: "dee", tags: ["new"] }, { id: "ada", deleted: true }],
  orders: [
    { id: 2, customer_id: "bob", placed_at: "2026-08-11T10:00:00Z", total: "5.00", cancelled_at: "2026-08-16T10:00:00Z" },
    { id: 3, customer_id: "cy", placed_at: "2026-08-16T11:00:00Z", total: "7.00" },
  ],
};
const OPTIONS = { timeZone: "Europe/Sofia", currency: "EUR", takenAt: "2026-08-16T00:00:00Z" };

/** A packed reply as a source. */
const source = ({ manifest, parts }) => ({
  "manifest.json": new TextEncoder().encode(manifest),
  ...Object.fromEntries(parts.map(({ path, bytes }) => [path, bytes])),
});

let base;
let delta;
before(async () => {
  base = await pack(SHOP, OPTIONS);
  delta = await pack(CHANGES, { base, takenAt: "2026-08-17T00:00:00Z" });
});

test("a delta says what it changes, and is applied once", async () => {
  const [from, to] = [base, delta].map(({ manifest }) => JSON.parse(manifest));
  assert.deepEqual([to.base, to.time_zone.name, to.currency.code], [from.snapshot_id, "Europe/Sofia", "EUR"]);
  const snapshot = await openSnapshot(source(base));
  const { segments, ...applied } = await snapshot.apply(source(delta));
  assert.deepEqual(applied, { snapshotId: to.snapshot_id, takenAt: "2026-08-17T00:00:00Z", customers: 3, report: null });
  assert.deepEqual(segments, []);
  assert.deepEqual([snapshot.snapshotId, snapshot.customers, snapshot.takenAt], [to.snapshot_id, 3, "2026-08-17T00:00:00Z"]);
  assert.deepEqual(await snapshot.memberIds("number_of_orders > 0"), ["cy"]);
  await assert.rejects(snapshot.apply(source(delta)), { code: "wrong-base" });
  await assert.rejects(openSnapshot(source(delta)), { code: "wrong-base" });
  snapshot.dispose();
});

test("the library tells who entered and left, and why", async () => {
  const snapshot = await openSnapshot(source(base), { store: memoryStore() });
  const { library } = snapshot;
  const buyers = await library.create("Buyers", "number_of_orders > 0 AND NOT customer_tags CONTAINS 'none'");
  const staff = await library.createManual("Staff", ["ada", "dee"]);
  const recent = await library.create("Recent", "last_order_date >= -5d");
  await library.create("Unreadable", "amuont_spent > 5");
  const { segments } = await snapshot.apply(source(delta), { ids: 5 });
  assert.deepEqual(
    segments.map(({ id, before, after, ids }) => [id, before, after, ids.entered, ids.left]),
    [
      [buyers, 2, 1, ["cy"], ["ada", "bob"]],
      [staff, 1, 1, ["dee"], ["ada"]],
      [recent, 1, 1, ["cy"], ["bob"]],
    ],
  );
  const [{ causes, presence }] = segments;
  assert.deepEqual(causes[0], { path: "/of/0", entered: 1, left: 1 });
  assert.deepEqual(presence, { entered: 0, left: 1 });
  const [ofRecent] = (await library.log({ segment: recent })).entries;
  assert.equal(ofRecent.reason, "The data changed, and time passed (1 left by that alone): last_order_date >= -5d (1 entered, 1 left).");
  const { entries } = await library.log({ segment: buyers });
  const { event, entered, left, reason } = entries[0];
  assert.deepEqual([event, entered, left], ["moved", { count: 1, ids: ["cy"] }, { count: 2, ids: ["ada", "bob"] }]);
  assert.equal(reason, "The data changed: number_of_orders > 0 (1 entered, 1 left); customers who are new or gone (1 left).");
  const { evaluated } = (await library.list()).find(({ id }) => id === buyers);
  assert.deepEqual([evaluated.count, evaluated.snapshot], [1, snapshot.snapshotId]);
  // Words and SQL are of the shop as it is now.
  assert.match((await snapshot.describe("last_order_date >= -1d", { dates: true })).text, /16/);
  snapshot.dispose();
});

test("live counts follow, and files are packed on the way", async () => {
  const snapshot = await openSnapshot(SHOP, OPTIONS);
  const told = [];
  let wake;
  const live = snapshot.live("number_of_orders > 0", { onCount: ({ count, total }) => (told.push([count, total]), wake?.()) });
  const until = async (length) => {
    while (told.length < length) await new Promise((resolve) => (wake = resolve));
  };
  await until(1);
  const { report } = await snapshot.apply(CHANGES, { takenAt: "2026-08-17T00:00:00Z" });
  await until(2);
  assert.deepEqual(told, [[2, 3], [1, 3]]);
  assert.equal(report.files.length, 2);
  live.dispose();
  await snapshot.apply({ customers: [{ id: "eve" }] }, { takenAt: "2026-08-18T00:00:00Z" });
  assert.deepEqual([snapshot.customers, (await snapshot.count("")).count, told.length], [4, 4, 2]);
  await assert.rejects(snapshot.apply({ customers: [{ id: "eve" }] }, { takenAt: "2026-08-01" }), { code: "bad-argument" });
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(snapshot.apply(CHANGES, { signal: controller.signal }), { code: "aborted" });
  snapshot.dispose();
});

test("what does not go with the base must be packed anew", async () => {
  const takenAt = "2026-08-17T00:00:00Z";
  await assert.rejects(pack(CHANGES, { base: base.manifest, takenAt, currency: "USD" }), { code: "pack-anew" });
  await assert.rejects(pack(CHANGES, { base: base.manifest, takenAt, timeZone: "UTC" }), { code: "pack-anew" });
  await assert.rejects(pack(CHANGES, { base: "{", takenAt }), { code: "bad-manifest" });
});

test("the command line packs what changed", async (t) => {
  const place = mkdtempSync(join(tmpdir(), "headcount-delta-"));
  t.after(() => rmSync(place, { recursive: true }));
  const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
  const run = (...args) => spawnSync(process.execPath, [cli, ...args], { cwd: place, encoding: "utf8" });
  const write = (name, rows) => writeFileSync(join(place, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  write("customers.jsonl", SHOP.customers);
  let done = run("pack", "customers.jsonl", "--out", "base", "--time-zone", "Europe/Sofia", "--currency", "EUR", "--taken-at", OPTIONS.takenAt);
  assert.equal(done.status, 0, done.stderr);
  write("customers.jsonl", CHANGES.customers);
  done = run("pack", "customers.jsonl", "--base", "base", "--out", "delta", "--taken-at", "2026-08-17T00:00:00Z");
  assert.equal(done.status, 0, done.stderr);
  const snapshot = await openSnapshot(join(place, "base"));
  assert.equal((await snapshot.apply(join(place, "delta"))).customers, 3);
  assert.deepEqual(await snapshot.memberIds(""), ["bob", "cy", "dee"]);
  snapshot.dispose();
  done = run("pack", "customers.jsonl", "--base", "nowhere", "--out", "other");
  assert.deepEqual([done.status, /bad-manifest/.test(done.stderr)], [1, true]);
  done = run("count", "delta", "");
  assert.deepEqual([done.status, /wrong-base/.test(done.stderr)], [1, true]);
});
