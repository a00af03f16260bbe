// One of everything that may be asked, each form checked by its declaration.
import type { AnyRuleGroup, Condition, CountOptions, Format, LibraryFilter, Literal, Merge, Policy, SegmentInput, Snapshot, SqlDialect } from "../../dist/types/index.js";
import type { Unshown } from "./facts.js";

const number = { kind: "field", field: "number_of_orders" } as const;
const tags = { kind: "field", field: "customer_tags" } as const;
const date = { kind: "field", field: "last_order_date" } as const;

const conditions = [
  { kind: "all", of: [] },
  { kind: "any", of: [{ ...number, operator: "=", value: 1 }] },
  { kind: "not", of: { ...number, operator: "!=", value: 1 } },
  { ...number, operator: "=", value: 1 },
  { ...number, operator: "!=", value: 1 },
  { ...number, operator: ">", value: { stat: "average" } },
  { ...number, operator: ">=", value: 1 },
  { ...number, operator: "<", value: 1 },
  { ...number, operator: "<=", value: { integer: "1" } },
  { ...number, operator: "between", from: 1, to: 2 },
  { ...number, operator: "is null" },
  { ...number, operator: "is not null" },
  { ...tags, operator: "contains", value: "VIP" },
  { ...tags, operator: "not contains", value: { text: "today" } },
  { ...tags, operator: "contains any", values: ["a", "b"] },
  { ...tags, operator: "contains all", values: ["a"] },
  { ...tags, operator: "contains none", values: ["a"] },
  { kind: "field", field: "email", operator: "starts with", value: "a" },
  { kind: "field", field: "email", operator: "ends with", value: "a" },
  { kind: "field", field: "gender", operator: "in", values: ["female"] },
  { kind: "field", field: "gender", operator: "not in", values: ["female"] },
  { ...date, operator: "between", from: "-90d", to: "today" },
  { kind: "anniversary", field: "birth_date", operator: "=", value: "today" },
  { kind: "function", function: "orders_placed", matches: true, where: [{ parameter: "amount", operator: ">", value: "1.00" }] },
  {
    kind: "function",
    function: "customer_within_distance",
    matches: true,
    where: [
      { parameter: "coordinates", operator: "=", value: [16, 108.2] },
      { parameter: "distance_km", operator: "=", value: 5 },
    ],
  },
  { kind: "field", field: "random_bucket", argument: "spring", operator: "<", value: 5_000 },
] as const satisfies readonly Condition[];

const literals = ["100.00", 1, true, [1, 2], { stat: "average" }, { text: "today" }, { integer: "9007199254740993" }] as const satisfies readonly Literal[];

const policies = [
  { test: "include", cancelled: "include", deleted: "include", refunds: "gross", statuses: ["completed"] },
  { test: "exclude", cancelled: "exclude", deleted: "exclude", refunds: "net", statuses: null },
  {},
] as const satisfies readonly Policy[];

const options = [
  ...policies.map((policy) => ({ policy })),
  { asOf: "2024-03-01", strictMissing: true, nodes: true, partial: true, maxClauses: 10, editing: "1" },
  { asOf: "2024-03-01T10:00:00+07:00", nodes: false },
  { asOf: null, maxClauses: null, editing: null },
] as const satisfies readonly CountOptions[];

const filters = [
  {},
  { keywords: "big", active: true, kind: "automatic", usedIn: "campaign", least: 1, most: 10, field: "amount_spent", order: "count", descending: true },
  { active: null, kind: "manual", usedIn: "flow", order: "name" },
  { kind: null, usedIn: "segment", order: "created", least: null, most: null, field: null },
  { usedIn: "variant", order: "edited" },
  { usedIn: "nothing" },
  { usedIn: null },
] as const satisfies readonly LibraryFilter[];

const dialects = ["duckdb", "postgres", "clickhouse", "spark", "sqlite"] as const satisfies readonly SqlDialect[];
const forms = ["headcount", "lines", "current", "legacy", "shopify", "json", "react-querybuilder"] as const satisfies readonly Format[];
const merges = ["replace", "rename", "skip"] as const satisfies readonly Merge[];

