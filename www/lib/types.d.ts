// Every document that crosses between JavaScript and the engine. Written by hand, embedded in the
// engine's own declarations; tests/types holds it against samples that Rust serialised.

/** A segment: a text of the query language, or a JSON document of its tree. */
export type SegmentInput = string | SegmentDocument;

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

/** Options of one evaluation; they are part of an answer's identity. */
export interface CountOptions {
  /** An instant with an offset, a local time, or a date, which means its end; by default `takenAt`. */
  readonly asOf?: string | null;
  /** Which orders exist, and what they are worth. */
  readonly policy?: Policy;
  /** Whether negative operators are false on missing values. */
  readonly strictMissing?: boolean;
  /** Whether counts of every node are wanted. */
  readonly nodes?: boolean;
  /** Whether a segment with error-level problems is counted as far as it could be read. */
  readonly partial?: boolean;
}

/** The order policy; what is left out has its default. */
export interface Policy {
  /** Test orders; by default excluded. */
  readonly test?: "exclude" | "include";
  /** Cancelled orders; by default excluded. */
  readonly cancelled?: "exclude" | "include";
  /** Deleted orders; by default excluded. */
  readonly deleted?: "exclude" | "include";
  /** What an order is worth; by default net of refunds. */
  readonly refunds?: "net" | "gross";
  /** The order statuses that exist; null means all. */
  readonly statuses?: readonly string[] | null;
}

/** The answer to a count. */
export interface CountReply {
  /** Members; null when error-level problems prevent a count. */
  readonly count: number | null;
  /** Customers there are at `asOf`. */
  readonly total: number;
  /** `count / total`, 0 of none; null without a count. */
  readonly share: number | null;
  /** The instant of evaluation, UTC. */
  readonly asOf: string;
  /** IANA name of the zone. */
  readonly timeZone: string;
  readonly policy: Required<Policy>;
  readonly strictMissing: boolean;
  /** Whether unreadable parts were left out of the count. */
  readonly partial: boolean;
  readonly problems: readonly Problem[];
  /** What each date literal resolved to. */
  readonly dates: readonly ResolvedDate[];
  /** Counts of every node, if asked for. */
  readonly nodes?: readonly NodeCount[];
  /** Fields that answered with their current value whatever `asOf` is. */
  readonly usedCurrentValues: readonly string[];
}

/** Counts of one node. */
export interface NodeCount {
  readonly path: string;
  /** Customers for whom the node alone holds. */
  readonly alone: number;
  /** Customers left after this and all earlier siblings. */
  readonly cumulative: number;
  /** The whole segment's count with this node left out of its group. */
  readonly withoutIt: number;
}

/** The window of time a date literal stands for. */
export interface ResolvedDate {
  readonly path: string;
  /** First instant inside, UTC; null if unbounded. */
  readonly from: string | null;
  /** First instant after, UTC; null if unbounded. */
  readonly until: string | null;
  /** `from` on the shop's clock. */
  readonly fromLocal: string | null;
  /** `until` on the shop's clock. */
  readonly untilLocal: string | null;
}

/** What is wrong, or merely doubtful, in a segment. */
export interface Problem {
  /** Stable, kebab-case; the table is in `src/check/PROBLEMS.md`. */
  readonly code: string;
  /** An error prevents a count, a warning does not. */
  readonly severity: "error" | "warning";
  /** One sentence that says what to do. */
  readonly message: string;
  /** Path of the node or of a part of it (`/of/1/value`). */
  readonly path: string;
  /** Where it stands; only if the segment came as text. */
  readonly span?: Span;
  /** A replacement that mends it. */
  readonly fix?: Fix;
}

/** A stretch of a segment's text. */
export interface Span {
  /** First UTF-16 code unit. */
  readonly start: number;
  /** One past the last UTF-16 code unit. */
  readonly end: number;
  /** Line of `start`, from 1. */
  readonly line: number;
  /** Column of `start` in characters, from 1. */
  readonly column: number;
}

