// What the parts of the builder see of it.
import type { nothing, TemplateResult } from "lit";
import type { FieldDescription, NodeCount, ParameterDescription, Problem } from "../types.js";
import type { Suggestion } from "./element.js";
import type { Option } from "./listbox.js";
import type { Draft, DraftTest, Group } from "./types.js";
import type { WordKey } from "./words.js";

/** A list that is open: which one, at which node, for which of its values. */
export interface Open {
  readonly kind: "field" | "parameter" | "value" | "actions" | "templates";
  readonly path: string;
  readonly slot?: string;
}

/** A list to choose from, under the control that opened it. */
export interface Picker {
  readonly open: Open;
  readonly label: string;
  readonly search: string;
  readonly options: readonly Option[];
  readonly choose: (option: Option) => void;
}

/** What the catalogue says of a field or parameter. */
export type Described = FieldDescription | ParameterDescription;

/** The builder as its parts see it. */
export interface Context {
  readonly root: Group;
  readonly fields: readonly FieldDescription[];
  readonly query: string;
  say(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  /** A value of a closed list as people write it. */
  spoken(value: string): string;
  number(value: number): string;
  lookup(name: string): FieldDescription | undefined;
  /** Replaces the node at a path; edits with one key in a row are one step to undo. */
  edit(path: string, change: (old: Draft) => Draft, key?: string): void;
  act(action: Action, path: string): void;
  isOpen(open: Open): boolean;
  toggle(open: Open, query?: string): void;
  close(): void;
  picker(picker: Picker): TemplateResult;
  suggestions(open: Open): readonly Suggestion[];
  /** Keyboard and text of a box whose suggestions are open. */
  typed(open: Open, text: string): void;
  keys(event: KeyboardEvent, choose: (option: Option) => void, enter?: () => void): void;
  active(): number;
  setActive(index: number): void;
  setOptions(options: readonly Option[]): void;
  counts(node: Draft): NodeCount | undefined;
  total(): number;
  problems(node: Draft): readonly Problem[];
  fix(problem: Problem): void;
  /** The histogram of a threshold, where there is one to show. */
  spread(path: string, test: DraftTest, description: Described): TemplateResult | typeof nothing;
}

/** What can be done to a node. */
export type Action = "up" | "down" | "duplicate" | "negate" | "wrap" | "unwrap" | "remove" | "addCondition" | "addGroup";
