#!/usr/bin/env node
// headcount: the command line.

import { HeadcountError } from "../lib/node.js";
import { check } from "./check.js";
import { UsageError, type Command, type Exit } from "./command.js";
import { count } from "./count.js";
import { demo } from "./demo.js";
import { describe } from "./describe.js";
import { explain } from "./explain.js";
import { fields } from "./fields.js";
import { format } from "./format.js";
import { members } from "./members.js";
import { complain, print, table } from "./output.js";
import { pack } from "./pack.js";
import { report } from "./report.js";
import { serve } from "./serve.js";
import { sql } from "./sql.js";

const commands: Readonly<Record<string, Command>> = {
  pack,
  count,
  members,
  explain,
  check,
  describe,
  format,
  sql,
  fields,
  report,
  serve,
  demo,
};

async function main([name = "--help", ...args]: string[]): Promise<Exit> {
  if (name === "--help" || name === "-h" || name === "help") return help(args[0]);
  if (name === "--version") {
    const { openLanguage } = await import("../lib/node.js");
    const language = await openLanguage();
    print(language.version);
    language.dispose();
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command '${name}'.`);
  const end = args.indexOf("--");
  if ((end < 0 ? args : args.slice(0, end)).includes("--help")) return help(name);
  return command.run(args);
}

function help(name: string | undefined): Exit {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) {
    print(`headcount ${name} ${command.usage}\n\n${command.summary}.\n`);
    table(command.options.map(([option, words]) => [` ${option}`, words])).forEach(print);
    return 0;
  }
  print("headcount COMMAND …\n");
  table(Object.entries(commands).map(([name, { usage, summary }]) => [` ${name} ${usage}`, summary])).forEach(print);
  print("\nDIR is a snapshot or a folder of files to pack. QUERY is a segment as text or JSON, - for stdin, or");
  print("@FILE with one segment a line; one that begins with -- follows a bare --. headcount COMMAND --help says more.");
  print("Exit: 0 done, 1 problems in the input, 2 wrong usage.");
  return 0;
}

/** What was thrown, in words; a stack is of no use to who calls a program. */
function failed(error: unknown): Exit {
  if (error instanceof UsageError) {
    complain(`headcount: ${error.message}`);
    complain("Try 'headcount --help'.");
    return 2;
  }
  if (error instanceof HeadcountError) {
    complain(`headcount: ${error.path === undefined ? "" : `${error.path}: `}${error.message} [${error.code}]`);
    return error.code === "bad-argument" ? 2 : 1;
  }
  complain(`headcount: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = failed(error);
}