const groups = [
  {
    id: "g",
    path: [],
    disabled: false,
    muted: false,
    combinator: "and",
    not: true,
    rules: [
      { id: "r", path: [0], disabled: true, muted: false, field: "number_of_orders", operator: ">", value: "1", valueSource: "value", lhs: null },
      { field: "orders_placed", operator: "=", match: { mode: "atLeast", threshold: 2 }, value: { combinator: "and", rules: [] } },
      { field: "orders_placed", operator: "=", match: { mode: "none", threshold: null }, value: { combinator: "and", rules: [] } },
    ],
  },
  { rules: [{ field: "number_of_orders", operator: "=", value: 1 }, "or", { rules: [] }] },
] as const satisfies readonly AnyRuleGroup[];

/** A method of a snapshot and what it is called with; what `apply` is given is no question. */
type Call = {
  [M in Exclude<keyof Snapshot, "apply">]: Snapshot[M] extends (...args: infer Args) => Promise<unknown> ? readonly [M, ...Args] : never;
}[Exclude<keyof Snapshot, "apply">];
type Options<C> = C extends readonly [...unknown[], infer Last] ? Exclude<Last, string | readonly unknown[]> : never;

const text = "amount_spent >= 10.00";
const calls = [
  ["count", text, { nodes: true }],
  ["check", text, { asOf: "2024-03-01" }],
  ["format", text, "lines"],
  ["describe", text, { language: "de", dates: true }],
  ["toSql", text, "spark", { strictMissing: true }],
  ["sqlSchema", "spark"],
  ["complete", "amount_spent ", 13, { limit: 3 }],
  ["explain", text, "mai", { days: 30 }],
  ["explain", text, "mai", { days: null }],
  ["distribution", text, "/value", { bins: 5 }],
  ["statistics", text, ["amount_spent"]],
  ["breakdown", text, "customer_tags", { limit: 3 }],
  ["overlap", [text, "number_of_orders > 0"]],
  ["values", "customer_tags", { prefix: "v", limit: 3, segment: text, path: "" }],
  ["members", text, { offset: 1, limit: 2, columns: ["id", "amount_spent"], sort: { column: "amount_spent", descending: true } }],
  ["members", text, { sort: null }],
  ["memberIds", text],
  ["readAll"],
  ["exportCsv", text, { columns: ["id"], sort: { column: "id", descending: false } }],
  ["exportCsv", text, { sort: null }],
  ["compare", text, "number_of_orders > 0", { beforeOptions: { asOf: "2024-01-01" }, ids: 3 }],
  ["compare", text, text, { beforeOptions: null }],
  ["timeline", text, { from: "2024-03-01", to: "2024-03-20", ids: 3 }],
  ["timeline", text, { from: null, to: null }],
] as const satisfies readonly Call[];

/** Of all options those that are a method's own. */
type Own<C extends Call> = Omit<Options<Required<C>>, keyof CountOptions | "signal">;

// What nothing above shows is named by the compiler.
export const unshown = null as unknown as
  | Exclude<Unshown<Condition, (typeof conditions)[number]>, `${"value" | "values" | "from" | "to" | "where"} ${string}`>
  | Unshown<{ literal: Literal }, { literal: (typeof literals)[number] }>
  | Unshown<AnyRuleGroup, (typeof groups)[number]>
  | Unshown<Policy, (typeof policies)[number]>
  | Unshown<Omit<CountOptions, "policy">, (typeof options)[number]>
  | Unshown<LibraryFilter, (typeof filters)[number]>
  | Exclude<Call[0], (typeof calls)[number][0]>
  | { [M in Call[0]]: Exclude<Unshown<Own<Extract<Call, readonly [M, ...unknown[]]>>, Options<Extract<(typeof calls)[number], readonly [M, ...unknown[]]>>>, `beforeOptions ${string}`> }[Call[0]]
  | Exclude<SqlDialect, (typeof dialects)[number]>
  | Exclude<Format, (typeof forms)[number]>
  | Exclude<Merge, (typeof merges)[number]> satisfies never;

const texts: readonly SegmentInput[] = ["number_of_orders > 1", { version: 1, name: "Named", condition: conditions[0] }];

export default { segments: [...texts, ...groups, ...conditions.map((condition) => ({ version: 1 as const, condition }))], options, filters, dialects, forms, merges, calls };
