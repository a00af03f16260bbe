// Options of an evaluation, shared by the commands that ask a snapshot.

import { openSnapshot, type CountOptions, type Policy, type Snapshot } from "../lib/node.js";
import { UsageError } from "./command.js";
import { progress } from "./output.js";

/** The options themselves, for the parser. */
export const askingOptions = {
  "as-of": { type: "string" },
  policy: { type: "string" },
  "strict-missing": { type: "boolean" },
  "time-zone": { type: "string" },
  json: { type: "boolean" },
} as const;

/** The same for the help. */
export const askingHelp = [
  ["--as-of T", "the instant to ask at: a date (its end), a local time, or with an offset; by default when the data was taken"],
  ["--policy P", "which orders exist: cancelled=include,test=exclude,deleted=exclude,refunds=gross,statuses=paid+sent"],
  ["--strict-missing", "!=, NOT IN, NOT CONTAINS are false where there is no value"],
  ["--time-zone Z", "another zone than the snapshot's"],
  ["--json", "the whole answer as one line of JSON"],
] as const;

/** What the options were. */
interface Asking {
  readonly "as-of"?: string | undefined;
  readonly policy?: string | undefined;
  readonly "strict-missing"?: boolean | undefined;
  readonly "time-zone"?: string | undefined;
}

/** The engine's options. */
export function countOptions(values: Asking): CountOptions {
  return {
    ...(values["as-of"] === undefined ? {} : { asOf: values["as-of"] }),
    ...(values.policy === undefined ? {} : { policy: policyOf(values.policy) }),
    strictMissing: values["strict-missing"] ?? false,
  };
}

/** Opens the snapshot, or the files, at `path`. */
export async function opened(path: string, values: Asking): Promise<Snapshot> {
  const bar = progress();
  try {
    const timeZone = values["time-zone"];
    return await openSnapshot(path, {
      parts: "lazy",
      ...(timeZone === undefined ? {} : { timeZone }),
      onProgress: ({ phase, part, bytes, totalBytes }) =>
        bar.show(part ?? phase, totalBytes === null ? undefined : bytes / Math.max(1, totalBytes)),
    });
  } finally {
    bar.end();
  }
}

const EXISTENCE = ["test", "cancelled", "deleted"] as const;

/** The order policy that a text such as `cancelled=include,refunds=gross` stands for. */
export function policyOf(text: string): Policy {
  const policy: { -readonly [K in keyof Policy]: Policy[K] } = {};
  for (const pair of text.split(",")) {
    const [key = "", value = ""] = pair.split("=", 2).map((part) => part.trim());
    const existence = EXISTENCE.find((name) => name === key);
    if (existence !== undefined && (value === "include" || value === "exclude")) policy[existence] = value;
    else if (key === "refunds" && (value === "net" || value === "gross")) policy.refunds = value;
    else if (key === "statuses" && value !== "") policy.statuses = value.split("+");
    else throw new UsageError(`'${pair}' is no part of a policy. ${POLICY}`);
  }
  return policy;
}

const POLICY =
  "Write test=, cancelled= or deleted= with include or exclude, refunds=net or refunds=gross, statuses=paid+sent, with commas between.";
