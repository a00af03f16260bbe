// The functions that need no snapshot, in Node and in a bundle; a bundle of one of them brings no other part of the package at once.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { resultOf, skip } from "./browser.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";

/** What the functions answer in Node. */
const inNode = (() => {
  const text = `
    import { answersAlone } from "./src/alone.js";
    console.log(JSON.stringify(await answersAlone()));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", text], { cwd: apps, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
})();

test("Node answers without a snapshot, and ends", () => {
  const [group, checked, described, json, sql, shopify, document, ...refused] = inNode;
  assert.equal(group.rules[0].match.mode, "some");
  assert.deepEqual(checked.problems.map(({ code }) => code), ["unknown-field"]);
  assert.match(described.text, /VIP/);
  assert.deepEqual(document, JSON.parse(json.text));
  assert.match(sql.sql, /SELECT/);
  assert.equal(shopify.text, "orders_placed MATCHES (amount > 5.00, count >= 2) AND customer_tags CONTAINS 'VIP'");
  assert.deepEqual(refused, Array(2).fill({ name: "HeadcountError", code: "invalid-segment" }));
});

/** A bundle of `contents`: its folder, and text and weight of its first script with all it imports at once. */
async function bundled(name, contents) {
  const { load } = await import(join(apps, "load.mjs"));
  const { build } = await load("esbuild");
  const outdir = join(apps, "built", name);
  mkdirSync(outdir, { recursive: true });
  const stdin = { contents, resolveDir: join(apps, "src") };
  const options = { bundle: true, format: "esm", splitting: true, minify: true, metafile: true, logLevel: "error", write: false };
  const { metafile, outputFiles } = await build({ ...options, stdin, outdir, absWorkingDir: outdir });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const first = new Set();
  const reach = (file) => {
    if (first.has(file)) return;
    first.add(file);
    for (const { path, kind } of metafile.outputs[file].imports) if (kind === "import-statement") reach(path);
  };
  reach("stdin.js");
  const texts = outputFiles.filter(({ path }) => first.has(path.slice(outdir.length + 1)));
  assert.equal(texts.length, first.size);
  return { outdir, text: texts.map(({ text }) => text).join("\n"), weight: texts.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) };
}

test("a page answers the same as Node", { skip }, async () => {
  const { outdir } = await bundled("alone", 'import "./alone.js";');
  const pages = { "/": '<!doctype html><title>Alone</title><script type="module" src="./stdin.js"></script>' };
  const { origin, close } = await serve({ folders: [outdir], pages });
  try {
    assert.deepEqual(await resultOf(`${origin}/`), inNode);
  } finally {
    await close();
  }
});

test("what is not imported is not bundled", async (t) => {
  const one = await bundled("alone-one", 'import { describe } from "headcount"; window.result = describe("");');
  const snapshot = await bundled("alone-snapshot", 'import { openSnapshot } from "headcount"; window.result = openSnapshot;');
  t.diagnostic(`first script: describe ${one.weight}, openSnapshot ${snapshot.weight} bytes gzip`);
  assert.match(one.text, /import\("\.\/alone-/);
  assert.doesNotMatch(snapshot.text, /import\("\.\/alone-/);
  for (const { text } of [one, snapshot]) assert.ok(!text.includes("toReactQueryBuilder"));
  assert.ok(one.weight < snapshot.weight * 0.6, `${one.weight} of ${snapshot.weight}`);
});
