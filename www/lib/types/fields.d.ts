// The fields and functions of the language, as menus list them.

/** One field or function, as menus list it. */
export interface FieldDescription {
  readonly kind: "field" | "function" | "anniversary";
  readonly name: string;
  readonly label: string;
  readonly group: string;
  readonly type: FieldType | "function";
  /** The unit of a number; for money the shop's currency. */
  readonly unit?: string;
  /** The operators it takes, as written. */
  readonly operators: readonly string[];
  /** The values of a closed enum. */
  readonly values?: readonly string[];
  /** The parameters of a function. */
  readonly parameters?: readonly ParameterDescription[];
  /** What it means that there is no value. */
  readonly null: string;
  /** One sentence of help. */
  readonly help: string;
  /** Whether the snapshot can answer it. */
  readonly available: boolean;
  /** Why it cannot. */
  readonly why?: string;
}

/** One parameter of a function. */
export interface ParameterDescription {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly unit?: string;
  readonly operators: readonly string[];
  /** Whether it tests the rows together instead of each row. */
  readonly measure: boolean;
  readonly null: string;
  readonly help: string;
  readonly available: boolean;
  readonly why?: string;
}

/** The types of fields and parameters. */
export type FieldType =
  | "date"
  | "money"
  | "decimal"
  | "integer"
  | "enum"
  | "string"
  | "list"
  | "id"
  | "ids"
  | "boolean"
  | "coordinates"
  | "any";
