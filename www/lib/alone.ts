// Answers what is asked of a segment without a snapshot. One author, started by the first question on the
// caller's own thread, answers all: it keeps nothing of a question, and leaves no worker to be ended.

import { failure, HeadcountError } from "./errors.js";
import type { Alone } from "./functions.js";
import type { Language } from "./language.js";
import type { AskOptions } from "./snapshot.js";
import type { Format, RuleGroup, SegmentDocument, SegmentInput } from "./types.js";

/** The author, once it was asked for; none again after it failed. */
let started: Promise<Language> | undefined;

/** Errors that answer a question; after any other the next question starts an author afresh. */
const ANSWERS: ReadonlySet<string> = new Set(["bad-argument", "bad-segment", "unsupported-version", "invalid-segment", "aborted"]);

async function asked<T>(open: () => Promise<Language>, question: (language: Language) => Promise<T>): Promise<T> {
  const own = (started ??= open());
  try {
    return await question(await own);
  } catch (error) {
    const answered = error instanceof HeadcountError && ANSWERS.has(error.code);
    if (!answered && started === own) started = undefined;
    throw error;
  }
}

/** The functions; `open` starts the author. */
export function functions(open: () => Promise<Language>): Alone {
  const ask = <T>(question: (language: Language) => Promise<T>) => asked(open, question);
  const printed = (segment: SegmentInput, to: Format, options?: AskOptions) => ask((language) => language.format(segment, to, options));
  return {
    check: (segment, options) => ask((language) => language.check(segment, options)),
    describe: (segment, options) => ask((language) => language.describe(segment, options)),
    format: printed,
    toSql: (segment, dialect, options) => ask((language) => language.toSql(segment, dialect, options)),
    async toShopify(segment, dialect = "current", options) {
      if (dialect !== "current" && dialect !== "legacy") {
        throw failure("bad-argument", `Shopify has no dialect '${String(dialect)}'.`, { help: "Use current or legacy." });
      }
      return printed(segment, dialect, options);
    },
    async fromReactQueryBuilder(group, options) {
      // A text or a document would be read as well; here it is a mistake.
      if (typeof group !== "object" || group === null || !("rules" in group)) {
        throw failure("bad-segment", 'A rule group is an object with a list "rules".', {
          help: 'Write it like { "combinator": "and", "rules": [] }.',
        });
      }
      return JSON.parse((await printed(group, "json", options)).text) as SegmentDocument;
    },
    async toReactQueryBuilder(segment, options) {
      return JSON.parse((await printed(segment, "react-querybuilder", options)).text) as RuleGroup;
    },
  };
}
