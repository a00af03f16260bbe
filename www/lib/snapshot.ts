/// <reference lib="esnext.disposable" preserve="true" />
// An open snapshot as callers see it; `create.ts` makes one.

import type { SegmentLibrary } from "./library/library.js";
import type { Live, LiveOptions } from "./live.js";
import type { ApplyOptions } from "./options.js";
import type { Source } from "./source/source.js";
import type { EngineInfo } from "./start/options.js";
import type {
  BreakdownReply,
  CheckReply,
  CompareReply,
  CompletionReply,
  CountOptions,
  CountReply,
  DescribeReply,
  Distribution,
  ExplainReply,
  Format,
  FormatReply,
  MembersReply,
  Opened,
  OverlapReply,
  Report,
  SegmentInput,
  SegmentMoved,
  Sort,
  SqlDialect,
  SqlReply,
  StatisticsReply,
  ValuesReply,
  TimelineReply,
} from "./types.js";

/** An answer to a count, with how long the engine took. */
export interface Count extends CountReply {
  /** Milliseconds in the engine. */
  readonly elapsed: number;
}

/** Options of a question that depends on no instant. */
export interface AskOptions {
  readonly signal?: AbortSignal;
}

/** What applying a delta did. */
export interface Applied extends Pick<Opened, "snapshotId" | "takenAt" | "customers"> {
  /** What packing did with every row of the delta, if it is known. */
  readonly report: Report | null;
  /** The saved segments that can be counted: members before and after, who entered and left, and why. */
  readonly segments: readonly SegmentMoved[];
}

/** Options of one question. */
export interface QueryOptions extends CountOptions, AskOptions {}

/** Options of a segment in words. */
export interface DescribeOptions extends QueryOptions {
  /** BCP 47 tag of the language; English by default. */
  readonly language?: string;
  /** Whether relative dates are told with the day they stand for. */
  readonly dates?: boolean;
}

/** Options of an explanation. */
export interface ExplainOptions extends QueryOptions {
  /** How many days ahead to look for what flips by itself; 366 by default and at most. */
  readonly days?: number | null;
}

/** Options of a distribution. */
export interface DistributionOptions extends QueryOptions {
  /** Most bars of the histogram; by default 30. With 0 there are no figures either, just the table. */
  readonly bins?: number;
}

/** Options of a breakdown. */
export interface BreakdownOptions extends QueryOptions {
  /** Most parts; by default 20. */
  readonly limit?: number;
}

/** Options of the values of a field. */
export interface ValuesOptions extends QueryOptions {
  /** What a value begins with or has inside, letter case apart. */
  readonly prefix?: string;
  /** Most values; by default 20. */
  readonly limit?: number;
  /** The segment whose members are counted; by default everyone. */
  readonly segment?: SegmentInput;
  /** The clause of the segment the values are for: those who pass the rest are counted instead of the members. */
  readonly path?: string;
}

/** Options of what may stand at a place. */
export interface CompleteOptions extends QueryOptions {
  /** Most values of data; by default 50. */
  readonly limit?: number;
}

/** Options of a page of members. */
export interface MembersOptions extends QueryOptions {
  /** Members before the page; by default 0. */
  readonly offset?: number;
  /** Most members of the page; by default 100. */
  readonly limit?: number;
  /** `id`, any field as it is written in a segment, or a function's measure: `email`, `orders_placed.count`; by default none. */
  readonly columns?: readonly string[];
  /** The column to sort by, and which way; by default by id as text. */
  readonly sort?: Sort | null;
}

/** Options of the members as CSV. */
export interface CsvOptions extends QueryOptions {
  /** As in `MembersOptions`; by default `id`. Personal columns are there only when asked for. */
  readonly columns?: readonly string[];
  readonly sort?: Sort | null;
}

/** Options of a comparison. */
export interface CompareOptions extends QueryOptions {
  /** Options of the earlier segment, if they are others: another `asOf`. */
  readonly beforeOptions?: CountOptions | null;
  /** Most ids listed of those who entered, and of those who left; by default 0. */
  readonly ids?: number;
}

