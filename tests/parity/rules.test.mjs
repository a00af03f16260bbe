// The SQL that react-querybuilder makes of rules and of segments, run in databases over the same customers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { formatQuery } from "react-querybuilder";
import { parseSQL } from "react-querybuilder/parseSQL";
import { openSnapshot } from "../../dist/node.js";
import { openRules, table } from "../js/rules.mjs";

const python = process.env.HEADCOUNT_PYTHON ?? "python3";
const script = new URL("./sql.py", import.meta.url).pathname;

const COLUMNS = `(id TEXT, first_name TEXT, last_name TEXT, customer_language TEXT, email_subscription_status TEXT,
  birth_date DATE, number_of_orders INTEGER, amount_spent DECIMAL(10, 2), shoe INTEGER)`;
const SCHEMA = {
  duckdb: `CREATE TABLE customers ${COLUMNS}`,
  // Texts are compared with their letter case, as in the other databases.
  sqlite: `PRAGMA case_sensitive_like = ON; CREATE TABLE customers ${COLUMNS}`,
  postgres: `CREATE TABLE customers ${COLUMNS};`,
};
const cell = (value) => (typeof value === "number" ? String(value) : value);
const rows = table.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)])));

/** Conditions on columns without gaps, which may be negated. */
const WHOLE = [
  "first_name = 'Ada'", "first_name != 'ada'", "first_name = 'O\\'Neil'", "first_name IN ('Ben', 'Cy', 'Zoë')", "first_name NOT IN ('Ben', 'Björk')",
  "first_name CONTAINS 'o'", "first_name NOT CONTAINS 'a'", "first_name STARTS WITH 'A'", "first_name ENDS WITH 'a'",
  "customer_language = 'de'", "email_subscription_status = 'SUBSCRIBED'", "email_subscription_status IN ('PENDING', 'SUBSCRIBED')",
  "number_of_orders = 4", "number_of_orders != 7", "number_of_orders > 9", "number_of_orders >= 9", "number_of_orders < 2", "number_of_orders <= 2", "number_of_orders BETWEEN 3 AND 8",
  "amount_spent > 99.50", "amount_spent <= 50", "amount_spent BETWEEN 10.00 AND 75.50", "amount_spent = 37.50",
];
/** Conditions on columns with gaps: neither they nor anything around them is negated, for SQL knows a third answer. */
const GAPS = [
  "last_name = 'Ada'", "last_name IS NULL", "last_name IS NOT NULL", "last_name IN ('Ben', 'Cy')", "last_name CONTAINS 'o'",
  "birth_date = 1961-02-11", "birth_date > 1980-01-01", "birth_date <= 1970-06-15", "birth_date BETWEEN 1965-01-01 AND 1990-12-31", "birth_date IS NULL", "birth_date IS NOT NULL",
];

/** Numbers from 0 to 1 that are the same in every run. */
function* dice(seed) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}
const die = dice(20_240_615);
const roll = (sides) => Math.floor(die.next().value * sides);

/** A segment of up to eight conditions of a list. */
function segment(leaves, negated, depth = 0) {
  const shape = depth === 3 ? 0 : roll(4);
  if (shape < 2) return negated && roll(4) === 0 ? `NOT (${leaves[roll(leaves.length)]})` : leaves[roll(leaves.length)];
  const word = roll(2) ? " AND " : " OR ";
  const inner = Array.from({ length: 2 + roll(2) }, () => segment(leaves, negated, depth + 1)).map((each) => (/ AND | OR /.test(each) ? `(${each})` : each));
  return negated && roll(3) === 0 ? `NOT (${inner.join(word)})` : inner.join(word);
}

