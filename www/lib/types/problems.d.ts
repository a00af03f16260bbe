// What is wrong with a segment, and where.

import type { Condition } from "./segment.js";

/** What is wrong, or merely doubtful, in a segment. */
export interface Problem {
  /** Stable, kebab-case; the table is in `src/check/PROBLEMS.md`. */
  readonly code: string;
  /** An error prevents a count, a warning does not. */
  readonly severity: "error" | "warning";
  /** One sentence that says what to do. */
  readonly message: string;
  /** Path of the node or of a part of it (`/of/1/value`). */
  readonly path: string;
  /** Where it stands; only if the segment came as text. */
  readonly span?: Span;
  /** A replacement that mends it. */
  readonly fix?: Fix;
}

/** A stretch of a segment's text. */
export interface Span {
  /** First UTF-16 code unit. */
  readonly start: number;
  /** One past the last UTF-16 code unit. */
  readonly end: number;
  /** Line of `start`, from 1. */
  readonly line: number;
  /** Column of `start` in characters, from 1. */
  readonly column: number;
}

/** A replacement of a stretch of text. */
export interface Fix {
  readonly text: string;
  readonly span: Span;
}

/** All problems of a segment, and its tree as far as it could be read. */
export interface CheckReply {
  readonly problems: readonly Problem[];
  readonly condition: Condition;
}
