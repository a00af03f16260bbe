// The command line as it is installed: from the packed tarball, in a folder of its own.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

const root = new URL("../..", import.meta.url).pathname;
const place = mkdtempSync(join(tmpdir(), "headcount-cli-"));
const program = join(place, "node_modules", ".bin", "headcount");
const at = (...parts) => join(place, ...parts);

const CUSTOMERS = `id,created_at,tags,country,email
1,2024-01-01,"VIP, new",GB,ada@example.com
2,2024-02-01,,US,bob@example.com
3,2024-03-01,vip,,
`;
const ORDERS = `id,customer_id,placed_at,total,cancelled_at
10,1,2024-05-01,20.00,
11,1,2024-05-02,5.50,
12,3,2024-05-03,1.00,
13,2,2024-05-04,9.00,2024-05-05
14,9,2024-05-04,9.00,
`;

/** Runs the program; never through a shell. */
function run(args, input = "") {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: place, input, encoding: "utf8" });
  assert.doesNotMatch(stderr, /\n\s+at .*:\d+:\d+/, "no stack is printed");
  return { status, stdout, stderr };
}

/** Runs it and expects nothing but an answer. */
function ask(...args) {
  const { status, stdout, stderr } = run(args);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Writes files into a folder. */
function folder(name, files) {
  mkdirSync(at(name), { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(at(name, file), content);
  return at(name);
}

const packed = (name) => {
  const pack = ["pack", at("tables"), "--out", at(name), "--taken-at", "2024-06-01T00:00:00Z"];
  ask(...pack, "--currency", "EUR", "--time-zone", "Europe/Berlin");
  return at(name);
};

before(() => {
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", place], { cwd: root });
  const tarball = readdirSync(place).find((name) => name.endsWith(".tgz"));
  writeFileSync(at("package.json"), '{ "private": true }');
  execFileSync("npm", ["install", "--silent", "--offline", "--no-audit", "--no-fund", "--no-package-lock", at(tarball)], {
    cwd: place,
  });
  folder("tables", { "customers.csv": CUSTOMERS, "orders.csv": ORDERS });
  packed("shop");
});
after(() => rmSync(place, { recursive: true }));

describe("pack and report", () => {
  test("pack tells what became of the rows and writes the report beside the manifest", () => {
    const out = ask("pack", at("tables"), "--out", at("told"), "--taken-at", "2024-06-01T00:00:00Z");
    assert.match(out, /orders\.csv: orders: 5 rows, 4 kept, 1 of an unknown customer or order/);
    const report = JSON.parse(ask("report", at("told"), "--json"));
    assert.equal(report.files.find(({ name }) => name === "orders.csv").rows.orphans, 1);
    assert.equal(ask("report", at("told")), out);
  });

  test("the same data is packed into the same bytes", () => {
    const [one, other] = [packed("one"), packed("other")];
    for (const name of readdirSync(one)) assert.deepEqual(readFileSync(join(one, name)), readFileSync(join(other, name)), name);
  });

  test("packing that fails leaves the former snapshot as it was", () => {
    const shop = packed("kept");
    const files = () => readdirSync(shop).map((name) => [name, readFileSync(join(shop, name))]);
    const before = files();
    const { status } = run(["pack", folder("orders alone", { "orders.csv": ORDERS }), "--out", shop]);
    assert.equal(status, 1);
    assert.deepEqual(files(), before);
  });

  test("what an interrupted packing left is no obstacle, and goes", () => {
    const left = folder("interrupted", { "events.arrow.unfinished": "half a part" });
    assert.deepEqual(readdirSync(packed("interrupted")).sort(), readdirSync(at("shop")).sort());
    assert.equal(ask("count", left, ""), "3\n");
  });

  const noTerminal = spawnSync("script", ["--version"]).status !== 0 && "there is no util-linux script to make a terminal";
  test("a bar shows on a terminal, and only there", { skip: noTerminal }, () => {
    const words = [program, "pack", at("tables"), "--out", at("shown"), "--currency", "EUR"].map((word) => `'${word}'`);
    const { status, stdout } = spawnSync("script", ["-qefc", words.join(" "), "/dev/null"], { cwd: place, encoding: "utf8" });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /\r\u001b\[2K/);
    assert.ok(stdout.lastIndexOf("\u001b[2K") < stdout.indexOf("orders.csv: orders:"), "the bar is gone before the report");
    assert.equal(run(["pack", at("tables"), "--out", at("shown"), "--currency", "EUR"]).stderr, "");
  });

  test("a folder with something else in it is left alone", () => {
    const other = folder("letters", { "letter.txt": "Dear Sir" });
    const { status, stderr } = run(["pack", at("tables"), "--out", other]);
    assert.equal(status, 2);
    assert.match(stderr, /no snapshot/);
    assert.deepEqual(readdirSync(other), ["letter.txt"]);
  });

  test("personal columns are left out when asked", () => {
    ask("pack", at("tables"), "--out", at("secret"), "--pseudonymous");
    for (const name of readdirSync(at("secret"))) {
      assert.ok(!readFileSync(at("secret", name)).includes("ada@example.com"), name);
    }
    assert.equal(run(["count", at("secret"), "email = 'ada@example.com'"]).status, 1);
  });
});

describe("count and members", () => {
  test("the number alone", () => {
    assert.equal(ask("count", at("shop"), "customer_tags CONTAINS 'vip'"), "2\n");
    assert.equal(ask("count", at("shop"), ""), "3\n");
  });

  test("files that are not packed are counted too", () => {
    assert.equal(ask("count", at("tables"), "number_of_orders = 2"), "1\n");
  });

  test("the options of an evaluation", () => {
    const shop = at("shop");
    assert.equal(ask("count", shop, "number_of_orders >= 1"), "2\n");
    assert.equal(ask("count", shop, "number_of_orders >= 1", "--policy", "cancelled=include"), "3\n");
    assert.equal(ask("count", shop, "number_of_orders >= 1", "--as-of", "2024-05-01"), "1\n");
    assert.equal(ask("count", shop, "default_country != 'GB'"), "2\n");
    assert.equal(ask("count", shop, "default_country != 'GB'", "--strict-missing"), "1\n");
  });

  test("counts of every node come before the number", () => {
    const lines = ask("count", at("shop"), "customer_tags CONTAINS 'vip' AND number_of_orders = 2", "--nodes").trimEnd().split("\n");
    assert.equal(lines.at(-1), "1");
    assert.match(lines[0], /^path +alone +cumulative +without it$/);
    assert.ok(lines.some((line) => /^\/of\/0 +2 +2 +1$/.test(line)), lines.join("\n"));
  });

  test("--json is the whole answer", () => {
    const answer = JSON.parse(ask("count", at("shop"), "number_of_orders = 0", "--json"));
    assert.equal(answer.count, 1);
    assert.equal(answer.total, 3);
    assert.equal(answer.timeZone, "Europe/Berlin");
  });

  test("a segment from stdin, as JSON, after a bare --", () => {
    assert.equal(run(["count", at("shop"), "-"], "customer_tags CONTAINS 'vip'\n").stdout, "2\n");
    const field = { kind: "field", field: "number_of_orders", operator: "=", value: 2 };
    assert.equal(ask("count", at("shop"), JSON.stringify({ version: 1, condition: field })), "1\n");
    assert.equal(ask("count", at("shop"), "--", "-- everyone"), "3\n");
  });

  test("a file gives an answer a line, an empty one where there is none", () => {
    writeFileSync(at("segments.txt"), "customer_tags CONTAINS 'vip'\r\nnmber_of_orders = 1\n\nnumber_of_orders = 2\n");
    const { status, stdout, stderr } = run(["count", at("shop"), `@${at("segments.txt")}`]);
    assert.equal(stdout, "2\n\n3\n1\n");
    assert.equal(status, 1);
    assert.match(stderr, /segments\.txt:2:1: error: /);
    writeFileSync(at("two.txt"), "customer_tags CONTAINS 'vip'\nnumber_of_orders = 7\n");
    assert.equal(ask("members", at("shop"), `@${at("two.txt")}`), "1,3\n\n");
  });

  test("members are ids, ascending; nobody is nothing", () => {
    assert.equal(ask("members", at("shop"), "customer_tags CONTAINS 'vip'"), "1\n3\n");
    assert.equal(ask("members", at("shop"), "number_of_orders = 7"), "");
    assert.equal(ask("members", at("shop"), "number_of_orders = 2", "--csv"), "id\r\n1\r\n");
    assert.deepEqual(JSON.parse(ask("members", at("shop"), "number_of_orders = 2", "--json")), { total: 1, ids: ["1"] });
  });
});

describe("words", () => {
  test("check points at the place", () => {
    const { status, stdout, stderr } = run(["check", "customer_tags CONTAINS 'x' AND nmber_of_orders > 1"]);
    assert.equal(status, 1);
    assert.equal(stdout, "1 error\n");
    assert.match(stderr, /^query:1:32: error: .*\[unknown-field\]$/m);
    const [, line, carets] = stderr.split("\n");
    assert.equal(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1), "nmber_of_orders");
  });

  test("check --json has the documented form", () => {
    const { status, stdout } = run(["check", "nmber_of_orders > 1", "--json"]);
    assert.equal(status, 1);
    const { problems, condition } = JSON.parse(stdout);
    assert.equal(problems[0].severity, "error");
    assert.deepEqual(problems[0].span, { start: 0, end: 15, line: 1, column: 1 });
    assert.equal(condition.kind, "field");
  });

  test("check without fault, alone and with data", () => {
    assert.equal(ask("check", "number_of_orders > 1"), "ok\n");
    assert.equal(ask("check", "number_of_orders > 1", at("shop")), "ok\n");
    assert.equal(run(["check", "storefront.session MATCHES ()", at("shop")]).status, 1);
  });

  test("format prints every spelling", () => {
    const legacy = "products_purchased(quantity: 5) = true";
    assert.equal(ask("format", legacy), "products_purchased MATCHES (quantity = 5)\n");
    assert.equal(ask("format", "products_purchased MATCHES (quantity = 5)", "--to", "legacy"), `${legacy}\n`);
    assert.equal(JSON.parse(ask("format", legacy, "--to", "json")).version, 1);
    const refused = run(["format", "age > 30", "--to", "shopify"]);
    assert.equal(refused.status, 1);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, /age/);
  });

  test("describe and sql answer with words and a statement", () => {
    assert.match(ask("describe", "number_of_orders >= 3"), /order/i);
    assert.match(ask("sql", "number_of_orders >= 3", "--dialect", "duckdb"), /select/i);
    assert.match(ask("sql", "--dialect", "duckdb", "--schema", at("shop")), /create/i);
    assert.equal(run(["sql", "number_of_orders >= 3", "--dialect", "cobol"]).status, 2);
  });

  test("fields says what the data can answer", () => {
    assert.match(ask("fields"), /^number_of_orders +integer +\S/m);
    assert.match(ask("fields", at("shop")), /^birth_date +date +unavailable: /m);
    const list = JSON.parse(ask("fields", at("shop"), "--json"));
    assert.equal(list.find(({ name }) => name === "birth_date").available, false);
  });
});

describe("wrong usage", () => {
  const cases = [
    [["frobnicate"], /no command 'frobnicate'/],
    [["count"], /DIR is missing/],
    [["count", "shop"], /QUERY is missing/],
    [["count", "shop", "age", ">", "3"], /one argument too many/],
    [["count", "shop", "", "--bogus"], /--bogus/],
    [["count", "shop", "", "--policy", "cancelled=perhaps"], /no part of a policy/],
    [["count", "shop", "", "--as-of", "yesterday"], /bad-argument/],
    [["pack", "tables"], /--out DIR is missing/],
    [["format", "", "--to", "xml"], /--to takes/],
    [["demo", "--customers", "many"], /whole number/],
  ];
  for (const [args, words] of cases) {
    test(args.join(" "), () => {
      const { status, stdout, stderr } = run(args);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, words);
    });
  }

  test("help is an answer, not a complaint", () => {
    for (const args of [["--help"], ["help", "count"], ["count", "--help"]]) assert.match(ask(...args), /^headcount /);
    assert.match(ask("--version"), /^\d+\.\d+\.\d+\n$/);
  });
});

