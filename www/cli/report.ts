// headcount report: what packing did with every row.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadcountError, type Report } from "../lib/node.js";
import { parse, type Command } from "./command.js";
import { counted, grouped, print, table } from "./output.js";

/** Name of the report in a packed folder. */
export const REPORT = "report.json";

/** Rows shown of a list that may be long. */
const SHOWN = 5;

export const report: Command = {
  usage: "DIR",
  summary: "Shows what packing did with every row of a snapshot",
  options: [["--json", "the report as JSON"]],
  async run(args) {
    const { values, positionals } = parse(args, ["DIR"], { json: { type: "boolean" } });
    const path = join(positionals[0]!, REPORT);
    const text = await readFile(path, "utf8").catch(() => {
      throw new HeadcountError({ code: "bad-input", message: "There is no report of packing here.", path });
    });
    if (values.json) print(JSON.stringify(JSON.parse(text)));
    else linesOf(JSON.parse(text) as Report).forEach(print);
    return 0;
  },
};

/** A report as lines for people. */
export function linesOf(report: Report): string[] {
  const { tables, files, warnings, unknownColumns, unreadable, countries, figures } = report;
  return [
    ...table(tables.map(({ table, rows, columns }) => [table, rows, "rows", columns.length, "columns"])),
    ...files.flatMap(fileLines),
    ...unknownColumns.map(({ file, columns }) => `${file}: columns not known: ${columns.join(", ")}`),
    ...unreadable.map(
      ({ file, column, rows, line, reason }) =>
        `${file}:${line}: ${column}: ${counted(rows, "value")} could not be read; the first: ${reason}`,
    ),
    ...shortened(countries.filter(({ code }) => code === null)).map(
      ({ text, rows }) => `no country is called '${text}' (${counted(rows, "row")})`,
    ),
    ...figures.flatMap(({ field, customers, examples: [first] }) => [
      `${field}: imported and counted figures differ for ${counted(customers, "customer")}` +
        (first ? `; customer ${first.id}: ${first.imported} imported, ${first.counted} counted` : ""),
    ]),
    ...warnings.map(({ message }) => `warning: ${message}`),
  ];
}

function fileLines({ name, kind, ignored, rows, skipped }: Report["files"][number]): string[] {
  if (ignored !== null) return [`${name}: not read: ${ignored}`];
  const lost = [
    [rows.skipped, "skipped"],
    [rows.duplicates, "replaced by a later row of the same id"],
    [rows.orphans, "of an unknown customer or order"],
    [rows.withoutCustomer, "without a customer"],
    [rows.otherCurrency, "in another currency"],
  ] as const;
  const losses = lost.filter(([count]) => count > 0).map(([count, why]) => `${grouped(count)} ${why}`);
  const kept = `${name}: ${kind}: ${counted(rows.read, "row")}, ${grouped(rows.kept)} kept`;
  return [
    [kept, ...losses].join(", "),
    ...shortened(skipped).map(({ line, reason }) => `  ${name}:${line}: ${reason}`),
    ...(skipped.length > SHOWN ? [`  … see ${REPORT} for more`] : []),
  ];
}

function shortened<T>(list: readonly T[]): readonly T[] {
  return list.slice(0, SHOWN);
}
