// A segment as the tree of its conditions.

import type { AnyRuleGroup } from "./rules.js";

/** A segment: a text of the query language, a JSON document of its tree, or a rule group of react-querybuilder. */
export type SegmentInput = SavedSegment | AnyRuleGroup;

/** A segment as a library keeps it. */
export type SavedSegment = string | SegmentDocument;

/** A saved segment. */
export interface SegmentDocument {
  readonly version: 1;
  readonly name?: string;
  readonly condition: Condition;
}

/** A node of the tree; its path is its JSON pointer within `condition`. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition }
  | ({ readonly kind: "field"; readonly field: string; readonly argument?: string } & Test)
  | {
      readonly kind: "function";
      readonly function: string;
      readonly matches: boolean;
      readonly where: readonly Parameter[];
    }
  | ({ readonly kind: "anniversary"; readonly field: string } & Test);

/** One parameter of a function. */
export type Parameter = { readonly parameter: string } & Test;

/** An operator, in the words of the text language in lower case, with its operands. */
export type Test =
  | { readonly operator: "=" | "!=" | ">" | ">=" | "<" | "<="; readonly value: Literal }
  | { readonly operator: "contains" | "not contains" | "starts with" | "ends with"; readonly value: Literal }
  | { readonly operator: "between"; readonly from: Literal; readonly to: Literal }
  | {
      readonly operator: "in" | "not in" | "contains any" | "contains all" | "contains none";
      readonly values: readonly Literal[];
    }
  | { readonly operator: "is null" | "is not null" };

/**
 * A value. Money, decimals and dates are strings (`"100.00"`, `"2024-01-01"`, `"-90d"`, `"today"`),
 * counts numbers, a point `[latitude, longitude]`, a statistic `{ stat: "average" }`. A text that
 * looks like one of these is `{ text: "today" }`, a whole number beyond 2^53 `{ integer: "…" }`.
 */
export type Literal =
  | string
  | number
  | boolean
  | readonly Literal[]
  | { readonly stat: string }
  | { readonly text: string }
  | { readonly integer: string };
