// The same segments on the engine and, as hand-written SQL, on DuckDB over the same real files.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openSnapshot } from "../../dist/node.js";

const root = new URL("../..", import.meta.url).pathname;
const shared = process.env.HEADCOUNT_DATA ?? join(root, "../shared/data");
const python = process.env.HEADCOUNT_PYTHON ?? "python3";
const skip = existsSync(shared) ? false : "skipped: no ../shared/data";

const shops = [
  {
    name: "online_retail",
    inputs: ["online_retail/online_retail.csv.gz"],
    takenAt: "2011-12-10T00:00:00Z",
    options: ["--time-zone", "Europe/London", "--currency", "GBP"],
    values: { source: "online_retail/online_retail.csv.gz" },
    today: "2011-12-10",
  },
  {
    name: "cdnow",
    inputs: ["cdnow/CDNOW_master.txt"],
    takenAt: "1998-07-01T12:00:00Z",
    options: ["--time-zone", "UTC", "--currency", "USD"],
    values: { source: "cdnow/CDNOW_master.txt" },
    today: "1998-07-01",
  },
  {
    name: "adventureworks",
    inputs: [
      "AdventureWorks_Customers.csv",
      "AdventureWorks_Products.csv",
      "AdventureWorks_Product_Categories.csv",
      "AdventureWorks_Product_Subcategories.csv",
      "AdventureWorks_Sales_2017.csv",
      "AdventureWorks_Sales_2018.csv",
      "AdventureWorks_Sales_2019.csv",
    ].map((file) => `adventureworks/${file}`),
    takenAt: "2020-02-28T12:00:00Z",
    options: ["--time-zone", "UTC", "--currency", "USD"],
    values: { folder: "adventureworks" },
    today: "2020-02-28",
  },
];

for (const shop of shops) {
  test(`${shop.name} answers as DuckDB does`, { skip }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "headcount-parity-"));
    t.after(() => rmSync(folder, { recursive: true }));
    execFileSync(process.execPath, [
      join(root, "dist/cli.js"),
      "pack",
      ...shop.inputs.map((file) => join(shared, file)),
      ...["--mapping", join(root, "examples/mappings", `${shop.name}.json`)],
      ...["--taken-at", shop.takenAt, "--out", folder],
      ...shop.options,
    ]);
    const values = Object.entries(shop.values).map(([key, path]) => `${key}=${join(shared, path)}`);
    const queries = join(root, "tests/parity", `${shop.name}.sql`);
    const answers = JSON.parse(
      execFileSync(python, [join(root, "tests/parity/members.py"), queries, `today=${shop.today}`, ...values], {
        encoding: "utf8",
        maxBuffer: 1 << 28,
      }),
    );
    const snapshot = await openSnapshot(folder);
    t.after(() => snapshot.dispose());
    for (const [segment, ids] of Object.entries(answers)) {
      const { count } = await snapshot.count(segment);
      assert.equal(count, ids.length, segment);
      const members = await snapshot.members(segment, { limit: ids.length });
      assert.deepEqual(members.ids, ids, segment);
    }
    t.diagnostic(`witness DuckDB on real shops: ${Object.keys(answers).length} segments`);
  });
}

test("the example file holds the segments of the parity file", () => {
  const segments = readFileSync(join(root, "tests/parity/online_retail.sql"), "utf8").matchAll(/^--\? (.*)$/gm);
  const lines = readFileSync(join(root, "examples/online_retail.txt"), "utf8").trimEnd().split("\n");
  assert.deepEqual(lines, [...segments].map((match) => match[1]));
});
