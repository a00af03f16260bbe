// Rule groups that react-querybuilder itself makes, counted; groups made of segments, given to it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import * as rqb from "react-querybuilder";
import { parseCEL } from "react-querybuilder/parseCEL";
import { parseJsonLogic } from "react-querybuilder/parseJsonLogic";
import { parseMongoDB } from "react-querybuilder/parseMongoDB";
import { parseSQL } from "react-querybuilder/parseSQL";
import { openSnapshot } from "../../dist/node.js";
import { openShop } from "./corpus.mjs";
import { and, customers, openRules, or, rule } from "./rules.mjs";
import { source } from "./source.mjs";

let snapshot;
before(async () => {
  snapshot = await openRules(openSnapshot);
});
after(() => snapshot.dispose());

const text = async (group) => (await snapshot.format(group, "headcount")).text;
const groupOf = async (segment) => JSON.parse((await snapshot.format(segment, "react-querybuilder")).text);
const who = (test) => customers.filter(test).map(({ id }) => id);

/** The group's members are those of the test, and its text is the one expected. */
async function means(group, expected, test) {
  assert.ok(rqb.isRuleGroup(group), "the package takes it for a group");
  assert.equal(await text(group), expected);
  assert.deepEqual(await snapshot.memberIds(group), who(test));
  assert.equal((await snapshot.count(group)).count, who(test).length);
}

test("what parseSQL makes is counted", async () => {
  const sql = "number_of_orders >= 2 AND (email_subscription_status = 'SUBSCRIBED' OR amount_spent > 150.50)";
  const chosen = (each) => each.number_of_orders >= 2 && (each.email_status === "SUBSCRIBED" || Number(each.amount_spent) > 150.5);
  const words = "number_of_orders >= 2 AND (email_subscription_status = 'SUBSCRIBED' OR amount_spent > 150.5)";
  for (const options of [{}, { independentCombinators: true }, { generateIDs: true }, { independentCombinators: true, generateIDs: true }]) {
    await means(parseSQL(sql, options), words, chosen);
  }
  for (const options of [{}, { listsAsArrays: true }]) {
    await means(
      parseSQL("first_name IN ('Ada', 'Ben') AND number_of_orders BETWEEN 2 AND 9 AND number_of_orders NOT BETWEEN 4 AND 5", options),
      "first_name IN ('Ada', 'Ben') AND number_of_orders BETWEEN 2 AND 9 AND NOT (number_of_orders BETWEEN 4 AND 5)",
      ({ first_name: name, number_of_orders: n }) => /^(Ada|Ben)$/.test(name) && n >= 2 && n <= 9 && n !== 4 && n !== 5,
    );
  }
  await means(
    parseSQL("first_name LIKE 'A%' OR first_name LIKE '%a' AND first_name NOT LIKE '%or%'"),
    "first_name STARTS WITH 'A' OR (first_name ENDS WITH 'a' AND first_name NOT CONTAINS 'or')",
    ({ first_name: name }) => name.startsWith("A") || (name.endsWith("a") && !name.includes("or")),
  );
  await means(
    parseSQL("NOT (last_name IS NULL OR first_name <> 'O''Neil')"),
    "NOT (last_name IS NULL OR first_name != 'O\\'Neil')",
    (each) => each.last_name !== null && each.first_name === "O'Neil",
  );
});

test("what parseCEL, parseJsonLogic and parseMongoDB make is counted", async () => {
  const chosen = ({ number_of_orders: n, first_name: name }) => n > 3 && n <= 10 && name !== "Cy";
  const words = "number_of_orders > 3 AND number_of_orders <= 10 AND first_name != 'Cy'";
  await means(parseCEL('number_of_orders > 3 && number_of_orders <= 10 && first_name != "Cy"'), words, chosen);
  await means(parseJsonLogic({ and: [{ ">": [{ var: "number_of_orders" }, 3] }, { "<=": [{ var: "number_of_orders" }, 10] }, { "!=": [{ var: "first_name" }, "Cy"] }] }), words, chosen);
  await means(parseMongoDB({ $and: [{ number_of_orders: { $gt: 3 } }, { number_of_orders: { $lte: 10 } }, { first_name: { $ne: "Cy" } }] }), words, chosen);
});

