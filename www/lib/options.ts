// What callers may say when they open or pack.

import type { SegmentStore } from "./library/store.js";
import type { StartOptions } from "./start/options.js";
import type { TimeZone } from "./types.js";

/** How far opening is. */
export interface Progress {
  /**
   * Finding the source, downloading parts, packing files, writing the packed parts, opening; `later`
   * is downloading parts after the snapshot was opened.
   */
  readonly phase: "find" | "download" | "pack" | "write" | "open" | "later";
  /** The part or file it is about. */
  readonly part: string | null;
  /** Bytes read or written in this phase. */
  readonly bytes: number;
  /** Bytes there are in this phase, if known. */
  readonly totalBytes: number | null;
  /** Rows read so far; packing only. */
  readonly rows: number | null;
}

/** Options of packing files. */
export interface PackFilesOptions extends StartOptions {
  /** The shop's zone by IANA name, or spelled out; by default UTC, with a warning in the report. */
  readonly timeZone?: string | TimeZone;
  /** ISO 4217 code; by default the one of the rows, else USD, with a warning in the report. */
  readonly currency?: string;
  /** When the data was true; by default now. */
  readonly takenAt?: string | Date;
  /** A mapping file: its text or its object. */
  readonly mapping?: string | object;
  /** Whether personal columns are left out. */
  readonly pseudonymous?: boolean;
  /**
   * The manifest of the snapshot that the files hold the changes since, or of the delta applied to it last: its
   * text, or what packing it gave. What is packed is then a delta, in the base's zone and currency.
   */
  readonly base?: string | { readonly manifest: string };
  /** Most bytes that may be held in memory, by packing and by the open snapshot; past them is `too-large`. */
  readonly maxBytes?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** Takes the next bytes of a part; parts come one after the other. A promise is waited for. */
export type WritePart = (path: string, bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** Options of applying a delta. Those of packing hold for files. */
export interface ApplyOptions extends PackFilesOptions {
  /** Most ids given of those who entered a segment, and of those who left; by default 1,000. */
  readonly ids?: number;
  /** Whether the library's log tells who entered and left; by default it does. */
  readonly log?: boolean;
}

/** Options of `openSnapshot`. Those of packing hold for files; `timeZone` replaces a packed snapshot's. */
export interface OpenOptions extends PackFilesOptions {
  /** The instant counts are asked for unless they say another; by default `takenAt`. */
  readonly asOf?: string;
  /**
   * When the parts of a packed snapshot are read. The customers come first, and the snapshot is open
   * when they are there. The other tables are read when a question first needs them and, with
   * `background`, which is the default, also by themselves, the smallest first; with `lazy` only
   * then. With `eager` everything is read before the snapshot is open.
   */
  readonly parts?: "background" | "lazy" | "eager";
  /** Whether downloaded parts are kept in the browser between visits; by default they are. */
  readonly cache?: boolean;
  /** Where the segment library is kept; by default in memory, until the snapshot is disposed. */
  readonly store?: SegmentStore;
}
