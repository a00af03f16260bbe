// Opening in Node, from every kind of source.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { HeadcountError, openLanguage, openSnapshot, pack, packTo } from "../../dist/node.js";

const CUSTOMERS = "id,created_at,tags\n1,2024-01-01,VIP\n2,2024-02-01,\n3,2024-03-01,new\n";
const ORDERS = "id,customer_id,placed_at,total\n10,1,2024-05-01,20.00\n11,3,2024-05-03,1.00\n";
const OPTIONS = { takenAt: "2024-06-01T00:00:00Z", currency: "EUR", timeZone: "Europe/Berlin" };

const folder = mkdtempSync(join(tmpdir(), "headcount-open-"));
let packed;
let server;
let origin;

before(async () => {
  write("raw/customers.csv", CUSTOMERS);
  write("raw/orders.csv.gz", gzipSync(ORDERS));
  write("raw/.DS_Store", "\0");
  packed = await pack(join(folder, "raw"), OPTIONS);
  write("packed/manifest.json", packed.manifest);
  write("packed/report.json", JSON.stringify(packed.report));
  for (const { path, bytes } of packed.parts) write(`packed/${path}`, bytes);
  server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(folder, request.url)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function write(path, bytes) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

const file = (path) => new File([readFileSync(join(folder, path))], path.split("/").at(-1));
const parts = () => Object.fromEntries(packed.parts.map(({ path, bytes }) => [path, bytes]));

/** Sources that hold the two tables, packed or not. */
const SOURCES = {
  "a folder": () => join(folder, "raw"),
  "a folder's URL": () => pathToFileURL(join(folder, "raw")),
  "paths of files": () => [join(folder, "raw/customers.csv"), join(folder, "raw/orders.csv.gz")],
  "files": () => [file("raw/customers.csv"), file("raw/orders.csv.gz")],
  "texts by name": () => ({ "customers.csv": new TextEncoder().encode(CUSTOMERS), "orders.csv": new Blob([ORDERS]) }),
  "URLs by name": () => ({ "customers.csv": `${origin}/raw/customers.csv`, "orders.csv.gz": new URL(`${origin}/raw/orders.csv.gz`) }),
  "records by table": () => ({
    customers: [{ id: "1", created_at: "2024-01-01", tags: ["VIP"] }, { id: "2" }, { id: "3" }],
    orders: [{ id: 10, customer_id: "1", placed_at: "2024-05-01", total: "20.00" }],
  }),
  "a packed folder": () => join(folder, "packed"),
  "a manifest's path": () => join(folder, "packed/manifest.json"),
  "a manifest's URL": () => `${origin}/packed/manifest.json`,
  "a response of a manifest": () => fetch(`${origin}/packed/manifest.json`),
  "packed files": () => ["manifest.json", ...packed.parts.map(({ path }) => path)].map((path) => file(`packed/${path}`)),
  "packed bytes by path": () => ({ "manifest.json": new TextEncoder().encode(packed.manifest), ...parts() }),
  "a function that fetches by path": () => (path) => fetch(`${origin}/packed/${path}`),
};

for (const [name, source] of Object.entries(SOURCES)) {
  test(`opens ${name}`, async () => {
    const snapshot = await openSnapshot(await source(), { ...OPTIONS });
    assert.equal(snapshot.customers, 3);
    assert.equal(snapshot.takenAt, "2024-06-01T00:00:00Z");
    assert.equal(snapshot.timeZone, "Europe/Berlin");
    assert.equal(snapshot.currency, "EUR");
    assert.equal(snapshot.fields.find((field) => field.name === "number_of_orders").available, true);
    snapshot.dispose();
  });
}

/** Sources of the customers alone. */
const SINGLE = {
  "a file": () => join(folder, "raw/customers.csv"),
  "a file's URL": () => `${origin}/raw/customers.csv`,
  "a response": () => fetch(`${origin}/raw/customers.csv`),
  "a function of one response": () => () => fetch(`${origin}/raw/customers.csv`),
  "records": () => [{ id: "1" }, { id: "2" }, { id: "3" }],
};

for (const [name, source] of Object.entries(SINGLE)) {
  test(`opens ${name}`, async () => {
    const snapshot = await openSnapshot(await source(), OPTIONS);
    assert.equal(snapshot.customers, 3);
    assert.equal(snapshot.report.tables[0].table, "customers");
    snapshot.dispose();
  });
}

test("a packed folder brings its report, and its zone can be replaced", async () => {
  const snapshot = await openSnapshot(join(folder, "packed"), { timeZone: "Asia/Tokyo" });
  assert.equal(snapshot.timeZone, "Asia/Tokyo");
  assert.equal(snapshot.report.files.length, 2);
  snapshot.dispose();
});

test("what is packed says where its zone comes from", () => {
  const { time_zone: zone } = JSON.parse(packed.manifest);
  assert.equal(zone.name, "Europe/Berlin");
  assert.match(zone.source, /^tz 20\d\d/);
});

test("progress ends with every byte and row read", async () => {
  const seen = [];
  await pack(join(folder, "raw"), { ...OPTIONS, onProgress: (progress) => seen.push(progress) });
  const { bytes, totalBytes, rows } = seen.findLast(({ phase }) => phase === "pack");
  assert.deepEqual([bytes, rows], [totalBytes, 5]);
  const written = packed.parts.reduce((sum, part) => sum + part.bytes.length, 0);
  const { phase, part, bytes: end } = seen.at(-1);
  assert.deepEqual([phase, part, end], ["write", packed.parts.at(-1).path, written]);
  const downloads = [];
  const snapshot = await openSnapshot(join(folder, "packed"), { onProgress: (progress) => downloads.push(progress) });
  snapshot.dispose();
  const last = downloads.filter(({ phase }) => phase === "download").at(-1);
  assert.equal(last.bytes, last.totalBytes);
});

test("parts are handed over piece by piece, one after the other, the same in all", async () => {
  const pieces = [];
  const waited = [];
  const write = async (path, bytes) => {
    pieces.push([path, bytes]);
    await new Promise((proceed) => setTimeout(proceed));
    waited.push(path);
  };
  const { manifest, report } = await packTo(join(folder, "raw"), write, OPTIONS);
  assert.equal(manifest, packed.manifest);
  assert.deepEqual(report, packed.report);
  assert.equal(waited.length, pieces.length);
  const paths = pieces.map(([path]) => path);
  assert.deepEqual(paths, [...paths].sort((a, b) => packed.parts.findIndex(({ path }) => path === a) - packed.parts.findIndex(({ path }) => path === b)));
  for (const { path, bytes } of packed.parts) {
    const own = pieces.filter(([of]) => of === path).map(([, piece]) => piece);
    assert.deepEqual(Buffer.concat(own), Buffer.from(bytes));
  }
});

test("writing that fails or is aborted ends packing", async () => {
  const full = () => Promise.reject(new Error("the disk is full"));
  await assert.rejects(packTo(join(folder, "raw"), full, OPTIONS), /the disk is full/);
  const controller = new AbortController();
  const options = { ...OPTIONS, signal: controller.signal, onProgress: ({ phase }) => phase === "write" && controller.abort() };
  await assert.rejects(pack(join(folder, "raw"), options), { code: "aborted" });
});

const changed = (change) => new TextEncoder().encode(JSON.stringify(change(JSON.parse(packed.manifest))));

/** What cannot be opened, the code it is refused with, and words of the message. */
const REFUSED = {
  "a path that is not there": [() => join(folder, "nothing"), "bad-input", /nothing/],
  "a URL that is not there": [() => `${origin}/nothing`, "fetch-failed", /404/],
  "a host that is not there": [() => "http://127.0.0.1:1/", "fetch-failed", /could not be fetched/],
  "a packed folder without a part": [() => ({ "manifest.json": new TextEncoder().encode(packed.manifest) }), "missing-part", /customers/],
  "a part that was cut": [
    () => ({ "manifest.json": new TextEncoder().encode(packed.manifest), ...parts(), [packed.parts[0].path]: packed.parts[0].bytes.slice(8) }),
    "part-mismatch",
    /bytes/,
  ],
  "a newer manifest": [() => ({ "manifest.json": changed((manifest) => ({ ...manifest, version: 2 })), ...parts() }), "unsupported-version", /version 2/],
  "a manifest that points elsewhere": [
    () => ({ "manifest.json": changed((manifest) => ({ ...manifest, parts: [{ ...manifest.parts[0], path: "../secret" }] })) }),
    "bad-manifest",
    /\.\.\/secret/,
  ],
  "a manifest that points to another host": [
    () => ({ "manifest.json": changed((manifest) => ({ ...manifest, parts: [{ ...manifest.parts[0], path: "https://example.org/" }] })) }),
    "bad-manifest",
    /example/,
  ],
  "a manifest that is no JSON": [() => ({ "manifest.json": new TextEncoder().encode("{") }), "bad-manifest", /JSON/],
  "a number": [() => 5, "bad-argument", /nothing a snapshot/],
  "mixed lists": [() => [file("raw/customers.csv"), 5], "bad-argument", /nothing a snapshot/],
};

for (const [name, [source, code, words]] of Object.entries(REFUSED)) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(openSnapshot(source(), OPTIONS), (error) => {
      assert.ok(error instanceof HeadcountError, String(error));
      assert.equal(error.code, code);
      assert.match(`${error.path} ${error.message}`, words);
      return true;
    });
  });
}