test("what the package's own tools make of a group is counted after every step", async () => {
  let group = rqb.prepareRuleGroup(and());
  assert.match(group.id, rqb.uuidV4regex);
  const step = async (next, expected, chosen) => {
    group = next;
    await means(group, expected, chosen);
  };
  await step(group, "", () => true);
  await step(rqb.add(group, rule("number_of_orders", ">", 3), []), "number_of_orders > 3", (each) => each.number_of_orders > 3);
  await step(rqb.add(group, or(rule("first_name", "=", "Ada")), []), "number_of_orders > 3 AND first_name = 'Ada'", (each) => each.number_of_orders > 3 && each.first_name === "Ada");
  await step(rqb.add(group, rule("last_name", "null", ""), [1]), "number_of_orders > 3 AND (first_name = 'Ada' OR last_name IS NULL)", (each) => each.number_of_orders > 3 && (each.first_name === "Ada" || each.last_name === null));
  await step(rqb.update(group, "not", true, [1]), "number_of_orders > 3 AND NOT (first_name = 'Ada' OR last_name IS NULL)", (each) => each.number_of_orders > 3 && !(each.first_name === "Ada" || each.last_name === null));
  await step(rqb.update(group, "muted", true, [1, 0]), "number_of_orders > 3 AND last_name IS NOT NULL", (each) => each.number_of_orders > 3 && each.last_name !== null);
  await step(rqb.update(group, "disabled", true, [0]), "number_of_orders > 3 AND last_name IS NOT NULL", (each) => each.number_of_orders > 3 && each.last_name !== null);
  await step(rqb.update(group, "muted", false, [1, 0]), "number_of_orders > 3 AND NOT (first_name = 'Ada' OR last_name IS NULL)", (each) => each.number_of_orders > 3 && !(each.first_name === "Ada" || each.last_name === null));
  await step(rqb.update(group, "disabled", false, [0]), "number_of_orders > 3 AND NOT (first_name = 'Ada' OR last_name IS NULL)", (each) => each.number_of_orders > 3 && !(each.first_name === "Ada" || each.last_name === null));
  await step(rqb.move(group, [0], [1, 0]), "NOT (number_of_orders > 3 OR first_name = 'Ada' OR last_name IS NULL)", (each) => each.number_of_orders <= 3 && each.first_name !== "Ada" && each.last_name !== null);
  await step(rqb.group(group, [0, 0], [0, 1]), "NOT ((first_name = 'Ada' AND number_of_orders > 3) OR last_name IS NULL)", (each) => !(each.first_name === "Ada" && each.number_of_orders > 3) && each.last_name !== null);
  await step(rqb.update(group, "operator", "in", [0, 0, 0]), "NOT ((first_name IN ('Ada') AND number_of_orders > 3) OR last_name IS NULL)", (each) => !(each.first_name === "Ada" && each.number_of_orders > 3) && each.last_name !== null);
  await step(rqb.update(group, "value", "Ada, Ben", [0, 0, 0]), "NOT ((first_name IN ('Ada', 'Ben') AND number_of_orders > 3) OR last_name IS NULL)", (each) => !(/^(Ada|Ben)$/.test(each.first_name) && each.number_of_orders > 3) && each.last_name !== null);
  const independent = rqb.convertToIC(group);
  await means(independent, await text(group), (each) => !(/^(Ada|Ben)$/.test(each.first_name) && each.number_of_orders > 3) && each.last_name !== null);
  await means(rqb.convertFromIC(independent), await text(group), (each) => !(/^(Ada|Ben)$/.test(each.first_name) && each.number_of_orders > 3) && each.last_name !== null);
  await step(rqb.remove(group, [0]), "", () => true);
});

