// Values of fields, and figures of them.

import type { FieldType } from "./fields.js";
import type { CountOptions } from "./options.js";
import type { SegmentInput } from "./segment.js";

/** Asks for the values of a field or parameter. */
export interface ValuesQuestion {
  /** A field, or a parameter of a function: `customer_tags`, `orders_placed.status`. */
  readonly field: string;
  /** What a value begins with or has inside, letter case apart. */
  readonly prefix?: string | null;
  /** Most values; 20 by default, at most 10,000. */
  readonly limit?: number | null;
  /** The segment whose members are counted; everyone without it. */
  readonly segment?: SegmentInput | null;
  /**
   * The clause of the segment that the values are for (`/of/1`, `/of/0/where/2`): those for whom it decides are counted
   * instead of the members, and of a parameter's values those in rows that pass its other parameters.
   */
  readonly path?: string | null;
  readonly options?: CountOptions;
}

/** Values: those that begin with the prefix first, then those most customers have. */
export interface ValuesReply {
  /** How many values fit the prefix. */
  readonly total: number;
  readonly values: readonly ValueCount[];
}

/** One value. */
export interface ValueCount {
  /** As a segment writes it. */
  readonly value: string;
  /** The title, if the value is the id of a product. */
  readonly name: string | null;
  /** Customers who have it, in a row of theirs if it is a parameter's. */
  readonly count: number;
}

/** Asks for figures of fields over the members of a segment. */
export interface StatisticsQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** Fields of numbers or dates, or measures: `amount_spent`, `orders_placed.avg_amount`. */
  readonly fields: readonly string[];
}

/** Figures of fields over the members of a segment, in the order asked. */
export interface StatisticsReply {
  /** Members. */
  readonly total: number;
  readonly fields: readonly FieldStatistics[];
}

/**
 * Figures of one field. Numbers are exact decimals, an average is rounded half to even (money at
 * the currency's digits, else two), dates are `yyyy-mm-dd`; null if no member has a value.
 */
export interface FieldStatistics {
  readonly field: string;
  readonly kind: "money" | "decimal" | "integer" | "date";
  /** Members who have a value. */
  readonly customers: number;
  /** Members who have none. */
  readonly missing: number;
  /** Null of dates and of averages; "0" if no member has a value. */
  readonly sum: string | null;
  readonly average: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly median: string | null;
}

/** Asks for the members of a segment by the values of a field or parameter. */
export interface BreakdownQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** A field, or a parameter of a function: `customer_tags`, `orders_placed.status`. */
  readonly field: string;
  /** Most parts; 20 by default, at most 10,000. */
  readonly limit?: number | null;
}

/** The members of a segment by the values of a field or parameter. */
export interface BreakdownReply {
  /** The type of the values. */
  readonly kind: Exclude<FieldType, "any" | "coordinates">;
  /** Whether a customer may be in several parts, having several values. */
  readonly several: boolean;
  /** Members. */
  readonly total: number;
  /** Customers there are. */
  readonly everyone: number;
  /** Those who have no value. */
  readonly missing: { readonly count: number; readonly everyone: number };
  /** How many different values members have, or how many ranges there are. */
  readonly values: number;
  /** Texts by how many members have them, most first; numbers and dates ascending. */
  readonly parts: readonly Part[];
}

/** The customers with one value, or with one of a range. */
export type Part = {
  /** Members. */
  readonly count: number;
  /** All customers there are, for comparison. */
  readonly everyone: number;
} & (
  | {
      /** A text, number or date. */
      readonly value: string;
      /** The title, if the value is the id of a product. */
      readonly name?: string;
    }
  | {
      readonly value?: never;
      /** The first number or date of the range. */
      readonly from: string;
      /** What comes after the last one; null if the range has no end. */
      readonly until: string | null;
    }
);

/** Asks how segments overlap. */
export interface OverlapQuestion {
  /** At most 20. */
  readonly segments: readonly SegmentInput[];
  readonly options?: CountOptions;
}

/** How segments overlap. */
export interface OverlapReply {
  /** Customers there are. */
  readonly total: number;
  /** `shared[a][b]` customers are in both `a` and `b`; `shared[a][a]` are in `a`. */
  readonly shared: readonly (readonly number[])[];
  /** Customers who are in this segment and in no other of them. */
  readonly alone: readonly number[];
  /** Customers in any of them. */
  readonly any: number;
  /** Customers in all of them. */
  readonly all: number;
}
