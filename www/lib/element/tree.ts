// The tree being edited: reading and changing it by path, and the document that comes out of it.
//
// A path is the JSON pointer the engine uses: the root is "", the second child of a group "/of/1",
// what a negation holds "/of". Every change returns a new tree that shares what it did not touch.
// While someone edits, a clause may lack its field or its value: such a draft stays in the tree
// and is left out of the document.
import type { Condition, FieldDescription, ParameterDescription } from "../types.js";
import type { Draft, DraftTest, FieldDraft, Group, Literal, ParameterDraft } from "./types.js";

/** A condition nobody has filled in yet. */
export const blank = (): FieldDraft => ({ kind: "field", field: "", operator: "" });

/** Whether a node is an AND or an OR. */
export const isGroup = (node: Draft): node is Group => node.kind === "all" || node.kind === "any";

/** The tree with a group at its root, so that there is a place to add to. */
export const rooted = (condition: Draft | null | undefined): Group =>
  condition && isGroup(condition) ? condition : { kind: "all", of: condition ? [condition] : [] };

const steps = (path: string): string[] => path.split("/").slice(1);

/** The path of the group a node is a direct child of, and its place there; null at the root or under a negation. */
export function placeOf(path: string): { group: string; index: number } | null {
  const match = /^(.*)\/of\/(\d+)$/.exec(path);
  return match ? { group: match[1]!, index: Number(match[2]) } : null;
}

/** The nearest path up from `path`, itself included, that is a direct child of a group. */
export function memberPath(path: string): string {
  while (path.endsWith("/of")) path = path.slice(0, -3);
  return path;
}

/** The node at a path. */
export function nodeAt(root: Draft, path: string): Draft | undefined {
  let node: unknown = root;
  for (const step of steps(path)) node = (node as Record<string, unknown> | undefined)?.[step];
  return node as Draft | undefined;
}

function change(value: unknown, path: string[], edit: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return edit(value);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === step ? change(item, rest, edit) : item));
  const record = value as Record<string, unknown>;
  return { ...record, [step]: change(record[step], rest, edit) };
}

/** The tree with the node at a path replaced. */
export const replace = (root: Group, path: string, edit: (old: Draft) => Draft): Group =>
  change(root, steps(path), (old) => edit(old as Draft)) as Group;

/** The tree with a node put into a group before the child at `index`. */
export const insert = (root: Group, group: string, index: number, node: Draft): Group =>
  replace(root, group, (old) => (isGroup(old) ? { ...old, of: [...old.of.slice(0, index), node, ...old.of.slice(index)] } : old));

/** The tree without the node at a path; a negation goes with what it holds. */
export function remove(root: Group, path: string): Group {
  const place = placeOf(memberPath(path));
  if (!place) return { kind: "all", of: [] };
  return replace(root, place.group, (old) => (isGroup(old) ? { ...old, of: old.of.filter((_, index) => index !== place.index) } : old));
}

/** The tree with a node moved into a group before its child at `index`, and the node's new path; null where it cannot go. */
export function move(root: Group, from: string, group: string, index: number): { root: Group; path: string } | null {
  const place = placeOf(from);
  const node = nodeAt(root, from);
  if (!place || !node || `${group}/`.startsWith(`${from}/`)) return null;
  const later = place.group === group && place.index < index;
  const target = later ? index - 1 : index;
  const prefix = `${place.group}/of/`;
  // Taking the node out moves its later siblings up, and the target group may lie below one of them.
  const [step = "", ...below] = group.startsWith(prefix) ? group.slice(prefix.length).split("/") : [];
  const shifted = step !== "" && Number(step) > place.index ? [`${prefix}${Number(step) - 1}`, ...below].join("/") : group;
  return { root: insert(remove(root, from), shifted, target, node), path: `${shifted}/of/${target}` };
}

/** Where a node goes one step up or down: past its neighbour, into it if that is a group, or out of its own group at the end. */
export function step(root: Group, path: string, down: boolean): { group: string; index: number } | null {
  const place = placeOf(path);
  if (!place) return null;
  const group = nodeAt(root, place.group) as Group;
  const next = place.index + (down ? 1 : -1);
  const neighbour = group.of[next];
  if (neighbour) {
    if (!isGroup(neighbour)) return { group: place.group, index: down ? next + 1 : next };
    return { group: `${place.group}/of/${next}`, index: down ? 0 : neighbour.of.length };
  }
  const outer = placeOf(memberPath(place.group));
  return outer && { group: outer.group, index: outer.index + (down ? 1 : 0) };
}

const COMPLEMENTS = new Map(
  [["=", "!="], ["in", "not in"], ["contains", "not contains"], ["contains any", "contains none"], ["is null", "is not null"]]
    .flatMap(([a, b]) => [[a, b], [b, a]] as [string, string][]),
);

/** The exact complement of a node, in its shortest form. */
export function negate(node: Draft): Draft {
  switch (node.kind) {
    case "not": return node.of;
    case "function": return { ...node, matches: !node.matches };
    case "field":
    case "anniversary": {
      const complement = COMPLEMENTS.get(node.operator);
      return complement ? { ...node, operator: complement } : { kind: "not", of: node };
    }
    default: return { kind: "not", of: node };
  }
}