test("every operator of the builder is read, its values as its value editors give them", async () => {
  const given = {
    "=": ["5", 5],
    "!=": ["5", 5],
    "<": ["5", 5],
    ">": ["5", 5],
    "<=": ["5", 5],
    ">=": ["5", 5],
    in: ["Ada,O'Neil", "Ada, O'Neil ,", ["Ada", "O'Neil"]],
    notIn: ["Ada,O'Neil", ["Ada", "O'Neil"]],
    between: ["5,6", "5, 6", [5, 6], ["5", "6"]],
    notBetween: ["5,6", [5, 6]],
    null: ["", null, undefined, "5"],
    notNull: ["", null],
  };
  const numbers = {
    "=": (n) => n === 5, "!=": (n) => n !== 5, "<": (n) => n < 5, ">": (n) => n > 5, "<=": (n) => n <= 5, ">=": (n) => n >= 5,
    between: (n) => n >= 5 && n <= 6, notBetween: (n) => n < 5 || n > 6,
    null: () => false, notNull: () => true,
  };
  const texts = {
    contains: (name) => name.includes("a"), doesNotContain: (name) => !name.includes("a"),
    beginsWith: (name) => name.startsWith("a"), doesNotBeginWith: (name) => !name.startsWith("a"),
    endsWith: (name) => name.endsWith("a"), doesNotEndWith: (name) => !name.endsWith("a"),
    in: (name) => /^(Ada|O'Neil)$/.test(name), notIn: (name) => !/^(Ada|O'Neil)$/.test(name),
  };
  const known = [...Object.keys(numbers), ...Object.keys(texts)];
  assert.deepEqual(rqb.defaultOperators.map(({ name }) => name).sort(), known.sort());
  for (const operator of known) {
    for (const value of given[operator] ?? ["a"]) {
      const [field, test] = numbers[operator] ? ["number_of_orders", numbers[operator]] : ["first_name", texts[operator]];
      const expected = customers.filter((each) => test(each[field])).map(({ id }) => id);
      assert.deepEqual(await snapshot.memberIds(and(rule(field, operator, value))), expected, `${operator} ${JSON.stringify(value)}`);
    }
  }
});

test("a rule still being filled in is left out, exactly where the builder's SQL leaves it out", async () => {
  const kept = rule("number_of_orders", "=", 5);
  const { defaultPlaceholderFieldName: field, defaultPlaceholderOperatorName: operator } = rqb;
  const unfinished = [
    rule(field, "=", ""),
    rule("first_name", operator, ""),
    rule("first_name", "in", ""),
    rule("first_name", "notIn", []),
    rule("number_of_orders", "between", ""),
    rule("number_of_orders", "between", rqb.getMultiValueUpdate({ value: "5", index: 0, valueAsArray: [], operator: "between", values: [], listsAsArrays: false, parseNumberMethod: false })),
    rule("number_of_orders", "notBetween", rqb.getMultiValueUpdate({ value: "5", index: 1, valueAsArray: [], operator: "between", values: [], listsAsArrays: false, parseNumberMethod: false })),
    rule("number_of_orders", "between", ["5", ""]),
    rule("first_name", "=", "Ada", { muted: true }),
    { combinator: "or", muted: true, rules: [rule("first_name", "=", "Ada")] },
  ];
  const sql = "(number_of_orders = '5')";
  for (const rule of unfinished) {
    assert.equal(rqb.formatQuery(and(kept, rule), "sql"), sql, JSON.stringify(rule));
    assert.equal(await text(and(kept, rule)), "number_of_orders = 5", JSON.stringify(rule));
  }
  const mixed = { rules: [rule("number_of_orders", ">", 5), "or", rule(field, "=", ""), "and", rule("number_of_orders", "<", 8)] };
  assert.equal(rqb.formatQuery(mixed, { format: "sql", parseNumbers: true }), "(number_of_orders > 5 and number_of_orders < 8)");
  await means(mixed, "number_of_orders > 5 AND number_of_orders < 8", ({ number_of_orders: n }) => n > 5 && n < 8);
  const three = and(rule("number_of_orders", "between", "2,4,9"));
  assert.equal(rqb.formatQuery(three, { format: "sql", parseNumbers: true }), "(number_of_orders between 2 and 4)");
  await means(three, "number_of_orders BETWEEN 2 AND 4", ({ number_of_orders: n }) => n >= 2 && n <= 4);
});

