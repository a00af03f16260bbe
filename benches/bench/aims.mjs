// What the engine is to reach on the shop M in one worker, as data; `report.mjs` holds a run against it.

const LOOPS = "JavaScript loops";
const KEPT = "duckdb-wasm, pre-aggregated";
const RAW = "duckdb-wasm, raw tables";

/**
 * Each aim is about one number: `of` a trace's `figures` at most (milliseconds), `times` a peer's median
 * at least, `limit` a share of the machine's own, or one of the run's own `value`s at most or at least.
 */
export const AIMS = [
  { figure: "customer leaf, cold", trace: "customer leaf, cold", of: "p50", most: 0.09 },
  { figure: "customer leaf, cold", trace: "customer leaf, cold", times: LOOPS, least: 8 },
  { figure: "customer leaf, cold: share of the native scan", trace: "customer leaf, cold", limit: "scanMilliseconds", least: 0.6 },
  { figure: "threshold edit", trace: "4 criteria, threshold dragged", of: "p50", most: 0.1 },
  { figure: "threshold edit", trace: "4 criteria, threshold dragged", of: "p99", most: 0.3 },
  { figure: "threshold edit", trace: "4 criteria, threshold dragged", times: KEPT, least: 50 },
  { figure: "threshold edit", trace: "4 criteria, threshold dragged", times: RAW, least: 1_000 },
  ...["threshold", "window"].flatMap((what) => [
    { figure: `slider frame, ${what}`, trace: `slider frame, ${what}`, of: "first", most: 5 },
    { figure: `slider frame, ${what}`, trace: `slider frame, ${what}`, of: "p50", most: 0.002 },
    { figure: `slider frame, ${what}`, trace: `slider frame, ${what}`, of: "p99", most: 0.02 },
  ]),
  { figure: "order leaf, cold: 90 days", trace: "order leaf, cold: 90 days", of: "p50", most: 1.5 },
  { figure: "order leaf, cold: 90 days", trace: "order leaf, cold: 90 days", times: KEPT, least: 60 },
  { figure: "order leaf, cold: all", trace: "order leaf, cold: all", of: "p50", most: 10 },
  { figure: "order leaf, cold: all", trace: "order leaf, cold: all", times: KEPT, least: 60 },
  { figure: "event leaf, cold: 2 days", trace: "event leaf, cold: 2 days", of: "p50", most: 0.5 },
  { figure: "event leaf, cold: all", trace: "event leaf, cold: all", of: "p50", most: 40 },
  { figure: "leave-one-out counts of 12 leaves", trace: "leave-one-out of 12 leaves", of: "p50", most: 0.3 },
  { figure: "overlap of 20 segments", trace: "overlap of 20 segments", of: "p50", most: 2.5 },
  { figure: "every day of a year, one leaf", trace: "every day of a year, one leaf", of: "p50", most: 40 },
  { figure: "every day of a year, 12 leaves", trace: "every day of a year, 12 leaves", of: "p50", most: 250 },
  { figure: "load from memory", value: "megabytesPerSecond", unit: "MB/s", least: 500 },
  { figure: "first count over 100 Mbit/s", value: "firstCountSeconds", unit: "s", most: 2.5 },
  { figure: "memory after opening", value: "bytesOpened", unit: "bytes a customer", most: 600 },
  { figure: "memory after all traces", value: "bytesUsed", unit: "bytes a customer", most: 600 },
  { figure: "300 mixed edits: frames over 16.7 ms", trace: "300 mixed edits", of: "slow", most: 0 },
];
