// The race in Node: where each peer's wasm comes from.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { snapshotOf } from "./arrow.mjs";
import { arquero } from "./peers/arquero.mjs";
import { crossfilter2 } from "./peers/crossfilter.mjs";
import { duckdb } from "./peers/duckdb.mjs";
import { headcount } from "./peers/headcount.mjs";
import { growth } from "./growth.mjs";
import { opening, toldOf } from "./opening.mjs";
import { loops } from "./peers/loops.mjs";
import { sqljs } from "./peers/sqljs.mjs";
import { race } from "./race.mjs";
import { makeShop } from "./shop.mjs";
import { tracesOf } from "./traces.mjs";

const require = createRequire(import.meta.url);

async function connectDuckdb() {
  const folder = dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
  const { createDuckDB, NODE_RUNTIME, ConsoleLogger, LogLevel } = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
  const bundle = { mainModule: join(folder, "duckdb-eh.wasm"), mainWorker: "" };
  const database = await createDuckDB({ mvp: bundle, eh: bundle }, new ConsoleLogger(LogLevel.WARNING), NODE_RUNTIME);
  await database.instantiate(() => {});
  database.open({});
  return database.connect();
}

async function openSqljs() {
  const initSqlJs = (await import("sql.js")).default;
  const wasmBinary = readFileSync(require.resolve("sql.js/dist/sql-wasm.wasm"));
  const SQL = await initSqlJs({ wasmBinary });
  return new SQL.Database();
}

/** The newest instance's memory is the one of the peer that was built last. */
let newest;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  newest = Object.values((made.instance ?? made).exports).find((item) => item instanceof WebAssembly.Memory);
  return made;
};

/** Races all peers, or those whose names contain one of `only`, on a shop of `size`; opens it in several ways. */
export async function raceInNode({ size, brief, adversarial, only, budget, log }) {
  const shop = makeShop(size, { adversarial });
  const library = await import("../../dist/node.js");
  const files = await snapshotOf(shop);
  const opened = toldOf(await opening(library, files, { brief, log }));
  const peers = [
    headcount(shop, library, files),
    loops(shop),
    duckdb(shop, connectDuckdb, true),
    duckdb(shop, connectDuckdb, false),
    sqljs(shop, openSqljs),
    arquero(shop),
    crossfilter2(shop),
  ];
  const chosen = only ? peers.filter((peer) => only.some((part) => peer.name.includes(part))) : peers;
  newest = undefined;
  const answer = await race(chosen, tracesOf(shop, brief), { budget, log, memory: () => newest?.buffer.byteLength });
  const { memory } = answer.results[0];
  const each = (bytes) => bytes / shop.customers.n;
  const text = `Memory of wasm: ${each(memory.opened).toFixed(0)} bytes a customer after opening, ${each(memory.used).toFixed(0)} after all traces.`;
  const values = { ...opened.values, bytesOpened: each(memory.opened), bytesUsed: each(memory.used) };
  return { ...answer, notes: [opened.text, text], values };
}

/** How an edit's time grows with the shop. */
export async function growthInNode(options) {
  return growth(await import("../../dist/node.js"), options);
}
