// What may stand at a place of a text.

import type { CountOptions } from "./options.js";
import type { Span } from "./problems.js";

/** Asks what may stand at a place of a text. */
export interface CompleteQuestion {
  readonly text: string;
  /** UTF-16 units before the place. */
  readonly offset: number;
  readonly options?: CountOptions;
  /** Most values of data; by default 50. */
  readonly limit?: number | null;
}

/** What may stand at a place. */
export interface CompletionReply {
  /** What every proposal replaces. */
  readonly span: Span;
  /** Best first: what the snapshot can answer, what begins as typed, what most customers have. */
  readonly proposals: readonly Proposal[];
  /** How many values of data fit what is typed; the best of them are proposed. */
  readonly fitting: number;
}

/** One thing that may stand at a place. */
export interface Proposal {
  readonly kind:
    | "field"
    | "function"
    | "parameter"
    | "operator"
    | "value"
    | "date"
    | "statistic"
    | "segment"
    | "keyword"
    | "punctuation";
  /** What is shown. */
  readonly label: string;
  /** What is put in place of the span. */
  readonly insert: string;
  /** How many characters before the end of `insert` the text cursor goes. */
  readonly back: number;
  /** Whether the snapshot can answer it. */
  readonly available: boolean;
  /** A few words: a name, the day a date stands for. */
  readonly detail?: string;
  /** One sentence, or why the snapshot cannot answer. */
  readonly help?: string;
  /** Customers who have the value, among those for whom the clause decides. */
  readonly customers?: number;
}
