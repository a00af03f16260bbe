// `headcount describe` and `headcount sql`, as a shell runs them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const run = (...args) => spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });

test("describe says a segment in both languages", () => {
  const english = run("describe", "customer_tags CONTAINS 'VIP' OR number_of_orders >= 3");
  assert.equal(english.status, 0);
  assert.match(english.stdout, /^Customers .*VIP.* or .*3/);
  const german = run("describe", "--language", "de", "number_of_orders >= 3");
  assert.equal(german.status, 0);
  assert.notEqual(german.stdout, run("describe", "number_of_orders >= 3").stdout);
  const pieces = JSON.parse(run("describe", "--json", "number_of_orders >= 3").stdout);
  assert.equal(pieces.spans.map(({ text }) => text).join(""), pieces.text);
});

test("sql prints one statement, or says what it cannot", () => {
  const { status, stdout } = run("sql", "--dialect", "duckdb", "number_of_orders >= 3");
  assert.equal(status, 0);
  assert.match(stdout, /SELECT/i);
  const broken = run("sql", "--dialect", "duckdb", "nmber_of_orders >= 3");
  assert.equal(broken.status, 1);
  assert.match(broken.stderr, /unknown-field/);
});

test("wrong usage exits with 2 and says what is right", () => {
  for (const [args, words] of [
    [["sql", "x = 1"], /--dialect takes duckdb/],
    [["sql", "--dialect", "duckdb"], /query is missing/],
    [["describe"], /QUERY is missing/],
  ]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, words);
  }
  const { status, stderr } = run("describe", "--language", "xx", "number_of_orders = 1");
  assert.equal(status, 2);
  assert.match(stderr, /no description in the language 'xx'/);
});
