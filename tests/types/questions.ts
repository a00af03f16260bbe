// One of everything that may be asked, each form checked by its declaration.
import type { Condition, CountOptions, LibraryFilter, Literal, Policy, SegmentInput, SqlDialect, Format, Merge } from "../../dist/types/index.js";
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
  { asOf: "2024-03-01", strictMissing: true, nodes: true, partial: true },
  { asOf: "2024-03-01T10:00:00+07:00", nodes: false },
  { asOf: null },
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

// What nothing above shows is named by the compiler.
export const unshown = null as unknown as
  | Exclude<Unshown<Condition, (typeof conditions)[number]>, `${"value" | "values" | "from" | "to" | "where"} ${string}`>
  | Unshown<{ literal: Literal }, { literal: (typeof literals)[number] }>
  | Unshown<Policy, (typeof policies)[number]>
  | Unshown<Pick<CountOptions, "asOf" | "strictMissing" | "nodes" | "partial">, (typeof options)[number]>
  | Unshown<LibraryFilter, (typeof filters)[number]>
  | Exclude<SqlDialect, (typeof dialects)[number]>
  | Exclude<Format, (typeof forms)[number]>
  | Exclude<Merge, (typeof merges)[number]> satisfies never;

const texts: readonly SegmentInput[] = ["number_of_orders > 1", { version: 1, name: "Named", condition: conditions[0] }];

export default { segments: [...texts, ...conditions.map((condition) => ({ version: 1 as const, condition }))], options, filters, dialects, forms, merges };
