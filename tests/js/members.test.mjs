// Members with columns, in an order, as CSV; through the package and as a shell runs it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSnapshot } from "../../dist/node.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const run = (...args) => spawnSync(process.execPath, [cli, "members", ...args], { encoding: "utf8" });
const place = mkdtempSync(join(tmpdir(), "headcount-members-"));
const shop = join(place, "shop");
writeFileSync(join(place, "customers.csv"), 'id,tags,email\nada,"VIP, new",+ada@example.com\nbob,,"=HYPERLINK(1)"\ncid,,\n');
writeFileSync(join(place, "orders.csv"), "id,customer_id,placed_at,total\n1,ada,2026-07-20,95.00\n2,bob,2026-08-01,130.50\n");
after(() => rmSync(place, { recursive: true }));

let snapshot;
before(async () => {
  const packing = ["pack", place, "--out", shop, "--taken-at", "2026-08-16T09:00:00Z", "--currency", "EUR"];
  assert.equal(spawnSync(process.execPath, [cli, ...packing]).status, 0);
  snapshot = await openSnapshot(shop);
});
after(() => snapshot.dispose());

test("columns and an order", async () => {
  const columns = ["amount_spent", "last_order_date", "customer_tags"];
  const page = await snapshot.members("", { columns, sort: { column: "amount_spent", descending: true }, limit: 2 });
  assert.equal(page.total, 3);
  assert.deepEqual(page.ids, ["bob", "ada"]);
  assert.deepEqual(page.rows, [
    ["130.50", "2026-08-01", null],
    ["95.00", "2026-07-20", ["VIP", "new"]],
  ]);
  assert.deepEqual(page.columns[0], { name: "amount_spent", label: "Amount spent", type: "money" });
  const plain = await snapshot.members("");
  assert.deepEqual(plain, { total: 3, ids: ["ada", "bob", "cid"], columns: [], rows: [] });
  assert.deepEqual(await snapshot.memberIds("number_of_orders = 1"), ["ada", "bob"]);
  await assert.rejects(snapshot.members("", { columns: ["amuont_spent"] }), { code: "bad-argument", path: "column amuont_spent" });
});

test("a CSV that a spreadsheet opens as it is", async () => {
  assert.equal(await snapshot.exportCsv("number_of_orders = 1"), "id\r\nada\r\nbob\r\n");
  const columns = ["id", "email", "customer_tags", "amount_spent"];
  assert.equal(
    await snapshot.exportCsv("", { columns, sort: { column: "amount_spent" } }),
    "id,email,customer_tags,amount_spent\r\n" +
      "cid,,,0.00\r\nada,'+ada@example.com,\"VIP, new\",95.00\r\nbob,'=HYPERLINK(1),,130.50\r\n",
  );
});

test("headcount members --columns", () => {
  const ask = (...args) => {
    const { status, stdout, stderr } = run(shop, ...args);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  assert.equal(ask(""), "ada\nbob\ncid\n");
  assert.equal(ask("", "--columns", "amount_spent,customer_tags"), "ada\t95.00\tVIP, new\nbob\t130.50\t\ncid\t0.00\t\n");
  assert.equal(ask("", "--sort", "amount_spent", "--descending"), "bob\nada\ncid\n");
  assert.equal(ask("", "--csv", "--columns", "amount_spent", "--as-of", "2026-07-25"), "id,amount_spent\r\nada,95.00\r\nbob,0.00\r\ncid,0.00\r\n");
  const whole = JSON.parse(ask("number_of_orders = 1", "--columns", "amount_spent", "--json"));
  assert.deepEqual([whole.ids, whole.rows], [["ada", "bob"], [["95.00"], ["130.50"]]]);
  const wrong = run(shop, "", "--columns", "amuont_spent");
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /column amuont_spent: .*amount_spent/);
});
