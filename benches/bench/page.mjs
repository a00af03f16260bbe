// The race inside a page; `run.mjs` bundles it, serves it cross-origin isolated (timers of 5 µs) and reads `window.answer`.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";
import * as library from "../../dist/index.js";
import { snapshotOf } from "./arrow.mjs";
import { opening, toldOf } from "./opening.mjs";
import { duckdb } from "./peers/duckdb.mjs";
import { headcount } from "./peers/headcount.mjs";
import { loops } from "./peers/loops.mjs";
import { race } from "./race.mjs";
import { makeShop } from "./shop.mjs";
import { tracesOf } from "./traces.mjs";

async function connectDuckdb() {
  const database = new AsyncDuckDB(new VoidLogger(), new Worker("/duckdb-worker.js"));
  await database.instantiate(new URL("/duckdb.wasm", location.href).href);
  return database.connect();
}

async function main() {
  const options = JSON.parse(new URLSearchParams(location.search).get("options"));
  const shop = makeShop(options.size, { adversarial: options.adversarial });
  const files = await snapshotOf(shop);
  const peers = [headcount(shop, library, files), loops(shop), duckdb(shop, connectDuckdb, true), duckdb(shop, connectDuckdb, false)];
  const chosen = options.only ? peers.filter((peer) => options.only.some((part) => peer.name.includes(part))) : peers;
  const log = (line) => console.log(line);
  const opened = toldOf(await opening(library, files, { brief: options.brief, log }));
  const answer = await race(chosen, tracesOf(shop, options.brief), { budget: options.budget, log });
  return { ...answer, notes: [opened.text], values: opened.values };
}

main().then(
  (answer) => (window.answer = { answer }),
  (error) => (window.answer = { error: String(error?.stack ?? error) }),
);
