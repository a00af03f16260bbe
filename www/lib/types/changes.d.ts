// What changed from one segment to another, and from day to day.

import type { CountOptions } from "./options.js";
import type { SegmentInput } from "./segment.js";

/** Asks what changed from one segment to another. */
export interface CompareQuestion {
  readonly before: SegmentInput;
  readonly after: SegmentInput;
  readonly options?: CountOptions;
  /** Options of the earlier segment, if they are others: another `asOf`. */
  readonly beforeOptions?: CountOptions | null;
  /** Most ids listed of those who entered, and of those who left; 0 by default. */
  readonly ids?: number | null;
}

/** What changed from one segment to another. */
export interface CompareReply extends Moved {
  /** Members before. */
  readonly before: number;
  /** Members after. */
  readonly after: number;
  readonly stayed: number;
  /** Every clause that only one of the two has; several may have moved one customer. */
  readonly causes: readonly Cause[];
  /** Whom no clause moved alone: several did together, or how they are joined. */
  readonly together: Moved;
  /** Who was not there yet, or is there no longer, at the other instant. */
  readonly presence: Moved;
  /** The first ids, ascending as text. */
  readonly ids: MovedIds;
}

/** A clause, and whom it alone decides about. */
export interface Cause extends Moved {
  /** The segment it stands in. */
  readonly of: "before" | "after";
  readonly path: string;
}

/** Numbers of customers. */
export interface Moved {
  readonly entered: number;
  readonly left: number;
}

/** Ids of customers. */
export interface MovedIds {
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

/** Asks for a segment on every day. */
export interface TimelineQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** The first day, `2024-01-31`; by default so that there are 30. */
  readonly from?: string | null;
  /** The last day, which may be one to come; by default the day of `asOf`. */
  readonly to?: string | null;
  /** Most ids listed a day of those who entered, and of those who left; 0 by default. */
  readonly ids?: number | null;
}

/** A segment on every day. */
export interface TimelineReply {
  readonly days: readonly TimelineDay[];
  /** IANA name of the zone. */
  readonly timeZone: string;
}

/** A segment at the end of one local day; on days to come, what the passing of time alone will do. */
export interface TimelineDay extends Moved {
  /** `2024-01-31` */
  readonly day: string;
  /** The day's last second, UTC. */
  readonly asOf: string;
  /** Members. */
  readonly count: number;
  /** Customers there are. */
  readonly total: number;
  /** The first ids of those who entered and left since the day before, if asked for. */
  readonly ids?: MovedIds;
}