/** A replacement of a stretch of text. */
export interface Fix {
  readonly text: string;
  readonly span: Span;
}

/** All problems of a segment, and its tree as far as it could be read. */
export interface CheckReply {
  readonly problems: readonly Problem[];
  readonly condition: Condition;
}

/** A page of members. */
export interface MembersReply {
  /** Members of the segment in all. */
  readonly total: number;
  /** Ids of this page, ascending as text. */
  readonly ids: readonly string[];
}

/** The forms a segment is printed in. */
export type Format = "headcount" | "lines" | "current" | "legacy" | "shopify" | "json" | "react-querybuilder";

/** A printed segment. */
export interface FormatReply {
  readonly text: string;
  /** Limits of the dialect that the text passes. */
  readonly problems: readonly Problem[];
}

/** What can be asked of the engine beside counting, and what it answers, by name. */
export interface Questions {
  readonly describe: { readonly question: DescribeQuestion; readonly answer: DescribeReply };
  readonly sql: { readonly question: SqlQuestion; readonly answer: SqlReply };
  /** The statements that create the tables the SQL is for. */
  readonly schema: { readonly question: { readonly dialect: SqlDialect }; readonly answer: string };
  readonly library: { readonly question: LibraryQuestion; readonly answer: LibraryAnswer };
}

/** One question: `{ describe: { … } }`. */
export type Question = { [K in keyof Questions]: { readonly [Name in K]: Questions[K]["question"] } }[keyof Questions];

/** The answer to the question of the same name. */
export type Answer = Questions[keyof Questions]["answer"];

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
  /** Everything wrong or doubtful, and what the dialect cannot say. */
  readonly problems: readonly Problem[];
}

/** What a snapshot is. */
export interface Opened {
  /** Identifies the packed data. */
  readonly snapshotId: string;
  /** Customers in the snapshot. */
  readonly customers: number;
  /** When the data was true, UTC. */
  readonly takenAt: string;
  /** IANA name of the zone in use. */
  readonly timeZone: string;
  /** ISO 4217 code of the shop's currency. */
  readonly currency: string;
  /** Every field and function, and whether this snapshot can answer it. */
  readonly fields: readonly FieldDescription[];
}

/** One field or function, as menus list it. */
export interface FieldDescription {
  readonly kind: "field" | "function" | "anniversary";
  readonly name: string;
  readonly label: string;
  readonly group: string;
  readonly type: FieldType | "function";
  /** The unit of a number; for money the shop's currency. */
  readonly unit?: string;
  /** The operators it takes, as written. */
  readonly operators: readonly string[];
  /** The values of a closed enum. */
  readonly values?: readonly string[];
  /** The parameters of a function. */
  readonly parameters?: readonly ParameterDescription[];
  /** What it means that there is no value. */
  readonly null: string;
  /** One sentence of help. */
  readonly help: string;
  /** Whether the snapshot can answer it. */
  readonly available: boolean;
  /** Why it cannot. */
  readonly why?: string;
}

/** One parameter of a function. */
export interface ParameterDescription {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly unit?: string;
  readonly operators: readonly string[];
  /** Whether it tests the rows together instead of each row. */
  readonly measure: boolean;
  readonly null: string;
  readonly help: string;
  readonly available: boolean;
  readonly why?: string;
}

/** The types of fields and parameters. */
export type FieldType =
  | "date"
  | "money"
  | "decimal"
  | "integer"
  | "enum"
  | "string"
  | "list"
  | "id"
  | "ids"
  | "boolean"
  | "coordinates"
  | "any";

/** A time zone spelled out, so that no zone database ships in the engine. */
export interface TimeZone {
  /** IANA name. */
  readonly name: string;
  /** Where the transitions come from. */
  readonly source: string;
  /** UTC second and offset in seconds from then on, ascending. */
  readonly transitions: readonly (readonly [number, number])[];
}

