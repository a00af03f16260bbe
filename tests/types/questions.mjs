// Asks the engine everything of a list of questions.
import { readFileSync } from "node:fs";
import { openSnapshot } from "../../dist/node.js";
import { openShop } from "../js/corpus.mjs";

const shop = JSON.parse(readFileSync(new URL("../corpus/shops/everything.json", import.meta.url), "utf8"));

/** The keys the engine takes of each document, as it tells them when it meets another. */
export async function taken() {
  const snapshot = await openShop(openSnapshot, shop);
  const keys = async (act) => {
    const { message } = await act().then(() => ({ message: "" }), (error) => error);
    return /There are: ([^.]+)\./.exec(message)?.[1].split(", ") ?? [];
  };
  const found = {
    CountOptions: await keys(() => snapshot.count("", { other: 1 })),
    Policy: await keys(() => snapshot.count("", { policy: { other: 1 } })),
    Sort: await keys(() => snapshot.members("", { sort: { other: 1 } })),
    TimeZone: await keys(() => openSnapshot([{ id: "1" }], { timeZone: { other: 1 } })),
  };
  snapshot.dispose();
  return found;
}

/** What the engine could not read; what the snapshot or a dialect cannot answer is no fault of the question. */
export async function ask({ segments, options, filters, dialects, forms, merges, calls }) {
  const snapshot = await openShop(openSnapshot, shop);
  const refused = [];
  const tried = async (what, act) => {
    try {
      return await act();
    } catch (error) {
      if (["bad-argument", "bad-segment", "engine-crashed"].includes(error.code)) refused.push(`${JSON.stringify(what)}: ${error.message}`);
      return undefined;
    }
  };
  for (const segment of segments) {
    const { problems } = (await tried(segment, () => snapshot.count(segment))) ?? { problems: [] };
    refused.push(...problems.filter(({ severity, code }) => severity === "error" && code !== "unavailable").map(({ message }) => `${JSON.stringify(segment)}: ${message}`));
    for (const form of forms) await tried({ segment, form }, () => snapshot.format(segment, form));
    for (const dialect of dialects) await tried({ segment, dialect }, () => snapshot.toSql(segment, dialect));
  }
  for (const each of options) await tried(each, () => snapshot.count("number_of_orders > 0", each));
  for (const [method, ...args] of calls) await tried([method, args], () => snapshot[method](...args));
  const { library } = snapshot;
  for (const filter of filters) await tried(filter, () => library.search(filter));
  const document = await library.export();
  for (const merge of merges) await tried(merge, () => library.import(document, merge));
  snapshot.dispose();
  return refused;
}
