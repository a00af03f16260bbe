// `<segment-builder>`: importing this defines nothing; `headcount/element/define` does.
import { Builder } from "./builder.js";
import type { SegmentBuilder as Element, SegmentBuilderClass } from "./element.js";

/** The element, by what a host sees of it: its declarations need no library. */
export const SegmentBuilder: SegmentBuilderClass = Builder;
export type SegmentBuilder = Element;

export type { Counts, SegmentBuilderClass, SegmentChange, SegmentDrag, Suggestion } from "./element.js";
export type { Template } from "./templates.js";
export type { Source } from "./types.js";
export { english, type WordKey, type Words } from "./words.js";
