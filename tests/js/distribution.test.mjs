// The values behind a threshold, and thresholds dragged on the page: the table says what a count says.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openDemo, seeded } from "./demo.mjs";

const snapshot = await openDemo(2_000);
after(() => snapshot.dispose());

const field = (name, operator, value) => ({ kind: "field", field: name, operator, value });
const document = (condition) => ({ version: 1, condition });
const all = (...of) => ({ kind: "all", of });
const any = (...of) => ({ kind: "any", of });
const not = (of) => ({ kind: "not", of });
const rest = field("customer_countries", "contains", "DE");
const orders = (...where) => ({ kind: "function", function: "orders_placed", matches: true, where });

const money = (random) => `${random(900) - 20}.${String(random(1000)).padStart(random(4) || 1, "0")}`;
const whole = (random) => random(12);
const day = (random) =>
  [
    () => `-${random(900)}d`,
    () => `-${random(60)}w`,
    () => `-${random(30)}m`,
    () => `-${random(4)}y`,
    () => ["today", "yesterday"][random(2)],
    () => new Date(Date.UTC(2023, 0, 1 + random(1400))).toJSON().slice(0, 10),
  ][random(6)]();

const DRAGGED = [
  ["money in a group", all(field("amount_spent", ">=", "100"), rest), "/of/0/value", money],
  ["a strict bound of money", any(rest, not(field("amount_spent", ">", "100"))), "/of/1/of/value", money],
  ["a number", not(all(rest, field("number_of_orders", "<", 3))), "/of/of/1/value", whole],
  ["equality", all(field("number_of_orders", "=", 3), rest), "/of/0/value", whole],
  ["a day", any(rest, field("last_order_date", "<=", "-30d")), "/of/1/value", day],
  ["the first of two ends", all({ kind: "field", field: "first_order_date", operator: "between", from: "-400d", to: "-10d" }, rest), "/of/0/from", day],
  ["the second of two ends", { kind: "field", field: "amount_spent", operator: "between", from: "10", to: "500" }, "/to", money],
  ["an average", all(rest, field("average_order_value", ">=", "50")), "/of/1/value", money],
  ["a measure", all(rest, orders({ parameter: "date", operator: ">=", value: "-900d" }, { parameter: "sum_amount", operator: ">", value: "80" })), "/of/1/where/1/value", money],
  ["a window", all(rest, orders({ parameter: "date", operator: ">=", value: "-90d" }, { parameter: "count", operator: ">=", value: 2 })), "/of/1/where/0/value", day],
  ["a window of too few", any(rest, orders({ parameter: "date", operator: ">", value: "-90d" }, { parameter: "count", operator: "<", value: 2 })), "/of/1/where/0/value", day],
  ["an absent window", { ...orders({ parameter: "date", operator: ">=", value: "-90d" }), matches: false }, "/where/0/value", day],
];

const placed = (condition, path, value) => {
  const copy = structuredClone(condition);
  const keys = path.split("/").slice(1);
  const last = keys.pop();
  keys.reduce((at, key) => at[key], copy)[last] = value;
  return document(copy);
};

/** A live count with the number of calls that reached the engine. */
function watched(segment) {
  const calls = { count: 0, distribution: 0 };
  const waiting = [];
  const told = [];
  const counter = {
    ...snapshot,
    count: (...args) => ((calls.count += 1), snapshot.count(...args)),
    distribution: (...args) => ((calls.distribution += 1), snapshot.distribution(...args)),
  };
  const onCount = (count) => {
    told.push(count);
    waiting.splice(0).forEach((go) => go());
  };
  const next = () => new Promise((go) => waiting.push(go));
  return { calls, told, counter, onCount, next, segment };
}

const { source } = await import("./source.mjs");
const { startLive } = await source("live.ts");

for (const [name, condition, path, random] of DRAGGED) {
  test(`dragging ${name} counts on the page what the engine counts`, async () => {
    const { calls, told, counter, onCount, next } = watched();
    const live = startLive(counter, document(condition), { onCount, onError: assert.fail });
    await next();
    const number = seeded(name.length);
    let byEngine = 0;
    for (let round = 0; round < 40; round += 1) {
      const value = random(number);
      const before = calls.count;
      const answered = next();
      live.drag(path, value);
      await answered;
      byEngine += calls.count - before;
      const { count } = await snapshot.count(placed(condition, path, value));
      assert.equal(told.at(-1).count, count, `${value} in ${JSON.stringify(condition)}`);
      assert.equal(told.at(-1).share, count / told.at(-1).total);
    }
    assert.equal(calls.distribution, 1);
    // Ends in the wrong order and averages between two cents are for the engine to judge.
    assert.ok(byEngine <= (/two ends|average/.test(name) ? 36 : 0), `${byEngine} frames were counted by the engine`);
    live.dispose();
  });
}

test("what no table serves is counted by the engine", async () => {
  const condition = all(rest, field("customer_tags", "contains", "vip"));
  const { calls, told, counter, onCount, next } = watched();
  const live = startLive(counter, document(condition), { onCount, onError: assert.fail });
  await next();
  for (const value of ["new", "vip"]) {
    const answered = next();
    live.drag("/of/1/value", value);
    await answered;
    assert.equal(told.at(-1).count, (await snapshot.count(placed(condition, "/of/1/value", value))).count);
  }
  assert.equal(calls.count, 3);
  const answered = next();
  live.drag("/of/0/value", "no number");
  await answered;
  live.dispose();
});

test("a distribution tells figures, bars and the count at every stop", async () => {
  const segment = "amount_spent >= 100 AND customer_countries CONTAINS 'DE'";
  const found = await snapshot.distribution(segment, "/of/0", { bins: 12 });
  assert.equal(found.kind, "money");
  const { count: customers } = await snapshot.count("customer_countries CONTAINS 'DE'");
  assert.equal(found.customers, customers);
  assert.ok(found.stops instanceof Float64Array && found.counts instanceof Uint32Array);
  assert.equal(found.counts.length, found.stops.length + 1);
  assert.equal(found.counts[0] - found.counts.at(-1), customers);
  assert.ok(found.bars.length <= 12 && found.bars.reduce((sum, bar) => sum + bar) === customers);
  for (const text of [found.min, found.max, found.average, found.median, found.percentiles.p90]) {
    assert.match(text, /^\d+\.\d\d$/);
  }
  const above = await snapshot.count(`amount_spent > ${found.percentiles.p90} AND customer_countries CONTAINS 'DE'`);
  assert.ok(above.count <= customers / 10);
  const least = await snapshot.count(`amount_spent = ${found.min} AND customer_countries CONTAINS 'DE'`);
  assert.ok(least.count >= 1);

  const table = await snapshot.distribution(segment, "/of/0", { bins: 0 });
  assert.deepEqual([table.stops, table.counts, table.missing], [found.stops, found.counts, found.missing]);
  assert.deepEqual([table.bars.length, table.min, table.average, table.percentiles], [0, null, null, {}]);

  const dates = await snapshot.distribution("last_order_date < -30d", "");
  assert.equal(dates.kind, "date");
  assert.match(dates.min, /^\d{4}-\d\d-\d\d$/);
  const day = new Date(dates.stops[0] * 86_400_000).toJSON().slice(0, 10);
  assert.equal(day, dates.min);

  assert.equal(await snapshot.distribution("customer_tags CONTAINS 'vip'", ""), null);
  await assert.rejects(snapshot.distribution("amount_spent >= ", ""), { code: "invalid-segment" });
});
