// headcount check: everything wrong or doubtful in a segment.

import { openLanguage, type CheckReply, type SegmentInput } from "../lib/node.js";
import { askingHelp, askingOptions, countOptions, opened } from "./asking.js";
import { parse, type Command } from "./command.js";
import { counted, print, printJson } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

export const check: Command = {
  usage: "QUERY [DIR]",
  summary: "Lists all problems of a segment; with a snapshot, those of its data too",
  options: askingHelp,
  async run(args) {
    const { values, positionals } = parse(args, ["QUERY", "[DIR]"], askingOptions);
    const [query, path] = positionals as [string, string?];
    const { segments } = await segmentsOf(query);
    const { ask, dispose } = await checker(path, values);
    let failed = false;
    for (const given of segments) {
      const reply = await ask(given.segment);
      const errors = reply.problems.filter(({ severity }) => severity === "error").length;
      failed ||= errors > 0;
      if (values.json) {
        printJson(reply);
        continue;
      }
      complainAbout(given, reply.problems);
      const warnings = reply.problems.length - errors;
      const parts = [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")];
      print(parts.filter((part) => part !== false).join(", ") || "ok");
    }
    dispose();
    return failed ? 1 : 0;
  },
};

interface Checker {
  ask(segment: SegmentInput): Promise<CheckReply>;
  dispose(): void;
}

async function checker(path: string | undefined, values: Parameters<typeof countOptions>[0]): Promise<Checker> {
  if (path === undefined) {
    const language = await openLanguage();
    return { ask: (segment) => language.check(segment), dispose: language.dispose };
  }
  const snapshot = await opened(path, values);
  const options = countOptions(values);
  return { ask: (segment) => snapshot.check(segment, options), dispose: snapshot.dispose };
}