/** Options of packing. */
export interface PackOptions {
  /** The shop's zone; UTC with a warning if missing. */
  readonly timeZone?: TimeZone | null;
  /** ISO 4217 code; the one of the rows, else USD, if missing. */
  readonly currency?: string | null;
  /** When the data was true: an instant with an offset, or on the shop's clock. */
  readonly takenAt: string;
  /** The text of a mapping file. */
  readonly mapping?: string | null;
  /** Whether personal columns are left out. */
  readonly pseudonymous?: boolean;
  /** Most bytes packing may hold in memory. */
  readonly maxBytes?: number | null;
}

/** A packed snapshot. */
export interface PackReply {
  /** The text of `manifest.json`. */
  readonly manifest: string;
  readonly parts: readonly PackedPart[];
  readonly report: Report;
}

/** One Arrow stream of a packed snapshot. */
export interface PackedPart {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What packing did with every row. */
export interface Report {
  /** The files in the order read. */
  readonly files: readonly FileReport[];
  /** The packed tables, customers first. */
  readonly tables: readonly TableReport[];
  /** What else a person should know. */
  readonly warnings: readonly PackWarning[];
  /** Columns that stand for nothing known, by file. */
  readonly unknownColumns: readonly UnknownColumns[];
  /** Values that could not be read and are missing in their rows. */
  readonly unreadable: readonly Unreadable[];
  /** Country names that were read as codes, or as none. */
  readonly countries: readonly CountryName[];
  /** Imported figures that differ from counted ones. */
  readonly figures: readonly Figure[];
}

/** A file that was packed. */
export interface FileReport {
  readonly name: string;
  /** What it was read as: a table's name, or a sort of export; null if it was not read. */
  readonly kind: string | null;
  /** Why it was not read. */
  readonly ignored: string | null;
  readonly rows: RowCounts;
  /** The first rows that were skipped. */
  readonly skipped: readonly SkippedRow[];
}

/** What became of a file's rows: `read` is the sum of all others. */
export interface RowCounts {
  readonly read: number;
  /** In the snapshot. */
  readonly kept: number;
  /** Not readable, or without what a row must have. */
  readonly skipped: number;
  /** Replaced by a later row of the same id. */
  readonly duplicates: number;
  /** Of a customer or order that is not in the data. */
  readonly orphans: number;
  /** Of no customer at all. */
  readonly withoutCustomer: number;
  /** In another currency than the shop's. */
  readonly otherCurrency: number;
}

/** A packed table. */
export interface TableReport {
  readonly table: Table;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** A sentence with a stable code. */
export interface PackWarning {
  readonly code: string;
  readonly message: string;
}

/** A row that was skipped. */
export interface SkippedRow {
  /** The line it begins on, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** Columns of a file that were not read. */
export interface UnknownColumns {
  readonly file: string;
  readonly columns: readonly string[];
}

/** Values of one column that could not be read. */
export interface Unreadable {
  readonly file: string;
  readonly column: string;
  /** Rows concerned. */
  readonly rows: number;
  /** Line of the first. */
  readonly line: number;
  /** What is wrong with the first. */
  readonly reason: string;
}

/** A country name and what it was read as. */
export interface CountryName {
  readonly text: string;
  /** Two letters; null if no country is known by that name. */
  readonly code: string | null;
  readonly rows: number;
}

/** An imported figure beside the counted one. */
export interface Figure {
  readonly field: string;
  /** Customers for whom the two differ. */
  readonly customers: number;
  /** The first of them. */
  readonly examples: readonly FigureExample[];
}

/** One customer's two figures. */
export interface FigureExample {
  readonly id: string;
  readonly imported: string;
  /** As counted at `takenAt` under the default order policy. */
  readonly counted: string;
}

/** `manifest.json`: what a snapshot is made of. */
export interface Manifest {
  readonly format: "headcount-snapshot";
  readonly version: 1;
  readonly snapshot_id: string;
  /** UTC, ISO 8601. */
  readonly taken_at: string;
  readonly time_zone: TimeZone;
  readonly currency: { readonly code: string; readonly exponent: number };
  readonly customers: number;
  readonly parts: readonly ManifestPart[];
}

/** One part of a manifest. */
export interface ManifestPart {
  readonly table: Table;
  /** Relative to the manifest, with `/` between folders. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The tables of a snapshot. */
export type Table = "customers" | "orders" | "lines" | "products" | "checkouts" | "events" | "store_credit";

/** Why the engine stopped. */
export type EngineErrorCode =
  | "bad-arrow"
  | "unsupported-type"
  | "bad-manifest"
  | "unsupported-version"
  | "part-mismatch"
  | "missing-part"
  | "bad-input"
  | "unknown-input"
  | "bad-mapping"
  | "bad-time-zone"
  | "bad-currency"
  | "bad-argument"
  | "bad-segment"
  | "invalid-segment"
  | "out-of-range"
  | "too-large"
  | "bad-library"
  | "bad-name"
  | "name-taken"
  | "unknown-segment"
  | "segment-in-use"
  | "segment-cycle"
  | "conflict"
  | "aborted";

/** Why something around the engine stopped. */
export type HostErrorCode =
  | "blocked-by-csp"
  | "unsupported-browser"
  | "bad-wasm"
  | "fetch-failed"
  | "worker-failed"
  | "engine-crashed"
  | "disposed";

/** Every code of a `HeadcountError`. */
export type ErrorCode = EngineErrorCode | HostErrorCode;

/** A `HeadcountError` as plain data. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The file, part, column or tree path it is about. */
  readonly path?: string;
  readonly span?: Span;
  /** How to mend it. */
  readonly help?: string;
}

/** A saved segment. */
export interface SegmentRecordBase {
  /** Identifies it for ever, unlike its name. */
  readonly id: string;
  /** Grows with every change of it. */
  readonly version: number;
  readonly name: string;
  readonly active: boolean;
  /** The flows it goes with; at most one of them is active. */
  readonly flows: readonly { readonly id: string; readonly name: string; readonly active: boolean }[];
  /** The campaigns it took part in. */
  readonly campaigns: readonly { readonly id: string; readonly name: string; readonly at: string }[];
  /** Ids of product variants shown to its members alone. */
  readonly variants: readonly string[];
  readonly created: string;
  readonly edited: string;
  /** Its latest count. */
  readonly evaluated: {
    readonly count: number;
    readonly previous: number | null;
    readonly snapshot: string;
    readonly asOf: string;
    readonly at: string;
  } | null;
  /** Names of the segments that refer to it. */
  readonly referredBy: readonly string[];
}

/** A saved segment: automatic, a condition; or manual, a list of customers. */
export type SegmentRecord = SegmentRecordBase &
  (
    | { readonly kind: "automatic"; readonly condition: SegmentInput }
    | { readonly kind: "manual"; readonly members: readonly string[] }
  );

/** A change of the library. `version` is the version of the segment the caller saw. */
export type LibraryAction =
  | { readonly do: "create"; readonly name: string; readonly condition: SegmentInput; readonly active?: boolean }
  | { readonly do: "createManual"; readonly name: string; readonly members?: readonly string[]; readonly active?: boolean }
  | { readonly do: "rename"; readonly id: string; readonly version: number; readonly name: string }
  | {
      readonly do: "edit";
      readonly id: string;
      readonly version: number;
      readonly condition: SegmentInput;
      readonly countBefore?: number | null;
      readonly countAfter?: number | null;
    }
  | { readonly do: "activate" | "deactivate"; readonly id: string }
  | { readonly do: "duplicate"; readonly id: string; readonly name?: string | null }
  | { readonly do: "remove"; readonly id: string; readonly version: number }
  | { readonly do: "attachCampaign"; readonly id: string; readonly campaign: string; readonly name: string }
  | { readonly do: "attachFlow"; readonly id: string; readonly flow: string; readonly name: string; readonly active?: boolean }
  | { readonly do: "detachFlow"; readonly id: string; readonly flow: string }
  | { readonly do: "assignVariants"; readonly id: string; readonly variants: readonly string[] }
  | { readonly do: "addMembers" | "removeMembers"; readonly id: string; readonly customers: readonly string[] }
  | {
      readonly do: "evaluated";
      readonly id: string;
      readonly count: number;
      readonly snapshot: string;
      readonly asOf: string;
      readonly entered?: readonly string[];
      readonly left?: readonly string[];
      readonly reason?: string;
    }
  | { readonly do: "contactChanged"; readonly id: string; readonly customers: readonly string[]; readonly columns: readonly string[] };

/** Customers that a log entry is about: how many, and at most 1,000 of their ids. */
export interface Movement {
  readonly count: number;
  readonly ids: readonly string[];
}

/** What happened to a segment. */
export type LibraryEvent =
  | { readonly event: "created" | "imported" | "activated" | "deactivated" | "removed" }
  | { readonly event: "renamed"; readonly before: string; readonly after: string }
  | {
      readonly event: "edited";
      readonly before: SegmentInput;
      readonly after: SegmentInput;
      readonly countBefore: number | null;
      readonly countAfter: number | null;
    }
  | { readonly event: "campaignAttached"; readonly campaign: string }
  | { readonly event: "flowAttached"; readonly flow: string; readonly active: boolean }
  | { readonly event: "flowDetached"; readonly flow: string }
  | { readonly event: "variantsAssigned"; readonly variants: readonly string[] }
  | { readonly event: "membersChanged"; readonly added: Movement; readonly removed: Movement }
  | { readonly event: "moved"; readonly entered: Movement; readonly left: Movement; readonly reason: string }
  | { readonly event: "contactChanged"; readonly customers: Movement; readonly columns: readonly string[] };

/** One line of the log. */
export type LogEntry = LibraryEvent & { readonly at: string; readonly segment: string; readonly name: string };

/** A page of the log, newest first. */
export interface LogPage {
  readonly total: number;
  readonly entries: readonly LogEntry[];
}

/** What a change did. */
export interface LibraryChange {
  readonly revision: number;
  readonly id: string;
  /** Ids of segments whose references followed a new name. */
  readonly followed: readonly string[];
  /** Null if nothing had to be changed. */
  readonly event: LibraryEvent | null;
}

/** What is looked for in the library; every part that is given must hold. */
export interface LibraryFilter {
  /** Words that all stand in the name or the criteria. */
  readonly keywords?: string;
  readonly active?: boolean | null;
  readonly kind?: "automatic" | "manual" | null;
  readonly usedIn?: "campaign" | "flow" | "segment" | "variant" | "nothing" | null;
  readonly least?: number | null;
  readonly most?: number | null;
  /** A field or function its criteria ask about. */
  readonly field?: string | null;
  readonly order?: "name" | "count" | "created" | "edited";
  readonly descending?: boolean;
}

/** What happens to imported segments whose names are taken. */
export type Merge = "replace" | "rename" | "skip";

/** What one customer is in and is shown. */
export interface CustomerSegments {
  readonly segments: readonly string[];
  readonly variants: readonly string[];
}

/** A question about the library. */
export type LibraryQuestion =
  | "document"
  | { readonly open: { readonly document: string | null } }
  | { readonly change: LibraryAction & { readonly now: string } }
  | { readonly search: LibraryFilter }
  | { readonly log: { readonly segment: string | null; readonly offset: number; readonly limit: number } }
  | { readonly import: { readonly document: string; readonly merge: Merge; readonly now: string } }
  | { readonly count: { readonly options?: CountOptions; readonly now: string } }
  | { readonly customer: { readonly customer: string; readonly options?: CountOptions } };

/** The answer to the question of the same name. */
export type LibraryAnswer =
  | { readonly revision: number; readonly document: string }
  | { readonly revision: number; readonly segments: readonly string[] }
  | { readonly segments: readonly SegmentRecord[] }
  | LibraryChange
  | LogPage
  | CustomerSegments;
