// headcount describe: a segment in words.

import { openLanguage } from "../lib/node.js";
import { parse, type Command } from "./command.js";
import { print, printJson } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

export const describe: Command = {
  usage: "QUERY",
  summary: "Says in words who is in a segment",
  options: [
    ["--language TAG", "en (the default) or de"],
    ["--dates", "tell relative dates with the day they stand for"],
    ["--json", "the sentence in pieces, each with the path it speaks of, as one line of JSON"],
  ],
  async run(args) {
    const { values, positionals } = parse(args, ["QUERY"], {
      language: { type: "string", default: "en" },
      dates: { type: "boolean" },
      json: { type: "boolean" },
    });
    const { segments } = await segmentsOf(positionals[0]!);
    const language = await openLanguage();
    let failed = false;
    for (const given of segments) {
      const reply = await language.describe(given.segment, { language: values.language, dates: values.dates ?? false });
      if (values.json) printJson(reply);
      else print(reply.text);
      failed = complainAbout(given, reply.problems) || failed;
    }
    language.dispose();
    return failed ? 1 : 0;
  },
};
