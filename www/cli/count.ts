// headcount count: how many customers match.

import { askingHelp, askingOptions, countOptions, opened } from "./asking.js";
import { parse, type Command } from "./command.js";
import { print, printJson, table } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

export const count: Command = {
  usage: "DIR QUERY",
  summary: "Counts the customers who match: the number alone on the last line",
  options: [
    ["--nodes", "first the counts of every condition: alone, with those before it, and without it"],
    ["--partial", "count what could be read of a segment with errors"],
    ...askingHelp,
  ],
  async run(args) {
    const { values, positionals } = parse(args, ["DIR", "QUERY"], {
      ...askingOptions,
      nodes: { type: "boolean" },
      partial: { type: "boolean" },
    });
    const [path, query] = positionals as [string, string];
    const { nodes = false, partial = false } = values;
    const options = { ...countOptions(values), nodes, partial };
    const { segments } = await segmentsOf(query);
    const snapshot = await opened(path, values);
    let failed = false;
    for (const given of segments) {
      const answer = await snapshot.count(given.segment, options);
      failed = complainAbout(given, answer.problems) || failed;
      if (values.json) {
        const { elapsed: _, ...stable } = answer;
        printJson(stable);
        continue;
      }
      if (answer.nodes !== undefined) {
        const rows = answer.nodes.map((node) => [node.path || "/", node.alone, node.cumulative, node.withoutIt]);
        table([["path", "alone", "cumulative", "without it"], ...rows]).forEach(print);
      }
      // An empty line keeps the answers of a file beside their segments.
      if (answer.count !== null) print(String(answer.count));
      else if (segments.length > 1) print("");
    }
    snapshot.dispose();
    return failed ? 1 : 0;
  },
};