test("groups of nothing mean what the builder's SQL says", async () => {
  const count = async (group) => [rqb.formatQuery(group, "sql"), (await snapshot.count(group)).count];
  const ada = rule("first_name", "=", "Ada");
  const some = who(({ first_name: name }) => name === "Ada").length;
  assert.deepEqual(await count(and()), ["(1 = 1)", 60]);
  assert.deepEqual(await count({ ...or(), not: true }), ["(1 = 1)", 60]);
  assert.deepEqual(await count({ rules: [] }), ["(1 = 1)", 60]);
  assert.deepEqual(await count({ ...and(ada), muted: true }), ["(1 = 1)", 60]);
  assert.deepEqual(await count({ ...and(and()), not: true }), ["NOT ((1 = 1))", 0]);
  assert.deepEqual(await count(or(ada, and())), ["(first_name = 'Ada' or (1 = 1))", 60]);
  assert.deepEqual(await count(or(ada, and(rule("~", "=", "")))), ["(first_name = 'Ada' or (1 = 1))", 60]);
  assert.deepEqual(await count(and(ada, and())), ["(first_name = 'Ada' and (1 = 1))", some]);
  assert.deepEqual(await count({ combinator: "xor", rules: [ada] }), ["(first_name = 'Ada')", some]);
});

test("numbers beyond those of JSON come as the builder writes them", async () => {
  const group = and(rule("number_of_orders", "<", 9_007_199_254_740_993n));
  await assert.rejects(snapshot.count(group), { code: "bad-argument", message: /cannot be written as JSON/ });
  const written = JSON.parse(rqb.formatQuery(group, "json_without_ids"));
  assert.deepEqual(written.rules[0].value, { $bigint: "9007199254740993" });
  assert.equal(await text(written), "number_of_orders < 9007199254740993");
  assert.equal((await snapshot.count(written)).count, 60);
});

test("a live count of rules follows the slider of a threshold", async (t) => {
  const told = [];
  let heard;
  const live = snapshot.live(and(rule("number_of_orders", ">", 9), rule("first_name", "notNull", null)), {
    onCount: ({ count }) => {
      told.push(count);
      heard?.();
    },
  });
  t.after(() => live.dispose());
  const next = (act) => new Promise((resolve) => {
    heard = resolve;
    act();
  });
  await next(() => {});
  await next(() => live.drag("/of/0/value", 5));
  assert.deepEqual(told, [9, 5].map((least) => who(({ number_of_orders: n }) => n > least).length));
});

const SEGMENTS = [
  "",
  "number_of_orders > 3",
  "NOT (number_of_orders > 3)",
  "first_name = 'Ada' AND (number_of_orders >= 2 OR NOT (amount_spent < 100 AND last_name IS NULL))",
  "email_subscription_status IN ('SUBSCRIBED', 'PENDING') AND number_of_orders BETWEEN 2 AND 5",
  "birth_date BETWEEN 1970-01-01 AND 1985-12-31 OR NOT (birth_date BETWEEN 1960-01-01 AND 1965-01-01)",
  "first_name STARTS WITH 'A' OR NOT (first_name ENDS WITH 'a') OR first_name CONTAINS 'or'",
  "customer_tags CONTAINS ANY ('VIP', 'x') AND customer_tags NOT CONTAINS 'y'",
  "birth_date >= -40y AND anniversary('birth_date') = today AND random_bucket('it\\'s') < 5000",
];
const FORMATS = ["json", "json_without_ids", "sql", "parameterized", "parameterized_named", "mongodb", "mongodb_query", "cel", "spel", "jsonata", "jsonlogic", "elasticsearch", "natural_language", "cypher", "sparql", "gremlin", "diagnostics"];

