// The functions that need no snapshot: what the language service says, one by one, all at once, and after a failure.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { check, describe, format, fromReactQueryBuilder, HeadcountError, openLanguage, openSnapshot, toReactQueryBuilder, toShopify, toSql } from "../../dist/node.js";
import { and, openRules, rule } from "./rules.mjs";

const SEGMENTS = [
  "",
  "number_of_orders >= 2 AND (customer_tags CONTAINS 'VIP' OR NOT (amount_spent > 10.00))",
  "orders_placed NOT MATCHES (amount > 5.00, count >= 2)",
  "amuont_spent > 5",
  "number_of_orders >",
  "customer_tags CONTAINS ANY ('a', 'b')",
  { version: 1, condition: { kind: "field", field: "email", operator: "=", value: { text: "today" } } },
  { version: 1, condition: { kind: "moon" } },
  { version: 2, condition: { kind: "all", of: [] } },
  and(rule("number_of_orders", ">", "3"), rule("first_name", "=", "Ada")),
  and(rule("number_of_orders", "like", "3")),
  { rules: 5 },
];

let language;
before(async () => {
  language = await openLanguage();
});
after(() => language.dispose());

/** What came of a question: the answer, or the error as plain data. */
const outcome = (asked) => asked.then((value) => ({ value }), (error) => {
  assert.ok(error instanceof HeadcountError, String(error));
  const { code, message, path, help } = error;
  return { code, message, path, help };
});

test("every function says what the language service says, errors and problems too", async () => {
  const now = new Date("2024-06-15T12:00:00Z");
  const asOf = "2024-06-15";
  for (const segment of SEGMENTS) {
    const pairs = [
      [check(segment, { now }), language.check(segment, { now })],
      [describe(segment, { language: "de", dates: true, asOf }), language.describe(segment, { language: "de", dates: true, asOf })],
      [toSql(segment, "duckdb", { asOf }), language.toSql(segment, "duckdb", { asOf })],
      [toSql(segment, "oracle", { asOf }), language.toSql(segment, "oracle", { asOf })],
      [toShopify(segment), language.format(segment, "current")],
      [toShopify(segment, "legacy"), language.format(segment, "legacy")],
      ...["headcount", "lines", "json", "react-querybuilder", "xml"].map((form) => [format(segment, form), language.format(segment, form)]),
    ];
    // All are asked before the first is answered.
    const outcomes = await Promise.all(pairs.flat().map(outcome));
    for (let at = 0; at < outcomes.length; at += 2) assert.deepEqual(outcomes[at], outcomes[at + 1], JSON.stringify(segment));
  }
});

test("a snapshot says the same of what is printed", async (t) => {
  const snapshot = await openRules(openSnapshot);
  t.after(() => snapshot.dispose());
  for (const segment of SEGMENTS) {
    for (const form of ["headcount", "legacy", "react-querybuilder"]) {
      assert.deepEqual(await outcome(format(segment, form)), await outcome(snapshot.format(segment, form)), JSON.stringify(segment));
    }
  }
  // Nor does an author that belongs to a snapshot lend its library.
  await snapshot.library.createManual("A", ["c01"]);
  const named = "segments CONTAINS 'A'";
  assert.equal((await snapshot.toSql(named, "duckdb")).problems.length, 0);
  assert.deepEqual(await check(named), await language.check(named));
});

test("rule groups come and go as documents", async () => {
  const text = "number_of_orders > 3 AND NOT (first_name = 'Ada' OR birth_date BETWEEN 1990-01-01 AND today)";
  const group = await toReactQueryBuilder(text);
  assert.deepEqual(group.rules[1], { combinator: "or", not: true, rules: [rule("first_name", "=", "Ada"), rule("birth_date", "between", ["1990-01-01", "today"])] });
  const document = await fromReactQueryBuilder(group);
  assert.deepEqual(document, JSON.parse((await format(text, "json")).text));
  assert.deepEqual(await toReactQueryBuilder(document), group);
  assert.equal((await format(document, "headcount")).text, text);
});

test("what cannot be said is refused by name", async () => {
  await assert.rejects(toShopify("gender = 'FEMALE' AND customer_tags CONTAINS ANY ('a')"), ({ code, message }) => code === "invalid-segment" && /gender/.test(message) && /CONTAINS ANY/.test(message));
  await assert.rejects(toShopify("number_of_orders > 1", "new"), { code: "bad-argument", message: /no dialect 'new'/ });
  await assert.rejects(fromReactQueryBuilder(and(rule("a", "=", "b", { valueSource: "field" }))), { code: "invalid-segment", message: /another field|compare it with a value/ });
  await assert.rejects(toReactQueryBuilder({ version: 1, condition: { kind: "moon" } }), { code: "invalid-segment" });
  for (const wrong of ["number_of_orders > 1", null, undefined, { version: 1, condition: { kind: "all", of: [] } }, []]) {
    await assert.rejects(fromReactQueryBuilder(wrong), { code: "bad-segment", message: /rule group/ });
  }
  await assert.rejects(describe("number_of_orders > 1", { language: "xx" }), { code: "bad-argument" });
  await assert.rejects(check("", { signal: AbortSignal.abort() }), { code: "aborted" });
  assert.deepEqual((await check("number_of_orders > 1")).problems, []);
});

test("a start that failed is tried again, and nothing keeps the process", () => {
  const entry = fileURLToPath(new URL("../../dist/node.js", import.meta.url));
  const text = `
    import { describe } from ${JSON.stringify(entry)};
    const { WebAssembly } = globalThis;
    delete globalThis.WebAssembly;
    const codes = await Promise.all([1, 2].map(() => describe("number_of_orders > 1").catch(({ code }) => code)));
    globalThis.WebAssembly = WebAssembly;
    console.log(JSON.stringify([...codes, (await describe("number_of_orders > 1")).text]));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", text], { encoding: "utf8", timeout: 30_000 });
  assert.equal(status, 0, stderr);
  const [one, other, words] = JSON.parse(stdout);
  assert.deepEqual([one, other], ["unsupported-browser", "unsupported-browser"]);
  assert.match(words, /more than 1/);
});
