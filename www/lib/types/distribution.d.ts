// The values behind a threshold.

import type { CountOptions } from "./options.js";
import type { SegmentInput } from "./segment.js";

/** Asks for the values a threshold is compared with. */
export interface DistributionQuestion {
  readonly segment: SegmentInput;
  readonly options?: CountOptions;
  /** Path of a clause, of a function's parameter, or of a literal in either. */
  readonly path: string;
  /** Most bars of the histogram; 30 by default. With 0 there are no figures either, just the table. */
  readonly bins?: number | null;
}

/** Names of percentiles, as `stat('p05')` has them. */
export type PercentileName = "p01" | "p05" | "p10" | "p25" | "p50" | "p75" | "p90" | "p95" | "p99";

/**
 * Figures of the values among the customers for whom the threshold decides: those who pass the
 * rest. Numbers are exact decimals, an average is rounded half to even (money at the currency's
 * digits, else two), dates are `yyyy-mm-dd`; null if no customer has a value, or with 0 bins.
 */
export interface Figures {
  /** The type of the values. Of a window, "in the last … days", they are dates. */
  readonly kind: "money" | "decimal" | "integer" | "date";
  /** Digits after the point of numbers. */
  readonly scale: number;
  /** The local day of the instant of evaluation. */
  readonly today: string;
  /** Customers for whom the threshold decides. */
  readonly customers: number;
  /** Those of them without a value. */
  readonly missing: number;
  readonly min: string | null;
  readonly max: string | null;
  readonly average: string | null;
  readonly median: string | null;
  /** Nearest ranks; none without a value. */
  readonly percentiles: { readonly [Name in PercentileName]?: string };
}

/** The values as they cross: each column is the bytes of what it is in `Distribution`. */
export interface DistributionReply extends Figures {
  readonly stops: Uint8Array<ArrayBuffer>;
  readonly counts: Uint8Array<ArrayBuffer>;
  readonly edges: Uint8Array<ArrayBuffer>;
  readonly bars: Uint8Array<ArrayBuffer>;
}

/**
 * The values behind a threshold. `stops` and `edges` are numbers in units of the last digit
 * (`10 ** -scale`), or local days since 1970-01-01.
 */
export interface Distribution extends Figures {
  /** The different values, ascending; `n + 0.5` stands for all fractions between `n` and `n + 1`. */
  readonly stops: Float64Array<ArrayBuffer>;
  /**
   * The segment's count with "at least `stops[i]`" as the test; one more than there are stops, the
   * last is the count with a test that no value passes.
   */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Where the bars of a histogram begin; the last goes on without end. */
  readonly edges: Float64Array<ArrayBuffer>;
  /** Customers of each bar. */
  readonly bars: Uint32Array<ArrayBuffer>;
}
