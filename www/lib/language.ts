// The engine without a snapshot, as callers see it: what can be said about a segment alone.

import type { AskOptions, DescribeOptions, QueryOptions } from "./snapshot.js";
import type { CheckReply, CompletionReply, DescribeReply, FieldDescription, Format, FormatReply, SegmentInput, SqlDialect, SqlReply } from "./types.js";

/** A started engine. */
export interface Language {
  /** The engine's version. */
  readonly version: string;
  /** All problems that can be seen without a snapshot, and the tree. */
  check(segment: SegmentInput, options?: AskOptions & { readonly now?: Date }): Promise<CheckReply>;
  /** What may stand at a place of a text, `offset` UTF-16 units from its start. */
  complete(text: string, offset: number, options?: AskOptions): Promise<CompletionReply>;
  /** The segment printed in a dialect, or as JSON. */
  format(segment: SegmentInput, to: Format, options?: AskOptions): Promise<FormatReply>;
  /** The segment in words. */
  describe(segment: SegmentInput, options?: DescribeOptions): Promise<DescribeReply>;
  /** The segment as one SQL statement; relative dates are taken from the clock. */
  toSql(segment: SegmentInput, dialect: SqlDialect, options?: QueryOptions): Promise<SqlReply>;
  /** The statements that create the tables the SQL is for. */
  sqlSchema(dialect: SqlDialect, options?: AskOptions): Promise<string>;
  /** Every field and function. */
  fields(options?: AskOptions): Promise<readonly FieldDescription[]>;
  /** Ends the engine. Idempotent. */
  dispose(): void;
}