describe("bad input is a sentence and exit 1", () => {
  const segments = [
    ["an unknown field", "nmber_of_orders > 1", /unknown-field/],
    ["a wrong operator", "customer_tags > 'x'", /\[[a-z-]+\]/],
    ["an impossible date", "last_order_date > 2023-02-30", /2023-02-30/],
    ["10,000-deep parentheses", `${"(".repeat(10_000)}${")".repeat(10_000)}`, /64/],
    ["a word that is left open", "customer_tags CONTAINS 'x", /\[[a-z-]+\]/],
    ["a broken JSON document", '{"version": 1, ', /no JSON document/],
  ];
  for (const [name, segment, words] of segments) {
    test(name, () => {
      const { status, stdout, stderr } = run(["count", at("shop"), "-"], segment);
      assert.equal(status, 1);
      assert.equal(stdout, "", "no number on stdout");
      assert.match(stderr, words);
      assert.ok(stderr.length < 4000, "a long text is shown around its problem only");
    });
  }

  const refused = (shop, words, segment = "") => {
    const { status, stdout, stderr } = run(["count", shop, segment]);
    assert.equal(status, 1, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, words);
  };

  test("a truncated part", () => {
    const shop = packed("truncated");
    truncateSync(join(shop, "customers.arrow"), 200);
    refused(shop, /customers\.arrow.*\[part-mismatch\]/s);
  });

  test("a missing part, a missing folder, a manifest that is none", () => {
    const shop = packed("missing");
    rmSync(join(shop, "orders.arrow"));
    refused(shop, /orders\.arrow.*\[missing-part\]/s, "number_of_orders > 0");
    // A part that no answer needs is not missed.
    assert.equal(run(["count", shop, ""]).status, 0);
    refused(at("nowhere"), /\[bad-input\]/);
    refused(folder("broken", { "manifest.json": "{" }), /\[bad-manifest\]/);
  });

  test("a snapshot of version 2", () => {
    const shop = packed("newer");
    const manifest = readFileSync(join(shop, "manifest.json"), "utf8");
    writeFileSync(join(shop, "manifest.json"), manifest.replace(/"version":\s*1/, '"version":2'));
    refused(shop, /\[unsupported-version\]/);
  });

  test("CSV with broken quotes and NUL bytes is packed as far as it can be read, and reported", () => {
    const customers = 'id,tags\n1,"a\n2,b"c\n"3","d"\n\u0000,\u0000\n4,e\n';
    const tables = folder("dirty", { "customers.csv": customers });
    const out = ask("pack", tables, "--out", at("cleaned"), "--currency", "EUR", "--time-zone", "UTC");
    assert.match(out, /customers\.csv: customers: 5 rows, 3 kept, 2 skipped/);
    assert.match(out, /customers\.csv:2: \S.*\n +customers\.csv:5: .*NUL/);
    assert.equal(ask("members", at("cleaned"), ""), "2\n3\n4\n");
  });

  test("nothing that can be packed leaves no snapshot", () => {
    const { status, stderr } = run(["pack", folder("photos", { "cat.jpg": "\u00ff\u00d8\u00ff" }), "--out", at("none")]);
    assert.equal(status, 1);
    assert.match(stderr, /\[unknown-input\]/);
    assert.equal(run(["count", at("none"), ""]).status, 1);
  });

  test("no report, no batch file", () => {
    assert.equal(run(["report", at("tables")]).status, 1);
    assert.equal(run(["count", at("shop"), "@nowhere.txt"]).status, 1);
  });
});

