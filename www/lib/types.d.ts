// Every document that crosses between JavaScript and the engine, by subject. Written by hand;
// tests/types holds it against what the engine answers.

export type * from "./types/applying.js";
export type * from "./types/author.js";
export type * from "./types/changes.js";
export type * from "./types/completion.js";
export type * from "./types/count.js";
export type * from "./types/distribution.js";
export type * from "./types/errors.js";
export type * from "./types/explain.js";
export type * from "./types/fields.js";
export type * from "./types/library.js";
export type * from "./types/members.js";
export type * from "./types/options.js";
export type * from "./types/packing.js";
export type * from "./types/problems.js";
export type * from "./types/questions.js";
export type * from "./types/rules.js";
export type * from "./types/segment.js";
export type * from "./types/snapshot.js";
export type * from "./types/values.js";
export type * from "./types/words.js";
