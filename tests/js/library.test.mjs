// The segment library through the package: every store keeps the same contract, and two editors never lose an edit.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { jsonFileStore, memoryStore, openSnapshot } from "../../dist/node.js";

const customers = [{ id: "1", tags: ["VIP"] }, { id: "2" }, { id: "3", tags: ["vip", "new"] }];

async function shop(store) {
  const text = customers.map((row) => JSON.stringify(row)).join("\n");
  return openSnapshot([new File([text], "customers.jsonl")], { takenAt: "2026-08-16T12:00:00Z", timeZone: "UTC", currency: "EUR", store });
}

const stores = {
  memory: () => {
    const store = memoryStore();
    return { first: store, second: store, end: () => {} };
  },
  "JSON file": () => {
    const folder = mkdtempSync(join(tmpdir(), "headcount-library-"));
    const path = join(folder, "library.json");
    return { first: jsonFileStore(path), second: jsonFileStore(path), end: () => rmSync(folder, { recursive: true }) };
  },
};

for (const [name, make] of Object.entries(stores)) {
  test(`${name}: what one writes the other reads`, async (t) => {
    const { first, second, end } = make();
    t.after(end);
    assert.equal(await first.read(), null);
    assert.equal(await first.write({ revision: 1, document: '{"revision":1}' }, null), true);
    assert.equal(await second.write({ revision: 1, document: '{"revision":1}' }, null), false);
    assert.deepEqual(await second.read(), { revision: 1, document: '{"revision":1}' });
    const racing = [first, second].map((store, index) =>
      store.write({ revision: 2, document: JSON.stringify({ revision: 2, index }) }, 1),
    );
    assert.deepEqual((await Promise.all(racing)).sort(), [false, true]);
  });

  test(`${name}: two editors never lose an edit`, async (t) => {
    const { first, second, end } = make();
    t.after(end);
    const [a, b] = await Promise.all([shop(first), shop(second)]);
    t.after(() => (a.dispose(), b.dispose()));
    const id = await a.library.create("VIP", "customer_tags CONTAINS 'VIP'");
    await Promise.all([a.library.create("A", ""), b.library.create("B", "segments CONTAINS 'vip'")]);
    await a.library.reload();
    assert.deepEqual((await a.library.list()).map((segment) => segment.name), ["A", "B", "VIP"]);
    await a.library.save(id, 1, "customer_tags CONTAINS 'new'", { before: 2, after: 1 });
    await assert.rejects(b.library.save(id, 1, "customer_tags IS NULL"), { code: "conflict" });
    await b.library.reload();
    assert.equal((await b.count("segments CONTAINS 'VIP'")).count, 1);
    const { entries } = await b.library.log({ segment: id });
    assert.deepEqual(entries.map(({ event }) => event), ["edited", "created"]);
    assert.deepEqual([entries[0].countBefore, entries[0].countAfter], [2, 1]);
  });
}

test("saved segments are counted, named by others and shown to customers", async (t) => {
  const snapshot = await shop(memoryStore());
  t.after(() => snapshot.dispose());
  const { library } = snapshot;
  const vip = await library.create("VIP", "customer_tags CONTAINS 'VIP'", { active: true });
  const document = { version: 1, condition: { kind: "field", field: "segments", operator: "not contains", value: "VIP" } };
  await library.create("Others", document);
  const guests = await library.createManual("Guests", ["2", "gid://shop/Customer/9"]);
  await library.assignVariants(vip, ["11", "12"]);
  await library.count();
  const counts = Object.fromEntries((await library.list()).map(({ name, evaluated }) => [name, evaluated.count]));
  assert.deepEqual(counts, { Guests: 1, Others: 1, VIP: 2 });
  assert.deepEqual(await library.customer("3"), { segments: [vip], variants: ["11", "12"] });
  assert.deepEqual((await library.customer("2")).segments.sort(), [guests, "2"].sort());
  const [found] = await library.search({ keywords: "others" });
  assert.deepEqual(found.condition, document);
  await assert.rejects(library.remove(vip, 2), { code: "segment-in-use" });
  await assert.rejects(library.create("vip", ""), { code: "name-taken" });
  assert.equal((await snapshot.count("segments CONTAINS 'VPI'")).problems[0].fix.text, "'VIP'");
});

test("an exported library comes back whole", async (t) => {
  const [a, b] = await Promise.all([shop(memoryStore()), shop(memoryStore())]);
  t.after(() => (a.dispose(), b.dispose()));
  await a.library.create("VIP", "amount_spent > 1 -- ours");
  const exported = await a.library.export();
  assert.equal((await b.library.import(exported, "replace")).length, 1);
  assert.equal(JSON.parse(await b.library.export()).segments[0].condition, "amount_spent > 1 -- ours");
  await assert.rejects(b.library.import("[]", "skip"), { code: "bad-library" });
});

test("a file that is no library is refused and left alone", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "headcount-library-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "library.json");
  writeFileSync(path, "not a library");
  const snapshot = await shop(jsonFileStore(path));
  t.after(() => snapshot.dispose());
  await assert.rejects(snapshot.library.list(), { code: "bad-library" });
  assert.equal(readFileSync(path, "utf8"), "not a library");
});
