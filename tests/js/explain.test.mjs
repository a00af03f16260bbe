// Why one customer is in a segment, through the package.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSnapshot } from "../../dist/node.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "headcount-explain-"));
writeFileSync(join(place, "customers.csv"), "id,tags\nada,VIP\nbob,\n");
writeFileSync(
  join(place, "orders.csv"),
  "id,customer_id,placed_at,total\n1,ada,2026-07-20T10:00:00Z,95.00\n2,ada,2026-08-01T12:00:00Z,30.00\n",
);
const options = { timeZone: "Europe/Sofia", takenAt: "2026-08-16T09:00:00Z", currency: "EUR" };
after(() => rmSync(place, { recursive: true }));

test("every node, the customer's value, the day it flips", async () => {
  const snapshot = await openSnapshot(place, options);
  const reply = await snapshot.explain("customer_tags CONTAINS 'vip' AND last_order_date >= -30d", "ada");
  assert.equal(reply.member, true);
  assert.equal(reply.flips, "2026-08-31T21:00:00Z");
  assert.equal(reply.flipsLocal, "2026-09-01T00:00:00");
  assert.deepEqual(
    reply.nodes.map(({ path, holds, missing, flips }) => [path, holds, missing, flips]),
    [
      ["", true, false, "2026-08-31T21:00:00Z"],
      ["/of/0", true, false, null],
      ["/of/1", true, false, "2026-08-31T21:00:00Z"],
    ],
  );
  assert.deepEqual(reply.nodes[1].values, [{ parameter: null, kind: "list", value: ["VIP"], distance: null }]);
  const soon = await snapshot.explain("last_order_date >= -30d", "ada", { days: 3 });
  assert.deepEqual([soon.flips, soon.until], [null, "2026-08-19T20:59:59Z"]);
  const past = await snapshot.explain("number_of_orders >= 2", "ada", { asOf: "2026-07-31" });
  assert.deepEqual([past.member, past.flips], [false, "2026-08-01T12:00:00Z"]);
  await assert.rejects(snapshot.explain("", "eve"), { code: "unknown-customer" });
  await assert.rejects(snapshot.explain("nmber_of_orders = 1", "ada"), { code: "invalid-segment" });
  snapshot.dispose();
});

test("headcount explain, as a shell runs it", () => {
  const run = (...args) => spawnSync(process.execPath, [cli, "explain", ...args], { encoding: "utf8" });
  const shop = join(place, "shop");
  const packing = ["pack", place, "--out", shop, "--taken-at", options.takenAt, "--currency", "EUR", "--time-zone", "Europe/Sofia"];
  assert.equal(spawnSync(process.execPath, [cli, ...packing]).status, 0);
  const { status, stdout, stderr } = run(shop, "number_of_orders >= 3 AND last_order_date >= -30d", "ada");
  assert.equal(status, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  assert.match(lines[0], /^✗ all of/);
  assert.match(lines[1], /^ {2}✗ number_of_orders >= 3 +2 \(flips at \+1\)$/);
  assert.match(lines[2], /^ {2}✓ last_order_date >= -30d +2026-08-01 15:00 \(flips at -15d 15h 1s\) +flips 2026-09-01$/);
  assert.equal(lines[3], "ada is not in the segment (as of 2026-08-16T09:00:00Z, Europe/Sofia).");
  assert.match(lines[4], /stays so until/);
  const reply = JSON.parse(run(shop, "number_of_orders >= 3", "bob", "--json").stdout);
  assert.deepEqual([reply.member, reply.nodes[0].values[0].value], [false, "0"]);
  const unknown = run(shop, "number_of_orders >= 3", "eve");
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /no customer with the id 'eve'.*\[unknown-customer\]/);
  assert.equal(run(shop, "nmber_of_orders >= 3", "ada").status, 1);
  assert.equal(run(shop, "number_of_orders >= 3").status, 2);
});
