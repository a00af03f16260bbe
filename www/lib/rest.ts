// What is asked of an open snapshot beside counting and checking; loaded when the first of it is asked.

import type { Ask } from "./ask.js";
import { exportCsv } from "./csv.js";
import { distributionOf } from "./distribution.js";
import type { QueryOptions, Snapshot } from "./snapshot.js";
import { timeline } from "./timeline.js";
import type { CountOptions, Questions } from "./types.js";

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

/** The questions, asked by `ask`; `request` gives the engine's options among those of a caller. */
export function createRest(ask: Ask, request: (options: QueryOptions) => CountOptions): Rest {
  /** Asks a question whose own options, by name, are among those of the evaluation. */
  const about = <K extends keyof Questions>(
    name: K,
    about: Partial<Questions[K]["question"]>,
    given: QueryOptions = {},
    own: readonly Exclude<keyof Questions[K]["question"], symbol | number>[] = [],
  ): Promise<Questions[K]["answer"]> => {
    const options = request(given) as Record<string, unknown>;
    const question: Record<string, unknown> = { ...about, options };
    for (const key of own) {
      question[key] = options[key];
      delete options[key];
    }
    return ask(name, question as Questions[K]["question"], given);
  };

  const rest: Rest = {
    complete: (text, offset, options) => about("complete", { text, offset }, options, ["limit"]),
    describe: (segment, options) => about("describe", { segment }, options, ["language", "dates"]),
    toSql: (segment, dialect, options) => about("sql", { segment, dialect }, options),
    sqlSchema: (dialect, options) => ask("schema", { dialect }, options),
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
    values: (field, options) => about("values", { field }, options, ["prefix", "limit", "segment"]),
    compare: (before, after, { beforeOptions = null, ...options } = {}) =>
      about("compare", { before, after, beforeOptions: beforeOptions && request(beforeOptions) }, options, ["ids"]),
    timeline: (segment, options) =>
      timeline((piece) => about("timeline", { segment }, piece, ["from", "to", "ids"]), options),
  };
  return rest;
}
