// Why one customer is in a segment.

import type { CountOptions } from "./options.js";
import type { SegmentInput } from "./segment.js";

/** Asks why one customer is in a segment or not. */
export interface ExplainQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** The customer's id. */
  readonly customer: string;
  /** How many days ahead to look for what flips by itself; 366 by default and at most. */
  readonly days?: number | null;
}

/** Why one customer is in a segment or not. */
export interface ExplainReply {
  /** The customer's id as it is stored. */
  readonly customer: string;
  readonly member: boolean;
  /** Whether the customer is there at `asOf`; one who is not is no member, whatever the nodes say. */
  readonly present: boolean;
  /** The first instant at which membership differs if nothing new happens, UTC; null if none was found. */
  readonly flips: string | null;
  /** `flips` on the shop's clock. */
  readonly flipsLocal: string | null;
  /** The last instant that was looked at, UTC. */
  readonly until: string;
  /** Every node, parents before children; those of segments the condition names are among them. */
  readonly nodes: readonly Verdict[];
  /** The instant of evaluation, UTC. */
  readonly asOf: string;
  /** IANA name of the zone. */
  readonly timeZone: string;
}

/** What one node says of the customer. */
export interface Verdict {
  readonly path: string;
  readonly holds: boolean;
  /** Whether a value it is about is missing, so that the answer is the one for missing values. */
  readonly missing: boolean;
  /** The first instant at which it says otherwise if nothing new happens, UTC; null if none was found. */
  readonly flips: string | null;
  /** `flips` on the shop's clock. */
  readonly flipsLocal: string | null;
  /** A field's value; of a function every measure, or the number of rows without any; none for groups. */
  readonly values: readonly OwnValue[];
}

/** A customer's own value that a test is about. */
export type OwnValue = ShownValue & {
  /** The measure of a function it is; null for a field and for the number of rows. */
  readonly parameter: string | null;
  /**
   * The least to add to the value so that its test says otherwise, with its sign; of dates in
   * seconds. Null for texts, for a missing value, and where no value says otherwise.
   */
  readonly distance: string | null;
};

/** One value. Numbers have every digit; an average is rounded half to even; kilometres are to the nearest place. */
export type ShownValue =
  | { readonly kind: "missing"; readonly value: null }
  | {
      readonly kind: "number" | "average" | "kilometres" | "date" | "datetime" | "text";
      /** A date as `2024-01-31`, a time on the shop's clock as `2024-01-31T09:30:00`. */
      readonly value: string;
    }
  | { readonly kind: "list"; readonly value: readonly string[] }
  | { readonly kind: "boolean"; readonly value: boolean };
