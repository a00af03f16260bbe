// The reply to a count.

import type { Policy } from "./options.js";
import type { Problem } from "./problems.js";

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
