// What an evaluation is told beside the segment.

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
  /** Most conditions a segment may have, a host's limit such as 10; past it there is a problem. None by default. */
  readonly maxClauses?: number | null;
  /** Id of the library's segment the condition is for; one that leads back to it is a problem. */
  readonly editing?: string | null;
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