test("what a segment becomes the package takes for valid, and says in every form it has", async () => {
  for (const segment of SEGMENTS) {
    const group = await groupOf(segment);
    assert.ok(rqb.isRuleGroupType(group), segment);
    assert.ok(rqb.isRuleOrGroupValid(group), segment);
    const prepared = rqb.prepareRuleGroup(group);
    const invalid = Object.values(rqb.defaultValidator(prepared)).filter((result) => result !== true);
    assert.deepEqual(invalid, segment === "" ? [{ valid: false, reasons: ["empty"] }] : [], segment);
    for (const format of FORMATS) {
      const said = rqb.formatQuery(prepared, format);
      assert.ok(said !== undefined && !/undefined|NaN/.test(JSON.stringify(said)), `${format} of ${segment}: ${JSON.stringify(said)}`);
    }
    const again = JSON.parse(rqb.formatQuery(prepared, "json_without_ids"));
    assert.deepEqual(again, group, segment);
    for (const form of [again, prepared, rqb.convertToIC(group), rqb.convertFromIC(rqb.convertToIC(group))]) {
      assert.equal(await text(form), segment, JSON.stringify(form));
    }
  }
  const [first] = await Promise.all([groupOf("first_name = 'Ada' AND number_of_orders > 3")]);
  assert.equal(rqb.formatQuery(first, { format: "sql", parseNumbers: true }), "(first_name = 'Ada' and number_of_orders > 3)");
  assert.deepEqual(rqb.formatQuery(first, "parameterized"), { sql: "(first_name = ? and number_of_orders > ?)", params: ["Ada", 3] });
  assert.equal(rqb.formatQuery(first, "natural_language"), "first_name is 'Ada', and number_of_orders is greater than '3'");
});

test("a function is a rule with a match mode, which the package quantifies over rows", async () => {
  const segment = "orders_placed NOT MATCHES (amount > 5.00, date >= -90d)";
  const group = await groupOf(segment);
  const [orders] = group.rules;
  assert.deepEqual(rqb.processMatchMode(orders), { mode: "none", threshold: undefined });
  assert.equal(
    rqb.formatQuery(group, { format: "sql", preset: "postgresql" }),
    '(not exists (select 1 from unnest("orders_placed") as "elem_alias" where ("elem_alias" > \'5.00\' and "elem_alias" >= \'-90d\')))',
  );
  assert.equal(await text(group), segment);
  for (const [match, words] of [
    [{ mode: "atLeast", threshold: 2 }, "orders_placed MATCHES (amount > 5.00, date >= -90d, count >= 2)"],
    [{ mode: "atLeast", threshold: 1 }, "orders_placed MATCHES (amount > 5.00, date >= -90d)"],
    [{ mode: "atMost", threshold: 0 }, segment],
    [{ mode: "exactly", threshold: 3 }, "orders_placed MATCHES (amount > 5.00, date >= -90d, count = 3)"],
  ]) {
    assert.equal(await text(and({ ...orders, match })), words);
    assert.equal(await text(and({ ...orders, match, value: rqb.convertToIC(orders.value) })), words);
  }
  const mode = rqb.formatQuery(and({ ...orders, match: { mode: "" }, value: "x" }), "sql");
  assert.equal(mode, "(orders_placed = 'x')");
  assert.equal(await text(and({ ...rule("first_name", "=", "x"), match: { mode: "" } })), "first_name = 'x'");
});

