// `<segment-builder>`: importing this defines nothing; `headcount/element/define` does.
export { SegmentBuilder, type Counts, type SegmentChange } from "./builder.js";
export type { Suggestion } from "./context.js";
export { templates, type Template } from "./templates.js";
export type { Source } from "./types.js";
export { english, type WordKey, type Words } from "./words.js";
