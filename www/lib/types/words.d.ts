// A segment in other words: printed, described, as SQL.

import type { CountOptions } from "./options.js";
import type { Problem } from "./problems.js";
import type { SegmentInput } from "./segment.js";

/** The forms a segment is printed in. */
export type Format = "headcount" | "lines" | "current" | "legacy" | "shopify" | "json" | "react-querybuilder";

/** Shopify's dialects: of its GraphQL Admin API from 2026-10 on, and the older spelling of functions. */
export type ShopifyDialect = "current" | "legacy";

/** A printed segment. */
export interface FormatReply {
  readonly text: string;
  /** Limits of the dialect that the text passes. */
  readonly problems: readonly Problem[];
}

/** Asks for a segment in words. */
export interface DescribeQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** BCP 47 tag of the language; English by default. */
  readonly language?: string | null;
  /** Whether relative dates are told with the day they stand for. */
  readonly dates?: boolean;
}

/** A segment in words. */
export interface DescribeReply {
  readonly text: string;
  /** The same in pieces, each with the path of what it speaks of. */
  readonly spans: readonly { readonly text: string; readonly path: string }[];
  /** What could not be read, and so is not in the sentence. */
  readonly problems: readonly Problem[];
}

/** The databases a segment can be written for. */
export type SqlDialect = "duckdb" | "postgres" | "clickhouse" | "spark" | "sqlite";

/** Asks for a segment as one statement that gives the ids of its members. */
export interface SqlQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  readonly dialect: SqlDialect;
}

/** A segment as SQL. */
export interface SqlReply {
  /** The statement; null when error-level problems prevent one. */
  readonly sql: string | null;
  /** Everything wrong or doubtful that can be seen without rows, and what the dialect cannot say. */
  readonly problems: readonly Problem[];
}
