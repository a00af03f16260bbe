// What changed between two segments, and from day to day, through the package.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openSnapshot } from "../../dist/node.js";

const place = mkdtempSync(join(tmpdir(), "headcount-changes-"));
writeFileSync(join(place, "customers.csv"), "id,tags\nada,VIP\nbob,\n");
writeFileSync(
  join(place, "orders.csv"),
  "id,customer_id,placed_at,total\n1,ada,2026-07-20T10:00:00Z,95.00\n2,bob,2026-08-01T12:00:00Z,30.00\n",
);
let snapshot;
before(async () => {
  snapshot = await openSnapshot(place, { timeZone: "Europe/Sofia", takenAt: "2026-08-16T09:00:00Z", currency: "EUR" });
});
after(() => {
  snapshot.dispose();
  rmSync(place, { recursive: true });
});

test("who entered and left, and which clause did it", async () => {
  const reply = await snapshot.compare("number_of_orders >= 1", "number_of_orders >= 1 AND customer_tags CONTAINS 'vip'", {
    ids: 10,
  });
  assert.deepEqual([reply.before, reply.after, reply.entered, reply.left, reply.stayed], [2, 1, 0, 1, 1]);
  assert.deepEqual(reply.causes, [{ of: "after", path: "/of/1", entered: 0, left: 1 }]);
  assert.deepEqual(reply.ids, { entered: [], left: ["bob"] });
  const since = await snapshot.compare("number_of_orders = 1", "number_of_orders = 1", { beforeOptions: { asOf: "2026-07-25" } });
  assert.deepEqual([since.entered, since.left], [1, 0]);
});

test("the count on every day, past and to come, over more days than are asked at a time", async () => {
  const reply = await snapshot.timeline("last_order_date >= -30d", { from: "2026-07-15", to: "2026-09-10", ids: 5 });
  assert.equal(reply.timeZone, "Europe/Sofia");
  assert.equal(reply.days.length, 58);
  assert.deepEqual(reply.days.map(({ day }) => day), [...new Set(reply.days.map(({ day }) => day))].sort());
  const moves = reply.days.filter(({ entered, left }) => entered + left > 0);
  assert.deepEqual(
    moves.map(({ day, count, ids }) => [day, count, ids.entered, ids.left]),
    [
      ["2026-07-20", 1, ["ada"], []],
      ["2026-08-01", 2, ["bob"], []],
      ["2026-08-20", 1, [], ["ada"]],
      ["2026-09-01", 0, [], ["bob"]],
    ],
  );
  const recent = await snapshot.timeline("number_of_orders = 1");
  assert.deepEqual([recent.days.length, recent.days.at(-1).day, recent.days.at(-1).ids], [30, "2026-08-16", undefined]);
  await assert.rejects(snapshot.timeline("", { from: "2026-02-02", to: "2026-02-01" }), { code: "bad-argument" });
  await assert.rejects(snapshot.timeline("", { from: "yesterday" }), { code: "bad-argument" });
  const controller = new AbortController();
  const long = snapshot.timeline("", { from: "2020-01-01", to: "2026-01-01", signal: controller.signal });
  controller.abort();
  await assert.rejects(long, { name: "HeadcountError", code: "aborted" });
});
