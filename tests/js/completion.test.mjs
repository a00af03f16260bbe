// What may stand at a place of a text: through the package, and as CodeMirror asks for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { optionOf, segmentQuery } from "../../dist/codemirror.js";
import { openLanguage, openSnapshot } from "../../dist/node.js";

const customers = [
  { id: "1", tags: ["VIP", "Gold 🥇"], gender: "female" },
  { id: "2", tags: ["VIP"], gender: "male" },
  { id: "3", tags: ["new"], gender: "female" },
];

let snapshot;
before(async () => {
  const text = customers.map((row) => JSON.stringify(row)).join("\n");
  const options = { takenAt: "2026-08-16T12:00:00Z", timeZone: "UTC", currency: "EUR" };
  snapshot = await openSnapshot([new File([text], "customers.jsonl")], options);
});
after(() => snapshot.dispose());

/** The reply at the mark of a text. */
const at = (marked, options) => {
  const offset = marked.indexOf("‸");
  return snapshot.complete(marked.replace("‸", ""), offset, options);
};
const labels = ({ proposals }) => proposals.map(({ label }) => label);

test("values come with their counts among those who pass the rest", async () => {
  const all = await at("customer_tags CONTAINS ‸");
  assert.deepEqual(all.proposals.slice(0, 3).map(({ label, customers }) => [label, customers]), [["VIP", 2], ["Gold 🥇", 1], ["new", 1]]);
  const rest = await at("customer_tags CONTAINS ‸ AND gender = 'male'");
  assert.deepEqual(rest.proposals.slice(0, 3).map(({ label, customers }) => [label, customers]), [["VIP", 1], ["Gold 🥇", 0], ["new", 0]]);
  const few = await at("customer_tags CONTAINS ‸", { limit: 1 });
  assert.deepEqual([few.fitting, few.proposals.filter(({ kind }) => kind === "value").length], [3, 1]);
});

test("places are counted in UTF-16 units", async () => {
  const { span, proposals } = await at("customer_tags CONTAINS 'Gold 🥇' AND gend‸er");
  assert.deepEqual([span.start, span.end], [37, 43]);
  assert.equal(proposals[0].insert, "gender");
});

test("what the snapshot lacks is proposed last, with the reason", async () => {
  const { proposals } = await at("orders‸");
  const placed = proposals.find(({ label }) => label === "orders_placed");
  assert.equal(placed.available, false);
  assert.match(placed.help, /No data on orders/);
});

test("without a snapshot the language alone proposes", async (t) => {
  const language = await openLanguage();
  t.after(() => language.dispose());
  const names = await language.complete("orders_pl", 9);
  assert.deepEqual(labels(names), ["orders_placed"]);
  const values = await language.complete("rfm_group = 'CH", 15);
  assert.deepEqual(values.proposals.map(({ insert, customers }) => [insert, customers]), [["'CHAMPIONS'", undefined]]);
});

/** What the editor lists at the mark, as the person typed or asked. */
async function listed(marked, explicit) {
  const pos = marked.indexOf("‸");
  const { extension } = segmentQuery({ complete: (text, offset) => snapshot.complete(text, offset) });
  const state = EditorState.create({ doc: marked.replace("‸", ""), extensions: extension });
  const [source] = state.languageDataAt("autocomplete", pos);
  return source(new CompletionContext(state, pos, explicit));
}

test("the editor opens a list where a word begins, and not behind a finished one", async () => {
  const value = await listed("customer_tags CONTAINS 'v‸", false);
  assert.deepEqual([value.from, value.to, value.filter], [23, 25, false]);
  assert.deepEqual(value.options.map(({ label, detail, type }) => [label, detail, type]), [["VIP", "2", "value"]]);
  assert.equal(await listed("customer_tags CONTAINS 'VIP'‸", false), null);
  assert.equal(await listed("-- a note‸", true), null);
  const joint = await listed("customer_tags CONTAINS 'VIP' ‸", false);
  assert.deepEqual(joint.options.map(({ label }) => label), ["AND", "OR"]);
  // What is written already is no news.
  assert.equal(await listed("gender‸", false), null);
  assert.equal((await listed("gender‸", true)).options[0].label, "gender");
});

test("a picked proposal replaces the word and leaves the cursor where one goes on", () => {
  const option = optionOf({ kind: "operator", label: "IN", insert: "IN ()", back: 1, available: true });
  let done;
  option.apply({ dispatch: (change) => (done = change) }, option, 7, 8);
  assert.deepEqual([done.changes, done.selection], [{ from: 7, to: 8, insert: "IN ()" }, { anchor: 11 }]);
});
