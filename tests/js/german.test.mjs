// The page in another language leaves nothing in English: tables have the same names, and whatever the
// engine says of fields and problems has a translation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { before, test } from "node:test";
import { build } from "esbuild";

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
let page;
before(async () => {
  const source = ["index", "en", "de", "catalogue.de"].map((name) => `export * from "./${name}.ts";`).join("\n");
  const stdin = { contents: `${source}\nexport { english } from "../../../lib/element/words.ts";\nexport { templates } from "../../../lib/element/templates.ts";`, resolveDir: path("www/admin/src/messages"), loader: "ts" };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", write: false });
  page = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
});

const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
const texts = (message) => (typeof message === "string" ? [message] : Object.values(message));

test("every message is there, with the values of the English one", () => {
  assert.deepEqual(Object.keys(page.de).sort(), Object.keys(page.en).sort());
  for (const [key, message] of Object.entries(page.en)) {
    const [english] = texts(message);
    for (const german of texts(page.de[key])) for (const hole of holes(german)) assert.ok(holes(english).includes(hole), `${key}: ${hole}`);
  }
});

test("every word of the builder and every template is there", () => {
  for (const [key, english] of Object.entries(page.english)) {
    assert.ok(page.deBuilder[key], key);
    assert.deepEqual(holes(page.deBuilder[key]), holes(english), key);
  }
  for (const { name, help } of page.templates) for (const text of [name, help]) assert.ok(page.deBuilder[text], text);
});

test("every label, unit, help and meaning of no value is there", async () => {
  const { openLanguage } = await import("headcount");
  const language = await openLanguage();
  const missing = new Set();
  for (const field of await language.fields()) {
    for (const one of [field, ...(field.parameters ?? [])]) {
      for (const text of [one.label, one.group, one.unit, one.null, one.help]) {
        // Ranges, and what is the same in both.
        if (text && !/^[\d–]+$/.test(text) && !["Tags", "Name", "Status", "App", "Region", "Variant"].includes(text) && !(text in page.deCatalogue)) missing.add(text);
      }
    }
  }
  language.dispose();
  assert.deepEqual([...missing], []);
});

test("every problem the golden files know is said in German", () => {
  const german = new page.Language("de");
  const lines = readFileSync(path("tests/golden/problems/query.txt"), "utf8").split("\n");
  const messages = new Set(lines.flatMap((line, at) => (/^ {2}(error|warning) /.test(line) ? [lines[at + 1].trim()] : [])));
  assert.ok(messages.size > 50);
  assert.deepEqual([...messages].filter((message) => german.problem(message) === message), []);
  assert.equal(german.problem("There is no field 'amuont_spent'; did you mean amount_spent or amount_refunded?"), "Es gibt kein Feld 'amuont_spent'; meinten Sie amount_spent oder amount_refunded?");
  assert.equal(german.problem("The segment 'A' has a problem; mend it first: Write AND."), "Das Segment 'A' hat ein Problem; beheben Sie es zuerst: Schreiben Sie AND.");
  const of = "3 customers have no avg_amount of orders_placed and pass this clause; ask for count >= 1 too to leave them out.";
  assert.match(german.problem(of), /^3 Kunden haben kein avg_amount von orders_placed /);
  assert.match(german.problem("1 customer has no age and passes this clause; add `AND age IS NOT NULL` to leave them out."), /^1 Kunde hat kein age und /);
  assert.equal(new page.Language("en").problem("Write AND."), "Write AND.");
});

// Files with something wrong in every way the report tells of.
const DAMAGED = [
  {
    "customers.csv": 'id,created_at,age,tags,total_spent,total_spent\na,2024-01-01,x,VIP,1.1234567,2\na,2024-02-30,1.5,VIP,99999999999999999999,2\nb\n,2024-01-01,1,,1,2\nc,2024-01-01,1,x" y,1,2\n"d"e,1,1,1,1,1\n',
    "orders.jsonl": '{"id":1,"customer_id":"a","placed_at":"yesterday"}\n{"id":4,"customer_id":"a","placed_at":"2024-01-01","total":"much","test":"maybe","tags":{"a":1}}\n{"id":5,"customer_id":"a","placed_at":"2024-01-01","total":"1.1234567","refunded":"99999999999999999999","line_count":"1.5"}\n[1]\n{"id":\n{"id":{"a":1},"customer_id":"a"}\n{"id":2,"customer_id":"a","placed_at":"2024-01-01","total":"1.00","currency":"EUR"}\n{"id":3,"customer_id":"a","placed_at":"2024-01-01","total":"1.00","currency":"EUR","shipping_address":{"latitude":"north"}}\n',
    "a.pdf": "%PDF-1.7\n",
    "customers.xlsx": "PK\u0003\u0004",
    "empty.csv": "",
    "orders.json": '[{"id":1}]',
    "unheard_of.csv": "what,is\nthis,1\n",
    "products.parquet": "PAR1",
  },
  { "lines.csv": "order_id,quantity\n1,2\n", "customers.csv": Uint8Array.from([...Buffer.from("id,first_name\n1,Ren"), 0xe9, 10]) },
  { "orders_export.csv": "Name,Email,Created at,Total,Lineitem quantity,Lineitem name\n#1,a@example.com,2024-01-01 10:00:00 +0000,1.00,1,Tea\n,,,,1,Mug\n" },
  { "bulk.jsonl": '{"id":"gid://shopify/Customer/1","email":"a@example.com"}\n{"id":"gid://shopify/Pixel/1"}\n{"nothing":1}\n' },
];

test("whatever is said of files is said in German", async () => {
  const { pack } = await import("headcount");
  const german = new page.Language("de");
  const said = new Set();
  for (const files of DAMAGED) {
    const list = Object.entries(files).map(([name, content]) => new File([content], name));
    const { report } = await pack(list, { takenAt: "2024-06-01T00:00:00Z" });
    for (const { message } of report.warnings) said.add(message);
    for (const { ignored, skipped } of report.files) for (const text of [ignored, ...skipped.map(({ reason }) => reason)]) if (text) said.add(text);
    for (const { reason } of report.unreadable) said.add(reason);
  }
  assert.ok(said.size >= 20, [...said].join("\n"));
  assert.deepEqual([...said].filter((text) => german.problem(text) === text), []);
  await assert.rejects(pack([new File(["what\n1\n"], "x.csv")]), (error) => {
    assert.equal(new page.Language("en").error(error), error.message);
    assert.match(german.error(error), /^Keine der Dateien .* Export\. Benennen Sie die Datei .* ist\.$/);
    return true;
  });
});