/** Options of a timeline. */
export interface TimelineOptions extends QueryOptions {
  /** The first day, `2024-01-31`; by default so that there are 30. */
  readonly from?: string | null;
  /** The last day, which may be one to come; by default that of `asOf`. */
  readonly to?: string | null;
  /** Most ids listed a day of those who entered, and of those who left; by default 0. */
  readonly ids?: number;
}

/** An open snapshot. */
export interface Snapshot extends Opened {
  /** What packing did with every row; null for a packed snapshot without one. */
  readonly report: Report | null;
  /** Where the engine runs. */
  readonly engine: EngineInfo;

  /** Reads every part that was not read yet; from then on nothing is fetched. */
  readAll(options?: AskOptions): Promise<void>;
  /** How many customers match, exactly. */
  count(segment: SegmentInput, options?: QueryOptions): Promise<Count>;
  /** A count that follows the edits of a segment. */
  live(segment: SegmentInput, options: LiveOptions): Live;
  /** All problems of a segment, and its tree. */
  check(segment: SegmentInput, options?: QueryOptions): Promise<CheckReply>;
  /** What may stand at a place of a text, `offset` UTF-16 units from its start: values with counts. */
  complete(text: string, offset: number, options?: CompleteOptions): Promise<CompletionReply>;
  /** The segment printed in a dialect, or as JSON. */
  format(segment: SegmentInput, to: Format, options?: AskOptions): Promise<FormatReply>;
  /** The segment in words. */
  describe(segment: SegmentInput, options?: DescribeOptions): Promise<DescribeReply>;
  /** The segment as one SQL statement over the tables of `sqlSchema`, for the same instant and policy. */
  toSql(segment: SegmentInput, dialect: SqlDialect, options?: QueryOptions): Promise<SqlReply>;
  /** The statements that create the tables the SQL is for. */
  sqlSchema(dialect: SqlDialect, options?: AskOptions): Promise<string>;
  /** Why a customer is in the segment or not: every node's verdict, the customer's values, when it flips by itself. */
  explain(segment: SegmentInput, customerId: string, options?: ExplainOptions): Promise<ExplainReply>;
  /**
   * The values a threshold is compared with, and the segment's count at each: figures and histogram
   * of the customers who pass the rest. Null if nothing with an order is compared at the path, or a
   * number is past 2^52.
   */
  distribution(segment: SegmentInput, path: string, options?: DistributionOptions): Promise<Distribution | null>;
  /** Sum, average, least, greatest and median of fields over the members. */
  statistics(segment: SegmentInput, fields: readonly string[], options?: QueryOptions): Promise<StatisticsReply>;
  /** The members by the values of a field or parameter: texts by count, numbers and dates by ranges. */
  breakdown(segment: SegmentInput, field: string, options?: BreakdownOptions): Promise<BreakdownReply>;
  /** How many customers each two of at most 20 segments share. */
  overlap(segments: readonly SegmentInput[], options?: QueryOptions): Promise<OverlapReply>;
  /** The values of a field, or of a parameter (`orders_placed.status`), with the customers who have each. */
  values(field: string, options?: ValuesOptions): Promise<ValuesReply>;
  /** A page of the members with chosen columns, ascending by id as text or sorted by a column. */
  members(segment: SegmentInput, options?: MembersOptions): Promise<MembersReply>;
  /** The ids of all members. */
  memberIds(segment: SegmentInput, options?: QueryOptions): Promise<readonly string[]>;
  /** The members as CSV that a spreadsheet opens as it is: no cell is run as a formula. */
  exportCsv(segment: SegmentInput, options?: CsvOptions): Promise<string>;
  /** Who enters and who leaves from one segment to another, and which clause does it. */
  compare(before: SegmentInput, after: SegmentInput, options?: CompareOptions): Promise<CompareReply>;
  /** The count at the end of every day, past or to come, with who entered and left since the day before. */
  timeline(segment: SegmentInput, options?: TimelineOptions): Promise<TimelineReply>;

  /**
   * Applies a delta, what changed since this snapshot was packed: a packed one, or files to be packed as one. Live
   * counts follow; every saved segment is told with who entered and left, and so is the library's log.
   */
  apply(delta: Source, options?: ApplyOptions): Promise<Applied>;

  /** The saved segments; conditions may name them: `segments CONTAINS 'VIP'`. */
  readonly library: SegmentLibrary;

  /** Ends the engine and frees its memory; what is pending rejects. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}