test("the fields for the builder are those a snapshot can answer, each with operators it takes", async (t) => {
  const { ruleFields } = await source("rule-fields.ts");
  const shop = await openShop(openSnapshot, JSON.parse(readFileSync(new URL("../corpus/shops/everything.json", import.meta.url), "utf8")));
  t.after(() => shop.dispose());
  await shop.library.createManual("1", ["mai"]);
  const fields = ruleFields(shop.fields);
  assert.ok(rqb.toFullOptionList(fields).every(({ name, value, label }) => name === value && label));
  const answered = shop.fields.filter(({ available, kind }) => available && kind !== "anniversary").map(({ name }) => name);
  assert.deepEqual(fields.map(({ name }) => name).filter((name) => !name.startsWith("anniversary(")), answered);
  const valueOf = ({ name, inputType, values, placeholder, valueEditorType }, operator) => {
    const one = /coordinates/.test(name) ? [16, 108] : valueEditorType === "checkbox" ? true : (values?.[0].name ?? (placeholder ? "2024-01-01" : inputType === "number" ? "5" : /region|cit/i.test(name) ? "VN-SG" : "1"));
    return /between/i.test(operator) ? [one, one] : /^(in|notIn|contains[A-Z].*)$/.test(operator) ? [one] : one;
  };
  let asked = 0;
  const takes = async (built, what) => {
    const { problems } = await shop.check(and(built));
    const errors = problems.filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, [], `${what}: ${JSON.stringify(errors)}`);
    assert.notEqual((await shop.format(and(built), "headcount")).text, "", what);
    asked += 1;
  };
  for (const field of fields) {
    if (field.subproperties === undefined) {
      for (const { name } of field.operators) await takes(rule(field.name, name, valueOf(field, name)), `${field.name} ${name}`);
      continue;
    }
    for (const mode of field.matchModes) await takes(rule(field.name, "=", and(), { match: { mode, threshold: 2 } }), `${field.name} ${mode}`);
    const needed = field.name === "customer_within_distance" ? [rule("coordinates", "=", [16, 108]), rule("distance_km", "<=", 5)] : [];
    for (const each of needed.length ? [] : field.subproperties) {
      for (const { name } of each.operators) await takes(rule(field.name, "=", and(rule(each.name, name, valueOf(each, name))), { match: { mode: "some" } }), `${field.name}.${each.name} ${name}`);
    }
  }
  const [field] = fields.filter(({ name }) => name === "email_subscription_status");
  assert.deepEqual([field.valueEditorType("in"), field.valueEditorType("=")], ["multiselect", "select"]);
  assert.ok(asked > 300, `${asked}`);
});

const page = readFileSync(new URL("../../src/query/GRAMMAR.md", import.meta.url), "utf8");
const rows = (heading) => {
  const from = page.indexOf(heading);
  assert.ok(from > 0, heading);
  const lines = page.slice(from, page.indexOf("\n\n", from)).split("\n").slice(2);
  return lines.map((line) => line.split(" | ")).map(([, example, result]) => [JSON.parse(/`(.*)`/.exec(example)[1]), /`(.*)`/.exec(result)?.[1] ?? ""]);
};

test("GRAMMAR.md: what rules say and conditions do not", async () => {
  const table = rows("| rules say, conditions do not |");
  assert.equal(table.length, 17);
  for (const [example, result] of table) {
    const group = rqb.isRuleGroup(example) ? example : and(example);
    const sql = rqb.formatQuery(group, "sql");
    assert.equal(typeof sql, "string", "the package reads the example");
    if (!result.startsWith("!!")) {
      assert.equal(await text(group), result, JSON.stringify(example));
      continue;
    }
    const [, code, path = ""] = result.split(" ");
    const { problems, count } = await snapshot.count(group);
    assert.equal(count, null, JSON.stringify(example));
    const errors = problems.filter(({ severity }) => severity === "error");
    assert.deepEqual(errors.map(({ code, path }) => ({ code, path })), [{ code, path }], JSON.stringify(example));
    await assert.rejects(snapshot.format(group, "headcount"), { code: "invalid-segment" });
  }
});

test("GRAMMAR.md: what conditions say and rules do not", async () => {
  const table = rows("| conditions say, rules do not |");
  assert.equal(table.length, 8);
  for (const [condition, result] of table) {
    const document = { version: 1, condition };
    if (result.startsWith("!!")) {
      await assert.rejects(groupOf(document), { code: "invalid-segment" }, JSON.stringify(condition));
      continue;
    }
    const group = await groupOf(document);
    assert.deepEqual(group, JSON.parse(result));
    const [before, after] = [await snapshot.count(document), await snapshot.count(group)];
    assert.deepEqual([after.count, after.problems.length], [before.count, before.problems.length]);
  }
  const tagged = await groupOf("first_name = 'today'");
  assert.equal(rqb.formatQuery(tagged, "sql"), "(first_name = '[object Object]')");
  assert.deepEqual(await groupOf({ version: 1, name: "VIPs", condition: { kind: "all", of: [] } }), and());
});
