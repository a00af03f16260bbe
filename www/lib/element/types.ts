// What the builder edits: the JSON form of a condition in which, while someone edits, a clause may
// still lack its field, its operator or its values.
import type { CheckReply, Count, Literal, QueryOptions, Snapshot } from "../public.js";

/** An operator with the values given so far. */
export interface DraftTest {
  readonly operator: string;
  readonly value?: Literal | undefined;
  readonly values?: readonly Literal[] | undefined;
  readonly from?: Literal | undefined;
  readonly to?: Literal | undefined;
}

/** AND or OR. */
export interface Group {
  readonly kind: "all" | "any";
  readonly of: readonly Draft[];
}
/** A negation. */
export interface Not {
  readonly kind: "not";
  readonly of: Draft;
}
/** A condition on one value of a customer, or on its month and day. */
export interface FieldDraft extends DraftTest {
  readonly kind: "field" | "anniversary";
  readonly field: string;
  readonly argument?: string | undefined;
}
/** One parameter of a function. */
export interface ParameterDraft extends DraftTest {
  readonly parameter: string;
}
/** A condition on a customer's rows. */
export interface FunctionDraft {
  readonly kind: "function";
  readonly function: string;
  readonly matches: boolean;
  readonly where: readonly ParameterDraft[];
}
/** A node of a kind this version does not know; it is kept as it is. */
export interface Unknown {
  readonly kind: "unknown";
}
/** A node of the edited tree. */
export type Draft = Group | Not | FieldDraft | FunctionDraft | Unknown;

/** The parts of a snapshot the builder uses, all of them optional: without one it still builds. */
export type Source = Pick<Snapshot, "fields"> & Partial<Snapshot>;

export type { CheckReply, Count, Literal, QueryOptions };
