// headcount explain: why one customer is in a segment or not.

import type { CheckReply, Condition, ExplainReply, OwnValue, Snapshot, Verdict } from "../lib/node.js";
import { askingHelp, askingOptions, countOptions, opened } from "./asking.js";
import { parse, UsageError, wholeNumber, type Command } from "./command.js";
import { print, printJson, table } from "./output.js";
import { complainAbout } from "./problems.js";
import { segmentsOf } from "./segments.js";

export const explain: Command = {
  usage: "DIR QUERY CUSTOMER",
  summary: "Says why a customer is in a segment or not: every condition, the customer's own values, what flips when",
  options: [["--days N", "how many days ahead to look for what flips by itself, 366 by default and at most"], ...askingHelp],
  async run(args) {
    const { values, positionals } = parse(args, ["DIR", "QUERY", "CUSTOMER"], { ...askingOptions, days: { type: "string" } });
    const [path, query, customer] = positionals as [string, string, string];
    const days = values.days === undefined ? {} : { days: wholeNumber("days", values.days, 0, 366) };
    const options = countOptions(values);
    const { batch, segments } = await segmentsOf(query);
    const given = segments[0];
    if (batch || given === undefined) throw new UsageError("explain takes one segment.");
    const snapshot = await opened(path, values);
    try {
      const checked = await snapshot.check(given.segment, options);
      if (complainAbout(given, checked.problems)) return 1;
      const reply = await snapshot.explain(given.segment, customer, { ...options, ...days });
      if (values.json) printJson(reply);
      else await tell(snapshot, checked, reply);
      return 0;
    } finally {
      snapshot.dispose();
    }
  },
};

async function tell(snapshot: Snapshot, { condition }: CheckReply, reply: ExplainReply): Promise<void> {
  const rows: string[][] = [];
  for (const node of reply.nodes) {
    const depth = node.path.split("/of").length - 1;
    const words = await wordsOf(snapshot, nodeAt(condition, node.path));
    rows.push([`${"  ".repeat(depth)}${node.holds ? "✓" : "✗"} ${words ?? node.path}`, valuesOf(node), flipsOf(node)]);
  }
  table(rows).forEach(print);
  const where = reply.member ? "is in the segment" : "is not in the segment";
  const there = reply.present ? "" : ": there is no such customer yet";
  print(`${reply.customer} ${where}${there} (as of ${reply.asOf}, ${reply.timeZone}).`);
  const until = `until ${reply.until}`;
  if (reply.flipsLocal === null) print(`If nothing new happens, that stays so ${until}.`);
  else print(`If nothing new happens, that changes at ${clock(reply.flipsLocal)}.`);
}

/** The node at a path of the tree; undefined for one of a segment that the tree names. */
function nodeAt(condition: Condition, path: string): Condition | undefined {
  let node: Condition | undefined = condition;
  for (const step of path.match(/\/of(\/\d+)?/g) ?? []) {
    const place: string | undefined = step.split("/")[2];
    if (node?.kind === "not" && place === undefined) node = node.of;
    else if ((node?.kind === "all" || node?.kind === "any") && place !== undefined) node = node.of[Number(place)];
    else return undefined;
  }
  return /^(\/of(\/\d+)?)*$/.test(path) ? node : undefined;
}

async function wordsOf(snapshot: Snapshot, node: Condition | undefined): Promise<string | undefined> {
  if (node === undefined) return undefined;
  if (node.kind === "all") return "all of";
  if (node.kind === "any") return "any of";
  if (node.kind === "not") return "not";
  return (await snapshot.format({ version: 1, condition: node }, "headcount")).text;
}

function valuesOf({ values }: Verdict): string {
  return values.map(valueOf).join("; ");
}

function valueOf(own: OwnValue): string {
  const name = own.parameter === null ? "" : `${own.parameter} `;
  return `${name}${shown(own)}${distanceOf(own)}`;
}

function shown(own: OwnValue): string {
  switch (own.kind) {
    case "missing":
      return "no value";
    case "list":
      return own.value.join(", ");
    case "datetime":
      return clock(own.value);
    case "kilometres":
      return `${own.value} km`;
    default:
      return String(own.value);
  }
}

function distanceOf({ kind, distance }: OwnValue): string {
  if (distance === null) return "";
  const sign = distance.startsWith("-") ? "" : "+";
  const unit = kind === "kilometres" ? " km" : "";
  return ` (flips at ${sign}${kind === "date" || kind === "datetime" ? span(Number(distance)) : `${distance}${unit}`})`;
}

/** Seconds as days, hours, minutes. */
function span(seconds: number): string {
  const sign = seconds < 0 ? "-" : "";
  let rest = Math.abs(seconds);
  const parts = [];
  for (const [unit, size] of [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]] as const) {
    if (rest >= size) parts.push(`${Math.floor(rest / size)}${unit}`);
    rest %= size;
  }
  return sign + parts.join(" ");
}

function flipsOf({ flipsLocal }: Verdict): string {
  return flipsLocal === null ? "" : `flips ${clock(flipsLocal)}`;
}

/** A local time without seconds that are zero, a midnight as its date. */
function clock(local: string): string {
  const [date, time = ""] = local.split(/[T ]/);
  if (time === "00:00:00") return date!;
  return `${date} ${time.endsWith(":00") ? time.slice(0, 5) : time}`;
}
