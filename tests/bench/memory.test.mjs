// Memory: what opening takes is told beforehand, a limit is kept, what is remembered is bounded, and all is given back.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { snapshotOf } from "../../benches/bench/arrow.mjs";
import { makeShop } from "../../benches/bench/shop.mjs";
import { openSnapshot } from "../../dist/node.js";
import { source } from "../js/source.mjs";

const { bytesToOpen } = await source("memory.ts");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Every memory that was made and nothing has let go of. */
const memories = new Set();
const alive = () => [...memories].flatMap((memory) => memory.deref() ?? []);
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  memories.add(new WeakRef((made.instance ?? made).exports.memory));
  return made;
};

const rows = (customers, orders, lines, events) => ({ customers, orders, lines, events });
const filesOf = async (size) => Object.fromEntries(await snapshotOf(makeShop(size)));
const manifestOf = (files) => JSON.parse(new TextDecoder().decode(files["manifest.json"]));
/** Bytes of the engine that was made last. */
const taken = () => [...memories].at(-1).deref().buffer.byteLength;

for (const [name, size] of Object.entries({
  "of all tables": rows(50_000, 250_000, 600_000, 500_000),
  "of customers": rows(200_000, 1_000, 0, 1_000),
  "of orders": rows(5_000, 800_000, 0, 1_000),
  "of lines": rows(5_000, 50_000, 1_500_000, 1_000),
  "of events": rows(5_000, 1_000, 0, 1_200_000),
})) {
  test(`what a shop ${name} takes is about what its manifest says, and the limit is kept`, async () => {
    const files = await filesOf(size);
    const told = bytesToOpen(manifestOf(files).parts);
    (await openSnapshot(files)).dispose();
    const bytes = taken();
    console.log(`# ${name}: told ${told}, took ${bytes}`);
    assert.ok(bytes < told * 1.3 && bytes > told * 0.7, `told ${told}, took ${bytes}`);
    const most = Math.max(told, bytes);
    (await openSnapshot(files, { maxBytes: most })).dispose();
    await assert.rejects(openSnapshot(files, { maxBytes: Math.min(told, bytes) - 1 }), (error) => {
      assert.equal(error.code, "too-large");
      assert.ok(error.bytes === told || error.bytes === bytes, String(error.bytes));
      assert.match(error.message, new RegExp(`${error.bytes} bytes of memory; ${Math.min(told, bytes) - 1} may be had`));
      return true;
    });
  });
}

test("no part of a snapshot that wasm cannot hold is read", async () => {
  const files = await filesOf("quick");
  const manifest = manifestOf(files);
  manifest.parts[0].bytes = 2 ** 32;
  const asked = [];
  const fetched = (path) => {
    asked.push(path);
    return new Response(path === "manifest.json" ? JSON.stringify(manifest) : files[path]);
  };
  await assert.rejects(openSnapshot(fetched), ({ code, bytes }) => code === "too-large" && bytes > 2 ** 32);
  assert.deepEqual(asked.filter((path) => path.endsWith(".arrow")), []);
});

test("memory that the machine refuses is an error that says so, and the next snapshot opens", () => {
  const program = `
    const { snapshotOf } = await import(${JSON.stringify(new URL("../../benches/bench/arrow.mjs", import.meta.url))});
    const { makeShop } = await import(${JSON.stringify(new URL("../../benches/bench/shop.mjs", import.meta.url))});
    const { openSnapshot } = await import(${JSON.stringify(new URL("../../dist/node.js", import.meta.url))});
    const filesOf = async (size) => Object.fromEntries(await snapshotOf(makeShop(size)));
    const error = await openSnapshot(await filesOf({ customers: 50_000, orders: 1_000_000, lines: 0, events: 1_000 })).catch((error) => error);
    const snapshot = await openSnapshot(await filesOf("quick"));
    const { code, bytes, message } = error;
    console.log(JSON.stringify({ code, bytes, message, customers: snapshot.customers }));`;
  const pages = 400;
  const { stdout, stderr } = spawnSync(process.execPath, [`--wasm-max-mem-pages=${pages}`, "--input-type=module", "-e", program], { encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  const { code, bytes, message, customers } = JSON.parse(stdout);
  assert.deepEqual([code, customers], ["too-large", 5_000], message);
  assert.ok(bytes > 0 && bytes <= pages * 65_536, String(bytes));
});

test("what edits leave behind is bounded", async () => {
  const snapshot = await openSnapshot(await filesOf(rows(100_000, 200_000, 0, 1_000)));
  const opened = taken();
  const edit = (cents) => snapshot.count(`amount_spent >= ${(cents / 100).toFixed(2)} AND number_of_orders > 1`, { nodes: true });
  const after = [];
  // Each leaves two bitmaps of 12.5 kB: in all several times what is remembered at most.
  for (let round = 0; round < 3; round++) {
    for (let step = 0; step < 6_000; step++) await edit(1 + round * 6_000 + step);
    after.push(taken());
  }
  snapshot.dispose();
  console.log(`# opened ${opened}, then ${after.join(", ")}`);
  assert.ok(after[2] <= opened + (160 << 20), `from ${opened} to ${after[2]} bytes`);
  assert.equal(after[2], after[1]);
});

test("a snapshot that is disposed gives its memory back, even to who still holds it", async () => {
  const files = await filesOf(rows(50_000, 250_000, 0, 1_000));
  const held = [];
  for (let time = 0; time < 30; time++) {
    const snapshot = await openSnapshot(files);
    assert.equal((await snapshot.count("number_of_orders >= 0")).count, 50_000);
    snapshot.dispose();
    held.push(snapshot);
    // Weak references hold until the end of a turn.
    await new Promise((resolve) => setTimeout(resolve));
    collect();
  }
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  const bytes = alive().reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  assert.ok(alive().length <= 2, `${alive().length} memories of ${bytes} bytes are held`);
  assert.equal(held.length, 30);
});
