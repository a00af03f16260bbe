// What a host sees of `<segment-builder>`: nothing here names what the element is made of.
import type { Condition, CountOptions, Literal, NodeCount, Problem, SegmentDocument, SegmentInput } from "../types.js";
import type { Template } from "./templates.js";
import type { Source } from "./types.js";
import type { Words } from "./words.js";

/** What `segment-change` tells. */
export interface SegmentChange {
  /** The segment without what is still to be filled in. */
  readonly segment: SegmentDocument;
  /** Conditions that are not counted yet. */
  readonly drafts: number;
}

/** What `segment-drag` tells: a threshold under someone's finger. `segment-change` follows when it is let go. */
export interface SegmentDrag {
  /** Path of the literal in the segment of the latest `segment-change`. */
  readonly path: string;
  readonly value: Literal;
}

/** The answer a host gives the builder to show beside its conditions. */
export interface Counts {
  readonly total: number;
  readonly nodes?: readonly NodeCount[];
  readonly problems: readonly Problem[];
}

/** A value known from the snapshot, with how many customers have it. */
export interface Suggestion {
  readonly value: string;
  /** What people call it, if the value is an id. */
  readonly name?: string | null | undefined;
  readonly count?: number | undefined;
}

/**
 * A visual builder of customer segments. Give it a `source` (an open snapshot, or anything with its
 * `fields`) and a `value`; listen to `segment-change`. Without `counts` of the host's it counts by
 * itself and tells with `segment-count`.
 */
export interface SegmentBuilder extends HTMLElement {
  /** The snapshot. */
  source: Source | null;
  /** The host's own answer to the segment; leave it out and the builder counts by itself. */
  counts: Counts | null | undefined;
  /** Words that replace the builder's English ones. */
  words: Words;
  /** Segments to begin with; without them the built-in ones, which are loaded when they are looked at. */
  templates: readonly Template[] | undefined;
  /** Values to propose for a field while someone types; a host may answer from elsewhere. */
  suggest: ((name: string, parameter: string | null, typed: string) => Promise<readonly Suggestion[]>) | undefined;
  /** How numbers are written. */
  locale: string;
  /** What the builder's own questions are asked with: instant, order policy. */
  options: CountOptions;
  /** Whether histograms stand under thresholds; by default they do. */
  spreads: boolean;
  /** The segment without what is still to be filled in. */
  get value(): SegmentDocument;
  /** Takes a document or a tree; setting what is there already changes nothing, so drafts stay. A text is read by the source. */
  set value(value: SegmentInput | Condition | null);
  /** Whether everything set so far is on the screen. */
  readonly updateComplete: Promise<boolean>;
  /** Undoes the newest change. */
  undo(): void;
  /** Does what was undone again. */
  redo(): void;
}

/** The element's class, as `customElements.define` and subclasses take it. */
export interface SegmentBuilderClass {
  new (): SegmentBuilder;
  readonly prototype: SegmentBuilder;
}
