// Values, statistics, breakdowns and overlaps of the demo shop, held to counts of the same shop.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openSnapshot } from "../../dist/node.js";
import { openDemo } from "./demo.mjs";

const snapshot = await openDemo(1_500);
after(() => snapshot.dispose());

const count = async (segment) => (await snapshot.count(segment)).count;
const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const SEGMENT = "number_of_orders >= 2";

test("values are told with the customers who have them, the most frequent first", async () => {
  const { total, values } = await snapshot.values("customer_countries");
  assert.ok(total >= values.length && values.length > 1);
  for (const { value, count: customers } of values) {
    assert.equal(customers, await count(`customer_countries CONTAINS ${quoted(value)}`));
  }
  assert.ok(values.every(({ count }, at) => at === 0 || values[at - 1].count >= count));

  const one = await snapshot.values("customer_countries", { limit: 1, segment: SEGMENT });
  assert.equal(one.values.length, 1);
  assert.equal(one.total, total);
  const [{ value, count: members }] = one.values;
  assert.equal(members, await count(`${SEGMENT} AND customer_countries CONTAINS ${quoted(value)}`));

  const { values: found } = await snapshot.values("customer_countries", { prefix: value.toLowerCase() });
  assert.equal(found[0].value, value);
});

test("values of a parameter are those of rows, products with their titles", async () => {
  const { values } = await snapshot.values("orders_placed.status");
  for (const { value, count: customers } of values) {
    assert.equal(customers, await count(`orders_placed MATCHES (status = ${quoted(value)})`));
  }
  const [product] = (await snapshot.values("products_purchased.id", { limit: 1 })).values;
  assert.equal(product.count, await count(`products_purchased MATCHES (id = ${quoted(product.value)})`));
  assert.ok(product.name.length > 0);
});

test("what has no list of values says so", async () => {
  await assert.rejects(snapshot.values("amount_spent"), { code: "bad-argument", message: /amount_spent has numbers/ });
  await assert.rejects(snapshot.values("customer_tag"), { code: "bad-argument", message: /customer_tags/ });
  await assert.rejects(snapshot.statistics(SEGMENT, ["customer_tags"]), { code: "bad-argument" });
});

test("statistics are exact, and told as text", async () => {
  const { total, fields } = await snapshot.statistics(SEGMENT, ["amount_spent", "number_of_orders", "last_order_date", "age"]);
  assert.equal(total, await count(SEGMENT));
  const [spent, orders, last, age] = fields;
  assert.match(spent.sum, /^\d+\.\d\d$/);
  assert.equal(spent.missing, 0);
  assert.equal(await count(`${SEGMENT} AND amount_spent > ${spent.max}`), 0);
  assert.ok((await count(`${SEGMENT} AND amount_spent = ${spent.min}`)) > 0);
  const cents = BigInt(spent.sum.replace(".", ""));
  const average = BigInt(spent.average.replace(".", ""));
  assert.ok((average - 1n) * BigInt(total) < cents && cents < (average + 1n) * BigInt(total));
  assert.equal(orders.min, "2");
  assert.equal(last.sum, null);
  assert.match(last.average, /^\d{4}-\d\d-\d\d$/);
  assert.equal(age.missing, await count(`${SEGMENT} AND age IS NULL`));
  assert.ok((await count(`${SEGMENT} AND age <= ${age.median}`)) >= age.customers / 2);
});

test("a breakdown counts members and everyone by value, or by range", async () => {
  const tags = await snapshot.breakdown(SEGMENT, "customer_tags");
  assert.ok(tags.several);
  for (const part of tags.parts) {
    assert.equal(part.count, await count(`${SEGMENT} AND customer_tags CONTAINS ${quoted(part.value)}`));
    assert.equal(part.everyone, await count(`customer_tags CONTAINS ${quoted(part.value)}`));
  }
  assert.equal(tags.missing.count, await count(`${SEGMENT} AND customer_tags IS NULL`));

  const spent = await snapshot.breakdown(SEGMENT, "amount_spent", { limit: 8 });
  assert.ok(spent.parts.length <= 8);
  for (const { count: members, from, until } of spent.parts) {
    const below = until === null ? "" : ` AND amount_spent < ${until}`;
    assert.equal(members, await count(`${SEGMENT} AND amount_spent >= ${from}${below}`));
  }
  assert.equal(spent.parts.reduce((sum, part) => sum + part.count, 0), spent.total);

  const days = await snapshot.breakdown(SEGMENT, "last_order_date", { limit: 6 });
  assert.ok(days.parts.every(({ from }) => /^\d{4}-\d\d-\d\d$/.test(from)));
  assert.equal(days.parts.reduce((sum, part) => sum + part.count, 0), days.total);
});

test("an overlap is counted for each two segments", async () => {
  const segments = [SEGMENT, "customer_tags IS NOT NULL", "amount_spent > 100"];
  const { shared, alone, any, all } = await snapshot.overlap(segments);
  for (const [a, one] of segments.entries()) {
    for (const [b, other] of segments.entries()) assert.equal(shared[a][b], await count(`(${one}) AND (${other})`));
    const others = segments.filter((_, b) => b !== a).map((other) => `NOT (${other})`);
    assert.equal(alone[a], await count([one, ...others].join(" AND ")));
  }
  assert.equal(any, await count(segments.map((one) => `(${one})`).join(" OR ")));
  assert.equal(all, await count(segments.map((one) => `(${one})`).join(" AND ")));
  await assert.rejects(snapshot.overlap(Array(21).fill(SEGMENT)), { code: "bad-argument" });
  await assert.rejects(snapshot.overlap([SEGMENT, "age >"]), { code: "invalid-segment", path: "segments/1" });
});

test("values further apart than 32 bits are told each in its place", async (t) => {
  const points = [3, 4_294_967_299, -8_589_934_589, 7, 4_294_967_303];
  const records = points.map((value, at) => ({ id: String(at), "profile.points": value }));
  const shop = await openSnapshot(records, { takenAt: "2024-01-01T00:00:00Z", timeZone: "UTC" });
  t.after(() => shop.dispose());
  const { stops, counts, min, max } = await shop.distribution("profile.points > 0", "");
  assert.deepEqual([...stops], points.toSorted((a, b) => a - b));
  assert.deepEqual([...counts], [5, 4, 3, 2, 1, 0]);
  assert.deepEqual([min, max], ["-8589934589", "4294967303"]);
});