/** How many values an operator takes. */
export function arity(operator: string): "none" | "one" | "two" | "many" {
  if (operator.startsWith("is ")) return "none";
  if (operator === "between") return "two";
  return /^(not )?in$|^contains (any|all|none)$/.test(operator) ? "many" : "one";
}

const given = (value: Literal | undefined): value is Literal => value !== undefined && value !== "" && !(Array.isArray(value) && value.some((part) => part === ""));

/** Whether a test has its operator and all the values that needs. An empty text is a value once someone has set it. */
export function isComplete(tested: DraftTest, type: string): boolean {
  const has = (value: Literal | undefined) => (type === "string" && value === "") || given(value);
  switch (tested.operator && arity(tested.operator)) {
    case "none": return true;
    case "one": return has(tested.value);
    case "two": return given(tested.from) && given(tested.to);
    case "many": return !!tested.values?.length;
    default: return false;
  }
}

/** The test with another operator, keeping what values still fit. */
export function withOperator<T extends DraftTest>(tested: T, operator: string): T {
  const { value, values, from, to, ...rest } = tested;
  const first = value ?? values?.[0] ?? from;
  const several = values ?? [value, from, to].filter((one) => given(one));
  switch (arity(operator)) {
    case "none": return { ...rest, operator } as T;
    case "two": return { ...rest, operator, from: first, to } as T;
    case "many": return { ...rest, operator, values: several } as T;
    case "one": return { ...rest, operator, value: first } as T;
  }
}

/** What the catalogue says about a name. */
export type Lookup = (name: string) => FieldDescription | undefined;

/** A tree without its drafts, and where each of its paths stands in the edited tree. */
export interface Pruned {
  /** The condition: everyone, if nothing is complete. */
  condition: Condition;
  /** Path in `condition` → path in the edited tree. */
  paths: Map<string, string>;
  /** Drafts left out. */
  drafts: number;
}

/** The condition that a tree says so far. A group with one member is that member, as the text language reads it. */
export function prune(root: Group, lookup: Lookup): Pruned {
  let drafts = 0;
  const paths = new Map<string, string>();
  type Kept = { condition: Draft; places: [string, string][] };
  const under = (places: [string, string][], step: string) => places.map(([out, at]): [string, string] => [step + out, at]);

  const keep = (node: Draft, at: string): Kept | null => {
    switch (node.kind) {
      case "all":
      case "any": {
        const kept = node.of.map((child, index) => keep(child, `${at}/of/${index}`)).filter((child) => child !== null);
        if (kept.length === 1) return kept[0]!;
        if (!kept.length && node.of.length) return null;
        const places = kept.flatMap((child, index) => under(child.places, `/of/${index}`));
        return { condition: { kind: node.kind, of: kept.map((child) => child.condition) }, places: [["", at], ...places] };
      }
      case "not": {
        const kept = keep(node.of, `${at}/of`);
        return kept && { condition: { kind: "not", of: kept.condition }, places: [["", at], ...under(kept.places, "/of")] };
      }
      case "field":
      case "anniversary":
        if (node.field && isComplete(node, lookup(node.field)?.type ?? "any")) return { condition: node, places: [["", at]] };
        drafts += 1;
        return null;
      case "function": {
        const parameter = (where: ParameterDraft) => parameterOf(lookup(node.function), where.parameter);
        const where = node.where.map((one, index) => ({ one, index })).filter(({ one }) => {
          const complete = !!one.parameter && isComplete(one, parameter(one)?.type ?? "any");
          if (!complete) drafts += 1;
          return complete;
        });
        const places = where.map(({ index }, out): [string, string] => [`/where/${out}`, `${at}/where/${index}`]);
        return { condition: { ...node, where: where.map(({ one }) => one) }, places: [["", at], ...places] };
      }
      default:
        return { condition: node, places: [["", at]] };
    }
  };
  const kept = keep(root, "") ?? { condition: { kind: "all", of: [] }, places: [["", ""]] } satisfies Kept;
  for (const [out, at] of kept.places) paths.set(out, at);
  return { condition: kept.condition as Condition, paths, drafts };
}

/** The place in the edited tree of a path of the document, or of the nearest node above it. */
export function placeInTree(paths: Map<string, string>, path: string): string {
  for (let end = path.length; end >= 0; end = path.lastIndexOf("/", end - 1)) {
    const found = paths.get(path.slice(0, Math.max(end, 0)));
    if (found !== undefined) return found;
    if (end <= 0) break;
  }
  return "";
}

/** A function's parameter. */
export const parameterOf = (description: FieldDescription | undefined, name: string): ParameterDescription | undefined =>
  description?.parameters?.find((parameter) => parameter.name === name);

/** Conditions in a tree, drafts included. */
export const size = (node: Draft): number =>
  isGroup(node) ? node.of.reduce((sum, child) => sum + size(child), 0) : node.kind === "not" ? size(node.of) : 1;
