// headcount fields: what a segment can ask.

import { openLanguage, type FieldDescription } from "../lib/node.js";
import { opened } from "./asking.js";
import { parse, type Command } from "./command.js";
import { print, printJson, table } from "./output.js";

export const fields: Command = {
  usage: "[DIR]",
  summary: "Lists what a segment can ask; with a snapshot, whether its data can answer",
  options: [["--json", "all of it as JSON"]],
  async run(args) {
    const { values, positionals } = parse(args, ["[DIR]"], { json: { type: "boolean" } });
    const list = await described(positionals[0]);
    if (values.json) printJson(list);
    else table(list.flatMap(rowsOf)).forEach(print);
    return 0;
  },
};

async function described(path: string | undefined): Promise<readonly FieldDescription[]> {
  if (path === undefined) {
    const language = await openLanguage();
    const list = await language.fields();
    language.dispose();
    return list;
  }
  const snapshot = await opened(path, {});
  snapshot.dispose();
  return snapshot.fields;
}

function rowsOf(field: FieldDescription): string[][] {
  const { name, type, help, parameters = [] } = field;
  return [
    [name, type, available(field, help)],
    ...parameters.map((parameter) => [`  ${parameter.name}`, parameter.type, available(parameter, parameter.help)]),
  ];
}

function available({ available, why }: { available: boolean; why?: string }, help: string): string {
  return available ? help : `unavailable: ${why ?? "not in this snapshot."}`;
}