test("refuses what needs more memory than is allowed", async () => {
  await assert.rejects(openSnapshot(join(folder, "packed"), { maxBytes: 10 }), { code: "too-large", message: /10/ });
});

test("an unknown zone is refused before anything is read", async () => {
  await assert.rejects(openSnapshot([{ id: "1" }], { timeZone: "Mars/Base" }), { code: "bad-time-zone" });
});

test("an aborted opening rejects, wherever it is", async () => {
  await assert.rejects(openSnapshot([{ id: "1" }], { signal: AbortSignal.abort() }), { code: "aborted" });
  const controller = new AbortController();
  const options = { ...OPTIONS, signal: controller.signal, onProgress: ({ phase }) => phase === "pack" && controller.abort() };
  await assert.rejects(openSnapshot(join(folder, "raw"), options), { code: "aborted" });
});

const RECORDS = [{ id: "1" }];

test("wasm that is no WebAssembly, or is cut, is refused", async () => {
  const wasm = readFileSync(new URL("../../dist/engine.wasm", import.meta.url));
  const page = new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  await assert.rejects(openSnapshot(RECORDS, { ...OPTIONS, wasm: page }), { code: "bad-wasm", message: /text\/html/ });
  await assert.rejects(openSnapshot(RECORDS, { ...OPTIONS, wasm: new Uint8Array(wasm.subarray(0, 5_000)) }), { code: "bad-wasm", message: /cut short/ });
  await assert.rejects(openSnapshot(RECORDS, { ...OPTIONS, wasm: `${origin}/nothing.wasm` }), { code: "fetch-failed" });
});

test("wasm may come as bytes, module, URL or response", async () => {
  const wasm = new Uint8Array(readFileSync(new URL("../../dist/engine.wasm", import.meta.url)));
  write("engine.wasm", wasm);
  const sources = [wasm, wasm.buffer, await WebAssembly.compile(wasm), `${origin}/engine.wasm`, fetch(`${origin}/engine.wasm`)];
  for (const source of sources) {
    const snapshot = await openSnapshot(RECORDS, { ...OPTIONS, wasm: source });
    assert.match(snapshot.engine.version, /^\d+\.\d+\.\d+/);
    snapshot.dispose();
  }
});

test("a disposed snapshot answers no more, and says so", async () => {
  const snapshot = await openSnapshot([{ id: "1" }], OPTIONS);
  snapshot.dispose();
  snapshot.dispose();
  await assert.rejects(snapshot.count(""), { code: "disposed" });
});

test("a snapshot disposes itself where a block ends", { skip: Symbol.dispose ? false : "this Node has no Symbol.dispose" }, async () => {
  const snapshot = await openSnapshot([{ id: "1" }], OPTIONS);
  snapshot[Symbol.dispose]();
  await assert.rejects(snapshot.count(""), { code: "disposed" });
});
