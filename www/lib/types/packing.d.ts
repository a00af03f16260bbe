// From files to a snapshot, and the report of it.

import type { Table, TimeZone } from "./snapshot.js";

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
  /** The text of the manifest of the snapshot whose changes are packed. */
  readonly base?: string | null;
}

/** What is said of a packed snapshot. */
export interface PackedDocuments {
  /** The text of `manifest.json`. */
  readonly manifest: string;
  readonly report: Report;
}

/** A packed snapshot. */
export interface PackReply extends PackedDocuments {
  readonly parts: readonly PackedPart[];
}

/** One Arrow stream of a packed snapshot, or a piece of one. */
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
  /** Of a kind that is known and that no segment asks for. */
  readonly unused: number;
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
