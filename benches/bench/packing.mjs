// What packing folders takes in Node: `node benches/bench/packing.mjs FOLDER…`, the exports that
// `cargo bench --bench packing -- --write FOLDER` wrote, or any others. Parts are let go as they come.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { packTo } from "../../dist/node.js";

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error("Name the folders to pack.");
  process.exitCode = 2;
}

// The packer's memory is the last one made. It never shrinks: its size at the end is the most there was.
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  memory = (made.instance ?? made).exports.memory;
  return made;
};

const mega = (bytes) => (bytes / 1e6).toFixed(1);
for (const folder of folders) {
  const input = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  let snapshot = 0;
  let rows = 0;
  let read = 0;
  const start = performance.now();
  await packTo(
    folder,
    (_, bytes) => {
      snapshot += bytes.length;
    },
    {
      timeZone: "UTC",
      onProgress: ({ phase, rows: now }) => {
        if (phase !== "pack") return;
        rows = now;
        read = performance.now();
      },
    },
  );
  const peak = memory.buffer.byteLength;
  const { maxRSS } = process.resourceUsage();
  console.log(
    `${folder}: ${mega(input)} MB in ${rows} rows → ${mega(snapshot)} MB; ${mega(peak)} MB of wasm memory, ` +
      `${(peak / snapshot).toFixed(2)} times the snapshot; the process had ${mega(maxRSS * 1024)} MB; ` +
      `${Math.round(rows / (read - start))} rows/ms, ${((performance.now() - read) / 1000).toFixed(1)} s writing`,
  );
}
