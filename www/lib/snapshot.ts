/// <reference lib="esnext.disposable" preserve="true" />
// An open snapshot as the page sees it. A new question is one line in `Snapshot` and one below it.

import { asking } from "./ask.js";
import { csvOf } from "./csv.js";
import type { SegmentLibrary } from "./library/library.js";
import type { SegmentStore } from "./library/store.js";
import { startLive, type Live, type LiveOptions } from "./live.js";
import type { EngineInfo, Started } from "./start/ladder.js";
import type {
  CheckReply,
  CountOptions,
  CountReply,
  DescribeReply,
  Format,
  FormatReply,
  MembersReply,
  Opened,
  Report,
  SegmentInput,
  SqlDialect,
  SqlReply,
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

/** Options of one question. */
export interface QueryOptions extends CountOptions, AskOptions {}

/** Options of a segment in words. */
export interface DescribeOptions extends QueryOptions {
  /** BCP 47 tag of the language; English by default. */
  readonly language?: string;
  /** Whether relative dates are told with the day they stand for. */
  readonly dates?: boolean;
}

/** Options of a page of members. */
export interface MembersOptions extends QueryOptions {
  /** Members before the page; by default 0. */
  readonly offset?: number;
  /** Most members of the page; by default 100. */
  readonly limit?: number;
}

/** An open snapshot. */
export interface Snapshot extends Opened {
  /** What packing did with every row; null for a packed snapshot without one. */
  readonly report: Report | null;
  /** Where the engine runs. */
  readonly engine: EngineInfo;

  /** How many customers match, exactly. */
  count(segment: SegmentInput, options?: QueryOptions): Promise<Count>;
  /** A count that follows the edits of a segment. */
  live(segment: SegmentInput, options: LiveOptions): Live;
  /** All problems of a segment, and its tree. */
  check(segment: SegmentInput, options?: QueryOptions): Promise<CheckReply>;
  /** The segment printed in a dialect, or as JSON. */
  format(segment: SegmentInput, to: Format, options?: AskOptions): Promise<FormatReply>;
  /** The segment in words. */
  describe(segment: SegmentInput, options?: DescribeOptions): Promise<DescribeReply>;
  /** The segment as one SQL statement over the tables of `sqlSchema`, for the same instant and policy. */
  toSql(segment: SegmentInput, dialect: SqlDialect, options?: QueryOptions): Promise<SqlReply>;
  /** The statements that create the tables the SQL is for. */
  sqlSchema(dialect: SqlDialect, options?: AskOptions): Promise<string>;
  /** A page of the members, ascending by id as text. */
  members(segment: SegmentInput, options?: MembersOptions): Promise<MembersReply>;
  /** The ids of all members. */
  memberIds(segment: SegmentInput, options?: QueryOptions): Promise<readonly string[]>;
  /** The members as CSV. */
  exportCsv(segment: SegmentInput, options?: QueryOptions): Promise<string>;

  /** The saved segments; conditions may name them: `segments CONTAINS 'VIP'`. */
  readonly library: SegmentLibrary;

  /** Ends the engine and frees its memory; what is pending rejects. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** The snapshot that an engine has opened. */
export function createSnapshot(
  { connection, engine }: Started,
  opened: Opened & { readonly report: Report | null },
  { asOf, store }: { readonly asOf?: string; readonly store?: SegmentStore },
): Snapshot {
  const { call, dispose } = connection;
  const request = ({ signal: _, ...options }: QueryOptions) => (asOf === undefined ? options : { asOf, ...options });
  const ask = asking(connection);
  const all = async (segment: SegmentInput, options: QueryOptions) =>
    (await call("members", [segment, request(options), 0, opened.customers], options)).ids;

  const snapshot: Omit<Snapshot, typeof Symbol.dispose> = {
    ...opened,
    engine,
    count: (segment, options = {}) => call("count", [segment, request(options)], options),
    live: (segment, options) => startLive(snapshot, segment, options),
    check: (segment, options = {}) => call("check", [segment, request(options)], options),
    format: (segment, to, options = {}) => call("format", [segment, to], options),
    describe: (segment, { language = null, dates = false, ...options } = {}) =>
      ask("describe", { segment, options: request(options), language, dates }, options),
    toSql: (segment, dialect, options = {}) => ask("sql", { segment, options: request(options), dialect }, options),
    sqlSchema: (dialect, options) => ask("schema", { dialect }, options),
    members: (segment, { offset = 0, limit = 100, ...options } = {}) =>
      call("members", [segment, request(options), offset, limit], options),
    memberIds: (segment, options = {}) => all(segment, options),
    exportCsv: async (segment, options = {}) => csvOf(["id"], (await all(segment, options)).map((id) => [id])),
    library: lazily(async () => {
      const { createLibrary } = await import("./library/library.js");
      return createLibrary((question) => ask("library", question), store);
    }),
    dispose,
  };
  // Older browsers have no `Symbol.dispose`; there `using` is compiled to this key.
  const key = Symbol.dispose ?? Symbol.for("Symbol.dispose");
  return Object.assign(snapshot as Snapshot, { [key]: dispose });
}

/** An object of asynchronous methods that is made when the first of them is called. */
function lazily<T extends object>(make: () => Promise<T>): T {
  let made: Promise<T> | undefined;
  const method =
    (name: string) =>
    async (...args: unknown[]) =>
      ((await (made ??= make())) as Record<string, (...args: unknown[]) => unknown>)[name]!(...args);
  // Awaiting the object itself is no call.
  return new Proxy({} as T, { get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : method(name)) });
}