describe("demo and serve", () => {
  before(() => ask("demo", "--customers", "500", "--pack-only", "--out", at("demo")));

  test("the made-up shop is the same every time", () => {
    ask("demo", "--customers", "500", "--pack-only", "--out", at("again"));
    assert.deepEqual(readFileSync(at("demo", "manifest.json")), readFileSync(at("again", "manifest.json")));
    assert.equal(ask("count", at("demo"), ""), "500\n");
    const { warnings, files } = JSON.parse(ask("report", at("demo"), "--json"));
    assert.deepEqual(warnings, []);
    for (const { name, rows } of files) assert.equal(rows.kept, rows.read, name);
  });

  test("serve gives the page and the snapshot to this machine alone", async (t) => {
    const server = spawn(program, ["serve", at("demo"), "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    t.after(() => server.kill());
    const [line] = await once(server.stdout, "data");
    const address = new URL(String(line).trim());
    const page = await fetch(address);
    assert.equal(page.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(page.headers.get("content-security-policy"), /'wasm-unsafe-eval'/);
    const manifest = await fetch(new URL(address.searchParams.get("snapshot"), address));
    assert.equal((await manifest.json()).customers, 500);
    for (const path of ["/../package.json", "/%2e%2e/package.json", "/snapshot/..%2fpackage.json", "/%00", "/nothing"]) {
      assert.equal(await status(address, path), 404, path);
    }
    assert.equal(await status(address, "/", { host: "evil.example" }), 421);
    server.kill();
    assert.deepEqual(await once(server, "close"), [0, null]);
  });

  test("serve without a snapshot where one was named", () => {
    assert.equal(run(["serve", at("tables")]).status, 1);
  });
});

/** The status of a path that `fetch` would tidy up. */
function status(address, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = address;
    request({ hostname, port, path, headers }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}
