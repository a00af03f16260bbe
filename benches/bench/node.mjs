// The race in Node: where each peer's wasm comes from.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { snapshotOf } from "./arrow.mjs";
import { arquero } from "./peers/arquero.mjs";
import { crossfilter2 } from "./peers/crossfilter.mjs";
import { duckdb } from "./peers/duckdb.mjs";
import { headcount } from "./peers/headcount.mjs";
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

/** Races all peers, or those whose names contain one of `only`, on a shop of `size`. */
export async function raceInNode({ size, brief, adversarial, only, budget, log }) {
  const shop = makeShop(size, { adversarial });
  const library = await import("../../dist/node.js");
  const peers = [
    headcount(shop, library, await snapshotOf(shop)),
    loops(shop),
    duckdb(shop, connectDuckdb, true),
    duckdb(shop, connectDuckdb, false),
    sqljs(shop, openSqljs),
    arquero(shop),
    crossfilter2(shop),
  ];
  const chosen = only ? peers.filter((peer) => only.some((part) => peer.name.includes(part))) : peers;
  return race(chosen, tracesOf(shop, brief), { budget, log });
}
