// Who is in a segment, and in which segments one customer is.

import type { FieldType } from "./fields.js";
import type { CountOptions } from "./options.js";
import type { SegmentInput } from "./segment.js";

/** Asks for a page of members with chosen columns. */
export interface MembersQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** Members before the page; 0 by default. */
  readonly offset?: number | null;
  /** Most members of the page; 100 by default. */
  readonly limit?: number | null;
  /** `id`, any field as it is written in a segment, or a function's measure: `orders_placed.count`; none by default. */
  readonly columns?: readonly string[] | null;
  /** The column to sort by; by id as text without one. */
  readonly sort?: Sort | null;
}

/** An order of members; those of equal values go by id. */
export interface Sort {
  /** A column; it need not be among those asked for. */
  readonly column: string;
  /** Whether the greatest comes first. Members without a value come last either way. */
  readonly descending?: boolean;
}

/** A page of members. */
export interface MembersReply {
  /** Members of the segment in all. */
  readonly total: number;
  /** Ids of this page, ascending as text unless sorted by a column. */
  readonly ids: readonly string[];
  /** The columns that were asked for. */
  readonly columns: readonly Column[];
  /** For each id the values of the columns; empty without columns. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A column of members. */
export interface Column {
  /** As it was asked for. */
  readonly name: string;
  readonly label: string;
  /** The type of the field. */
  readonly type: FieldType;
}

/**
 * A value: null without one, numbers and money as text with every digit, dates as `2024-01-31`,
 * times on the shop's clock as `2024-01-31T09:30:00`, lists as their texts.
 */
export type Cell = string | boolean | readonly string[] | null;

/** Asks which of some segments one customer is in; a segment with a problem has no members. */
export interface MembershipsQuestion {
  readonly customer: string;
  /** The segments, each with the id it is told by. */
  readonly segments: readonly { readonly id: string; readonly segment: SegmentInput }[];
  readonly options?: CountOptions;
}
