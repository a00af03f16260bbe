// An open snapshot, and the manifest it is read from.

import type { FieldDescription } from "./fields.js";

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

/** A time zone spelled out, so that no zone database ships in the engine. */
export interface TimeZone {
  /** IANA name. */
  readonly name: string;
  /** Where the transitions come from. */
  readonly source: string;
  /** UTC second and offset in seconds from then on, ascending. */
  readonly transitions: readonly (readonly [number, number])[];
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
  /** Outlines of tables that may be read after the snapshot was opened. */
  readonly tables?: readonly TableOutline[];
  /** Of a delta: the `snapshot_id` of what it changes. */
  readonly base?: string;
  /** Ids that rows name and no customer or order has. */
  readonly left_out?: { readonly customers: readonly string[]; readonly orders: readonly string[]; readonly more: boolean };
  /** What the columns of customers hold. */
  readonly columns?: { readonly [name: string]: string };
}

/** The columns of a table; events have an outline for each kind. */
export interface TableOutline {
  /** Its name; of events with the kind: `events/page_view`. */
  readonly table: string;
  /** Name, type and decimals of each column. */
  readonly columns: readonly (readonly [string, string, number])[];
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
