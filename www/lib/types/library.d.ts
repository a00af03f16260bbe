// The saved segments: records, changes, log.

import type { SavedSegment } from "./segment.js";

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
    | { readonly kind: "automatic"; readonly condition: SavedSegment }
    | { readonly kind: "manual"; readonly members: readonly string[] }
  );

/** A change of the library. `version` is the version of the segment the caller saw. */
export type LibraryAction =
  | { readonly do: "create"; readonly name: string; readonly condition: SavedSegment; readonly active?: boolean }
  | { readonly do: "createManual"; readonly name: string; readonly members?: readonly string[]; readonly active?: boolean }
  | { readonly do: "rename"; readonly id: string; readonly version: number; readonly name: string }
  | {
      readonly do: "edit";
      readonly id: string;
      readonly version: number;
      readonly condition: SavedSegment;
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

/** A count of a segment, with who moved since the one before if that is known. */
export interface SegmentCount {
  readonly id: string;
  readonly count: number;
  readonly entered?: Movement;
  readonly left?: Movement;
  /** The clauses whose answer changed, with how many entered and left by each. */
  readonly causes?: readonly { readonly path: string; readonly entered: number; readonly left: number }[];
  /** How many entered because they are new, and left because they are gone. */
  readonly presence?: { readonly entered: number; readonly left: number };
  /** How many entered and left because time has passed. */
  readonly time?: { readonly entered: number; readonly left: number };
}

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
      readonly before: SavedSegment;
      readonly after: SavedSegment;
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

/** A question about the library; `segments` are those to count, `shown` the variants for members of some. */
export type LibraryQuestion =
  | "document"
  | { readonly open: { readonly document: string | null } }
  | { readonly change: LibraryAction & { readonly now: string } }
  | { readonly search: LibraryFilter }
  | { readonly log: { readonly segment: string | null; readonly offset: number; readonly limit: number } }
  | { readonly import: { readonly document: string; readonly merge: Merge; readonly now: string } }
  | "segments"
  | {
      readonly counted: {
        readonly counts: readonly SegmentCount[];
        readonly snapshot: string;
        readonly asOf: string;
        readonly now: string;
      };
    }
  | { readonly shown: { readonly segments: readonly string[] } };

/** The answer to the question of the same name. */
export type LibraryAnswer =
  | { readonly revision: number; readonly document: string }
  | { readonly revision: number; readonly segments: readonly string[] }
  | { readonly segments: readonly SegmentRecord[] }
  | readonly { readonly id: string; readonly segment: SavedSegment }[]
  | readonly string[]
  | LibraryChange
  | LogPage;
