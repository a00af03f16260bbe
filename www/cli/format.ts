// headcount format: a segment printed in a dialect.

import { HeadcountError, openLanguage, type Format } from "../lib/node.js";
import { parse, UsageError, type Command } from "./command.js";
import { complain, print, printJson } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

const FORMATS: readonly Format[] = ["headcount", "current", "legacy", "shopify", "json"];

export const format: Command = {
  usage: "QUERY",
  summary: "Prints a segment in one spelling",
  options: [
    ["--to FORMAT", "headcount (the default), current or shopify, legacy, json"],
    ["--json", "the text and its problems as one line of JSON"],
  ],
  async run(args) {
    const { values, positionals } = parse(args, ["QUERY"], {
      to: { type: "string", default: "headcount" },
      json: { type: "boolean" },
    });
    const to = FORMATS.find((name) => name === values.to);
    if (to === undefined) throw new UsageError(`--to takes ${FORMATS.join(", ")}, not '${values.to}'.`);
    const { batch, segments } = await segmentsOf(positionals[0]!);
    const language = await openLanguage();
    let failed = false;
    for (const given of segments) {
      try {
        const reply = await language.format(given.segment, to);
        if (values.json) printJson(reply);
        else print(reply.text);
        complainAbout(given, reply.problems);
      } catch (error) {
        if (!(error instanceof HeadcountError) || error.code !== "invalid-segment") throw error;
        failed = true;
        const { problems } = await language.check(given.segment);
        // What only the dialect refuses is in the error's words.
        const errors = problems.filter(({ severity }) => severity === "error");
        if (!complainAbout(given, errors)) complain(`${given.origin}:${given.before + 1}: error: ${error.message}`);
        if (batch) print("");
      }
    }
    language.dispose();
    return failed ? 1 : 0;
  },
};
