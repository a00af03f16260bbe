// headcount sql: a segment as one SQL statement, or the tables such statements are for.

import { openLanguage, openSnapshot, type SqlDialect } from "../lib/node.js";
import { parse, UsageError, type Command } from "./command.js";
import { print, printJson } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

const DIALECTS: readonly SqlDialect[] = ["duckdb", "postgres", "clickhouse", "spark", "sqlite"];

export const sql: Command = {
  usage: "[QUERY]",
  summary: "Prints a segment as SQL for a warehouse",
  options: [
    ["--dialect NAME", DIALECTS.join(", ")],
    ["--schema DIR", "print the statements that create a snapshot's tables instead"],
    ["--json", "the statement and its problems as one line of JSON"],
  ],
  async run(args) {
    const { values, positionals } = parse(args, ["[QUERY]"], {
      dialect: { type: "string" },
      schema: { type: "string" },
      json: { type: "boolean" },
    });
    const dialect = DIALECTS.find((name) => name === values.dialect);
    if (dialect === undefined) throw new UsageError(`--dialect takes ${DIALECTS.join(", ")}, not '${values.dialect ?? ""}'.`);
    if (values.schema !== undefined) {
      const snapshot = await openSnapshot(values.schema, { parts: "lazy" });
      print(await snapshot.sqlSchema(dialect));
      snapshot.dispose();
      return 0;
    }
    if (positionals[0] === undefined) throw new UsageError("A query is missing.");
    const { segments } = await segmentsOf(positionals[0]);
    const language = await openLanguage();
    let failed = false;
    for (const given of segments) {
      const reply = await language.toSql(given.segment, dialect);
      if (values.json) printJson(reply);
      else print(reply.sql ?? "");
      failed = complainAbout(given, reply.problems) || failed;
    }
    language.dispose();
    return failed ? 1 : 0;
  },
};
