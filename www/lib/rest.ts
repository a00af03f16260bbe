// What is asked of an open snapshot beside counting and checking; loaded when the first of it is asked.

import { exportCsv } from "./csv.js";
import { distributionOf } from "./distribution.js";
import type { Ask } from "./question.js";
import type { QueryOptions, Snapshot } from "./snapshot.js";
import { timeline } from "./timeline.js";
import type { AuthorQuestions, CountOptions, Questions } from "./types.js";

/** The questions. */
export type Rest = Pick<
  Snapshot,
  | "breakdown"
  | "compare"
  | "complete"
  | "describe"
  | "distribution"
  | "explain"
  | "exportCsv"
  | "members"
  | "overlap"
  | "sqlSchema"
  | "statistics"
  | "timeline"
  | "toSql"
  | "values"
>;

/** The questions, asked by `ask` and `author`; `request` gives the engine's options among those of a caller. */
export function createRest(ask: Ask, author: Ask<AuthorQuestions>, request: (options: QueryOptions) => CountOptions): Rest {
  /** A question whose own options, by name, are among those of the evaluation. */
  const asked = (about: object, given: QueryOptions, own: readonly string[]): object => {
    const options = request(given) as Record<string, unknown>;
    const question: Record<string, unknown> = { ...about, options };
    for (const key of own) {
      question[key] = options[key];
      delete options[key];
    }
    return question;
  };
  const about = <K extends keyof Questions>(
    name: K,
    about: Partial<Questions[K]["question"]>,
    given: QueryOptions = {},
    own: readonly Exclude<keyof Questions[K]["question"], symbol | number>[] = [],
  ): Promise<Questions[K]["answer"]> => ask(name, asked(about, given, own) as never, given) as Promise<Questions[K]["answer"]>;
  const words = <K extends "describe" | "sql">(
    name: K,
    about: Partial<AuthorQuestions[K]["question"]>,
    given: QueryOptions = {},
    own: readonly Exclude<keyof AuthorQuestions[K]["question"], symbol | number>[] = [],
  ): Promise<AuthorQuestions[K]["answer"]> =>
    author(name, asked(about, given, own) as never, given) as Promise<AuthorQuestions[K]["answer"]>;

  const rest: Rest = {
    complete: (text, offset, options) => about("complete", { text, offset }, options, ["limit"]),
    describe: (segment, options) => words("describe", { segment }, options, ["language", "dates"]),
    toSql: (segment, dialect, options) => words("sql", { segment, dialect }, options),
    sqlSchema: (dialect, options) => author("schema", { dialect }, options),
    explain: (segment, customer, options) => about("explain", { segment, customer }, options, ["days"]),
    members: (segment, options) => about("members", { segment }, options, ["offset", "limit", "columns", "sort"]),
    exportCsv: (segment, options) => exportCsv(rest, segment, options),
    distribution: async (segment, path, options) => {
      const reply = await about("distribution", { segment, path }, options, ["bins"]);
      return reply && distributionOf(reply);
    },
    statistics: (segment, fields, options) => about("statistics", { segment, fields }, options),
    breakdown: (segment, field, options) => about("breakdown", { segment, field }, options, ["limit"]),
    overlap: (segments, options) => about("overlap", { segments }, options),
    values: (field, options) => about("values", { field }, options, ["prefix", "limit", "segment", "path"]),
    compare: (before, after, { beforeOptions = null, ...options } = {}) =>
      about("compare", { before, after, beforeOptions: beforeOptions && request(beforeOptions) }, options, ["ids"]),
    timeline: (segment, options) =>
      timeline((piece) => about("timeline", { segment }, piece, ["from", "to", "ids"]), options),
  };
  return rest;
}
