// headcount pack: files → a snapshot.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadcountError } from "../lib/node.js";
import { parse, UsageError, type Command } from "./command.js";
import { checkFolder, packInto } from "./folder.js";
import { print, printJson, progress, showPacking } from "./output.js";
import { linesOf } from "./report.js";

export const pack: Command = {
  usage: "INPUT… --out DIR",
  summary: "Packs CSV, JSONL or Arrow files, or folders of them, into a snapshot",
  options: [
    ["--out DIR", "where the snapshot goes: a new or empty folder, or one that holds a snapshot"],
    ["--time-zone Z", "the shop's zone, such as Europe/London; UTC if missing"],
    ["--currency CODE", "the shop's currency; if missing, the one of the data, else USD"],
    ["--taken-at T", "when the data was true; now if missing"],
    ["--base DIR", "pack what changed since that snapshot, or since that delta to it: a delta"],
    ["--mapping FILE", "how the columns of other files are read"],
    ["--pseudonymous", "leave out personal columns"],
    ["--json", "the report as one line of JSON"],
  ],
  async run(args) {
    const { values, positionals } = parse(args, ["INPUT…"], {
      out: { type: "string" },
      "time-zone": { type: "string" },
      currency: { type: "string" },
      "taken-at": { type: "string" },
      base: { type: "string" },
      mapping: { type: "string" },
      pseudonymous: { type: "boolean", default: false },
      json: { type: "boolean" },
    });
    const { out, currency, mapping, base, pseudonymous } = values;
    if (out === undefined) throw new UsageError("--out DIR is missing: where should the snapshot go?");
    await checkFolder(out);
    const bar = progress();
    const report = await packInto(out, positionals, {
      ...(values["time-zone"] === undefined ? {} : { timeZone: values["time-zone"] }),
      ...(currency === undefined ? {} : { currency }),
      ...(values["taken-at"] === undefined ? {} : { takenAt: values["taken-at"] }),
      ...(base === undefined ? {} : { base: await manifestOf(base) }),
      ...(mapping === undefined ? {} : { mapping: await textOf(mapping) }),
      pseudonymous,
      onProgress: showPacking(bar),
    }).finally(() => bar.end());
    if (values.json) printJson(report);
    else linesOf(report).forEach(print);
    return 0;
  },
};

/** The manifest in a folder. */
async function manifestOf(folder: string): Promise<string> {
  return readFile(join(folder, "manifest.json"), "utf8").catch((error: Error) => {
    throw new HeadcountError({ code: "bad-manifest", message: `The base cannot be read: ${error.message}.`, path: folder });
  });
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: Error) => {
    throw new HeadcountError({ code: "bad-mapping", message: `The mapping cannot be read: ${error.message}.`, path });
  });
}
