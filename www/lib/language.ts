// The engine without a snapshot: what can be said about a segment alone.

import { askingAlone } from "./ask.js";
import type { AskOptions, DescribeOptions, QueryOptions } from "./snapshot.js";
import type { Started } from "./start/ladder.js";
import type { CheckReply, DescribeReply, FieldDescription, Format, FormatReply, SegmentInput, SqlDialect, SqlReply } from "./types.js";

/** A started engine. */
export interface Language {
  /** The engine's version. */
  readonly version: string;
  /** All problems that can be seen without a snapshot, and the tree. */
  check(segment: SegmentInput, options?: AskOptions & { readonly now?: Date }): Promise<CheckReply>;
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

/** The language service of a started engine. */
export function createLanguage({ connection, engine: { version } }: Started): Language {
  const { call, dispose } = connection;
  const ask = askingAlone(connection);
  return {
    version,
    check: (segment, { now = new Date(), ...options } = {}) => call("checkAlone", [segment, now.getTime()], options),
    format: (segment, to, options = {}) => call("format", [segment, to], options),
    describe: (segment, { signal, language = null, dates = false, ...options } = {}) =>
      ask("describe", { segment, options, language, dates }, { signal }),
    toSql: (segment, dialect, { signal, ...options } = {}) => ask("sql", { segment, options, dialect }, { signal }),
    sqlSchema: (dialect, options) => ask("schema", { dialect }, options),
    fields: (options = {}) => call("fieldsAlone", [], options),
    dispose,
  };
}
