// headcount members: the ids of the customers who match.

import { askingHelp, askingOptions, countOptions, opened } from "./asking.js";
import { parse, type Command } from "./command.js";
import { print, printJson } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

export const members: Command = {
  usage: "DIR QUERY",
  summary: "Lists the ids of the customers who match, ascending as text",
  options: [["--csv", "as CSV, with a header"], ...askingHelp],
  async run(args) {
    const { values, positionals } = parse(args, ["DIR", "QUERY"], { ...askingOptions, csv: { type: "boolean" } });
    const [path, query] = positionals as [string, string];
    const options = countOptions(values);
    const { batch, segments } = await segmentsOf(query);
    const snapshot = await opened(path, values);
    let failed = false;
    for (const given of segments) {
      const { problems } = await snapshot.check(given.segment, options);
      if (complainAbout(given, problems)) {
        failed = true;
        if (batch) print("");
        continue;
      }
      if (values.csv && !batch) {
        process.stdout.write(await snapshot.exportCsv(given.segment, options));
        continue;
      }
      const ids = await snapshot.memberIds(given.segment, options);
      if (values.json) printJson({ total: ids.length, ids });
      else if (batch) print(ids.join(","));
      else if (ids.length > 0) print(ids.join("\n"));
    }
    snapshot.dispose();
    return failed ? 1 : 0;
  },
};
