// What a command is, and how its arguments are read.

import { parseArgs, type ParseArgsConfig } from "node:util";

/** A command of the program. */
export interface Command {
  /** Its arguments, as the help shows them. */
  readonly usage: string;
  /** One line. */
  readonly summary: string;
  /** Its options, one a line: the option, then what it does. */
  readonly options: readonly (readonly [string, string])[];
  /** Runs it with the arguments after its name; answers with the exit code. */
  run(args: string[]): Promise<Exit>;
}

/** 0: done; 1: problems in the input; 2: wrong usage. */
export type Exit = 0 | 1 | 2;

/** The program was called in a way it does not understand. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options and the other arguments, of which there are as many as `names`; a last name that ends in `…` stands for one or more, `[NAME]` for one or none. */
export function parse<const T extends Options>(args: string[], names: readonly string[], options: T) {
  const parsed = parsedArgs(args, options);
  const given = parsed.positionals.length;
  const least = names.filter((name) => !name.startsWith("[")).length;
  const missing = names[given];
  if (given < least) throw new UsageError(`${missing?.replace("…", "")} is missing.`);
  if (given > names.length && !names.at(-1)?.endsWith("…")) {
    throw new UsageError(`'${parsed.positionals[names.length]}' is one argument too many; put quotes around a query.`);
  }
  return parsed;
}

function parsedArgs<const T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message);
  }
}

/** A whole number given as an option. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not '${text}'.`);
}
