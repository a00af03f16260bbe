// headcount members: the customers who match.

import type { Cell, Column } from "../lib/node.js";
import { askingHelp, askingOptions, countOptions, opened } from "./asking.js";
import { parse, type Command } from "./command.js";
import { print, printJson } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf, type Given } from "./segments.js";

/** Members asked for at a time, so that their values are never all held twice. */
const PAGE = 20_000;

export const members: Command = {
  usage: "DIR QUERY",
  summary: "Lists the ids of the customers who match, ascending as text",
  options: [
    ["--columns A,B", "after the id the values of these fields, with tabs between: amount_spent,last_order_date,email"],
    ["--sort A", "in the order of a field instead of the ids"],
    ["--descending", "with --sort, the greatest first"],
    ["--csv", "as CSV with a header; no cell is run as a formula by a spreadsheet"],
    ...askingHelp,
  ],
  async run(args) {
    const { values, positionals } = parse(args, ["DIR", "QUERY"], {
      ...askingOptions,
      columns: { type: "string" },
      sort: { type: "string" },
      descending: { type: "boolean" },
      csv: { type: "boolean" },
    });
    const [path, query] = positionals as [string, string];
    const names = values.columns?.split(",").map((name) => name.trim()) ?? [];
    const columns = names.filter((name) => name !== "id" && name !== "");
    const sort = values.sort === undefined ? null : { column: values.sort, descending: values.descending ?? false };
    const { batch, segments } = await segmentsOf(query);
    const snapshot = await opened(path, values);
    const list = async ({ segment }: Given): Promise<void> => {
      const options = { ...countOptions(values), sort };
      if (values.csv && !batch) {
        process.stdout.write(await snapshot.exportCsv(segment, { ...options, columns: ["id", ...columns] }));
        return;
      }
      const whole = { total: 0, ids: [] as string[], columns: [] as Column[], rows: [] as (readonly Cell[])[] };
      for (let offset = 0; offset === 0 || offset < whole.total; offset += PAGE) {
        const page = await snapshot.members(segment, { ...options, columns, offset, limit: PAGE });
        whole.total = page.total;
        whole.columns = [...page.columns];
        if (values.json || batch) {
          for (const id of page.ids) whole.ids.push(id);
          for (const row of page.rows) whole.rows.push(row);
        } else page.ids.forEach((id, at) => print([id, ...(page.rows[at] ?? []).map(textOf)].join("\t")));
      }
      if (values.json) printJson(columns.length > 0 ? whole : { total: whole.total, ids: whole.ids });
      else if (batch) print(whole.ids.join(","));
    };
    let failed = false;
    try {
      for (const given of segments) {
        const { problems } = await snapshot.check(given.segment, countOptions(values));
        if (!complainAbout(given, problems)) {
          await list(given);
          continue;
        }
        failed = true;
        if (batch) print("");
      }
    } finally {
      snapshot.dispose();
    }
    return failed ? 1 : 0;
  },
};

/** A value on one line without tabs. */
function textOf(value: Cell): string {
  const text = value === null ? "" : typeof value === "object" ? value.join(", ") : String(value);
  return text.replace(/[\t\r\n]+/g, " ");
}
