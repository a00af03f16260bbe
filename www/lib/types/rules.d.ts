// Rule groups of react-querybuilder: as they are read, and as they are written.

import type { Literal } from "./segment.js";

/** A rule group as builders make them, with one combinator or with one between each two rules. */
export interface AnyRuleGroup extends RuleNotes {
  readonly combinator?: string | undefined;
  readonly not?: boolean | undefined;
  readonly rules: readonly (AnyRule | AnyRuleGroup | string)[];
}

/** A rule as builders make them. What conditions cannot say of it is a problem of the segment. */
export interface AnyRule extends RuleNotes {
  readonly field: string;
  readonly operator: string;
  /** A value, several in a list or between commas, or the group of a `match`. */
  readonly value?: unknown;
  readonly valueSource?: string | undefined;
  readonly match?: { readonly mode: string; readonly threshold?: number | null | undefined } | undefined;
  readonly lhs?: unknown;
}

/** What builders note beside a rule or group; only `muted` means anything: it is left out. */
export interface RuleNotes {
  readonly id?: string | undefined;
  readonly path?: readonly number[] | undefined;
  readonly disabled?: boolean | undefined;
  readonly muted?: boolean | undefined;
}

/** A segment as a rule group; a `RuleGroupType` of react-querybuilder. */
export interface RuleGroup {
  combinator: "and" | "or";
  not?: true;
  rules: (Rule | RuleGroup)[];
}

/** A rule of a segment; with `match` its value is the group of a function's parameters. */
export interface Rule {
  field: string;
  operator: RuleOperator;
  value: Literal | Literal[] | RuleGroup | null;
  match?: { mode: "some" | "none" };
}

/** The operators of rules; the last three are not among the builder's own. */
export type RuleOperator =
  | "="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "between"
  | "notBetween"
  | "in"
  | "notIn"
  | "contains"
  | "doesNotContain"
  | "beginsWith"
  | "doesNotBeginWith"
  | "endsWith"
  | "doesNotEndWith"
  | "null"
  | "notNull"
  | "containsAny"
  | "containsAll"
  | "containsNone";
