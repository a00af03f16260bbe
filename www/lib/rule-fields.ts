// A snapshot's fields as those of react-querybuilder.

import type { FieldDescription, FieldType, ParameterDescription } from "./types.js";

/** What may be chosen: an operator by its name in rules, or a value. */
export type RuleFieldOption = {
  name: string;
  value: string;
  label: string;
};

/** A field for the builder's `fields`: its `Field`, a type that interfaces do not fit. */
export type RuleField = {
  name: string;
  label: string;
  operators: RuleFieldOption[];
  inputType: "number" | "text";
  placeholder?: string;
  valueEditorType?: "checkbox" | ((operator: string) => "select" | "multiselect");
  values?: RuleFieldOption[];
  /** How many of a function's rows the rules within are for; those rules' fields. */
  matchModes?: ("some" | "none" | "atLeast" | "atMost" | "exactly")[];
  subproperties?: RuleField[];
};

/** The operators of rules, and those that negate them, for one of the language. */
const NAMES: Readonly<Record<string, readonly [string, string?]>> = {
  BETWEEN: ["between", "notBetween"],
  IN: ["in"],
  "NOT IN": ["notIn"],
  CONTAINS: ["contains"],
  "NOT CONTAINS": ["doesNotContain"],
  "STARTS WITH": ["beginsWith", "doesNotBeginWith"],
  "ENDS WITH": ["endsWith", "doesNotEndWith"],
  "IS NULL": ["null"],
  "IS NOT NULL": ["notNull"],
  "CONTAINS ANY": ["containsAny"],
  "CONTAINS ALL": ["containsAll"],
  "CONTAINS NONE": ["containsNone"],
};

/** The last three need a parameter `count`. */
const MODES: NonNullable<RuleField["matchModes"]> = ["some", "none", "atLeast", "atMost", "exactly"];

/** What react-querybuilder's `fields` takes, for the fields that a snapshot can answer. */
export function ruleFields(fields: readonly FieldDescription[]): RuleField[] {
  const available = fields.filter((field) => field.available);
  return available.flatMap((field) => {
    if (field.kind === "anniversary") {
      const dates = available.filter(({ kind, type }) => kind === "field" && type === "date");
      return dates.map(({ name, label }) => fieldOf({ ...field, name: `anniversary('${name}')`, label: `${field.label}: ${label}` }, true));
    }
    if (field.kind === "field") return fieldOf(field, true);
    const parameters = (field.parameters ?? []).filter((parameter) => parameter.available);
    const subproperties = parameters.map((parameter) => fieldOf(parameter, false));
    const { name, label } = field;
    const counted = parameters.some((parameter) => parameter.name === "count");
    // Its rule says how many rows match, not how the function compares.
    return { name, label, operators: [option("=", "=")], inputType: "text", matchModes: counted ? MODES : MODES.slice(0, 2), subproperties };
  });
}

/** Parameters of functions cannot be negated by an operator of their own. */
function fieldOf(described: FieldDescription | ParameterDescription, negatable: boolean): RuleField {
  const { name, label, type, operators } = described;
  const values = "values" in described && described.values?.map((value) => option(value, value));
  return {
    name,
    label,
    operators: operators.flatMap((operator) => namesOf(operator).slice(0, negatable ? 2 : 1).map(labelled)),
    ...inputOf(type),
    ...(values && { values, valueEditorType: (operator) => (/^(in|notIn)$/.test(operator) ? "multiselect" : "select") }),
  };
}

const namesOf = (operator: string): string[] => [...(NAMES[operator] ?? [operator])].filter((name) => name !== undefined);

/** `doesNotContain` is told as “does not contain”. */
function labelled(name: string): RuleFieldOption {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return option(name, /^(not)? ?null$/.test(words) ? `is ${words}` : words);
}

function option(name: string, label: string): RuleFieldOption {
  return { name, value: name, label };
}

function inputOf(type: FieldType | "function"): Pick<RuleField, "inputType" | "placeholder" | "valueEditorType"> {
  switch (type) {
    case "integer":
    case "decimal":
    case "money":
      return { inputType: "number" };
    case "boolean":
      return { inputType: "text", valueEditorType: "checkbox" };
    case "date":
      // The browser's own date input shows no relative dates.
      return { inputType: "text", placeholder: "2024-01-31, -30d, today" };
    default:
      return { inputType: "text" };
  }
}