/** How often each database answered; they must give the members. */
function run(cases, t) {
  const document = { shops: [{ schema: SCHEMA, tables: { customers: rows }, cases }] };
  const report = JSON.parse(execFileSync(python, [script], { input: JSON.stringify(document), encoding: "utf8", maxBuffer: 1 << 28 }));
  assert.deepEqual(report.differences, []);
  for (const [database, number] of Object.entries(report.ran)) t.diagnostic(`witness ${database} on rules: ${number} statements`);
  for (const skipped of report.skipped) t.diagnostic(`skipped ${skipped}`);
  assert.deepEqual([report.ran.duckdb, report.ran.sqlite], [cases.length, cases.length]);
}

const statement = (group, preset, more = {}) => `SELECT id FROM customers WHERE ${formatQuery(group, { format: "sql", preset, parseNumbers: true, ...more })}`;
const statements = (group) => ({
  duckdb: statement(group, "postgresql"),
  postgres: statement(group, "postgresql"),
  sqlite: statement(group, "sqlite", { parseNumbers: false }),
});

let snapshot;
before(async () => {
  snapshot = await openRules(openSnapshot);
});
after(() => snapshot.dispose());

test("the builder's SQL of a segment gives the segment's members", async (t) => {
  const written = [
    ...WHOLE, ...GAPS,
    ...WHOLE.map((leaf) => `NOT (${leaf})`),
    ...Array.from({ length: 150 }, () => segment(WHOLE, true)),
    ...Array.from({ length: 150 }, () => segment([...WHOLE.filter((leaf) => !/!=|NOT/.test(leaf)), ...GAPS], false)),
  ];
  const cases = [];
  for (const name of written) {
    const group = JSON.parse((await snapshot.format(name, "react-querybuilder")).text);
    cases.push({ name, statements: statements(group), members: await snapshot.memberIds(name) });
  }
  const counts = new Set(cases.map(({ members }) => members.length));
  assert.ok(counts.size > 20, "the members differ");
  run(cases, t);
});

test("rules that the builder makes of SQL count what the SQL gives", async (t) => {
  const where = [
    "number_of_orders >= 2 and (email_subscription_status = 'SUBSCRIBED' or amount_spent > 150.50)",
    "first_name in ('Ada', 'Ben', 'O''Neil') and number_of_orders between 2 and 9",
    "number_of_orders not between 4 and 5 and not (first_name = 'Ada' or first_name like 'B%')",
    "first_name like '%a' and first_name not like 'D%' or last_name is null and amount_spent <= 20",
    "last_name is not null and birth_date >= '1975-01-01' and birth_date < '1990-01-01'",
    "first_name <> 'Ada' and first_name not in ('Ben', 'Cy')",
    "number_of_orders = 1 or number_of_orders = 2 and amount_spent > 50 or number_of_orders = 3",
  ];
  const cases = [];
  for (const name of where) {
    const sql = `SELECT id FROM customers WHERE ${name}`;
    for (const options of [{}, { independentCombinators: true }, { listsAsArrays: true, generateIDs: true }]) {
      const members = await snapshot.memberIds(parseSQL(name, options));
      assert.ok(members.length > 0 && members.length < table.length, name);
      cases.push({ name, statements: { duckdb: sql, sqlite: sql, postgres: sql }, members });
    }
  }
  run(cases, t);
});

test("where a value is missing SQL leaves out what a negative operator lets in here, unless missing is strict", async (t) => {
  const cases = [];
  for (const name of ["last_name != 'Ada'", "last_name NOT IN ('Ben', 'Cy')", "last_name NOT CONTAINS 'o'", "birth_date != 1961-02-11"]) {
    const group = JSON.parse((await snapshot.format(name, "react-querybuilder")).text);
    const members = await snapshot.memberIds(name, { strictMissing: true });
    const loose = await snapshot.memberIds(name);
    const missing = table.filter((row) => row[name.split(" ")[0]] === null).map(({ id }) => id);
    assert.ok(missing.length > 0);
    assert.deepEqual(loose.filter((id) => !members.includes(id)), missing);
    cases.push({ name, statements: statements(group), members });
  }
  run(cases, t);
});
