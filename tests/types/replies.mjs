// Real replies of the engine, by the name of the type that describes them.
import { readFileSync } from "node:fs";
import { fromReactQueryBuilder, HeadcountError, memoryStore, openLanguage, openSnapshot, pack } from "../../dist/node.js";
import { openShop } from "../js/corpus.mjs";

const shop = (name) => JSON.parse(readFileSync(new URL(`../corpus/shops/${name}.json`, import.meta.url), "utf8"));

/** Segments that between them need every kind of node, operator, literal and problem. */
export const SEGMENTS = [
  "number_of_orders >= 2 AND (amount_spent > 10.00 OR NOT customer_tags CONTAINS 'VIP')",
  "number_of_orders BETWEEN 1 AND 3 AND last_order_date < -30d AND first_order_date = today",
  "email_subscription_status IN ('SUBSCRIBED', 'PENDING') AND customer_tags CONTAINS ANY ('a', 'b')",
  "customer_tags CONTAINS ALL ('a') AND customer_tags CONTAINS NONE ('b') AND customer_tags NOT CONTAINS 'c'",
  "gender != 'female' AND email_subscription_status NOT IN ('PENDING') AND last_order_date IS NULL AND number_of_orders IS NOT NULL",
  "customer_email_domain STARTS WITH 'a' AND customer_email_domain ENDS WITH 'b' AND number_of_orders <= 1 AND number_of_orders < 5",
  "orders_placed MATCHES (date >= -90d, amount > 5.00) AND products_purchased NOT_MATCHES (quantity = 5)",
  "anniversary('birth_date') BETWEEN today AND +7d",
  "amount_spent > stat('average') AND customer_within_distance(coordinates: (16.05, 108.2), distance_km: 50) = true",
  "amuont_spent > 5",
  "customer_tags CONTAINS 1",
  "number_of_orders >",
  Array.from({ length: 12 }, (_, at) => `number_of_orders > ${at}`).join(" OR "),
  "",
];

/** A segment whose rules have every operator and every form of value, none of them nested. */
const RULES = `number_of_orders = 1 AND number_of_orders != 2 AND amount_spent > stat('average') AND amount_spent >= 1.00 AND amount_spent < 9007199254740993
  AND amount_spent <= 5 AND number_of_orders BETWEEN 1 AND 3 AND NOT (amount_spent BETWEEN 1 AND stat('median')) AND customer_email_domain IN ('a', 'today')
  AND customer_email_domain NOT IN ('b') AND customer_tags CONTAINS 'today' AND customer_tags NOT CONTAINS 'x' AND email STARTS WITH 'a' AND NOT (email STARTS WITH 'b')
  AND email ENDS WITH 'c' AND NOT (email ENDS WITH 'd') AND birth_date IS NULL AND birth_date IS NOT NULL AND customer_tags CONTAINS ANY ('a') AND customer_tags CONTAINS ALL ('b')
  AND customer_tags CONTAINS NONE ('c') AND orders_placed MATCHES (amount > 5) AND orders_placed NOT MATCHES () AND email IN ('a', 'b')
  AND amount_spent BETWEEN 9007199254740993 AND 9007199254740994`;

/** A shop with a row of every table, and a column of every type. */
const everything = shop("everything");
everything.segments = shop("library").segments;
everything.tables.store_credit = shop("rows").tables.store_credit.slice(0, 1).map((row) => ({ ...row, customer_id: "mai" }));
for (const product of everything.tables.products) product.title = `Product ${product.id}`;
Object.assign(everything.tables.customers[0], { "profile.ratio": "1.5", "profile.member": true });

/** Files with one of everything that a report tells of. */
const FILES = {
  "customers.csv": "id,created_at,country,favourite,number_of_orders\n1,2024-01-01,Germany,red,7\n2,not a day,France,,\n,2024-01-01,,,\n2,2024-01-02,Atlantis,,\n",
  "orders.csv": "id,customer_id,placed_at,total,currency\n10,1,2024-05-01,20.00,EUR\n11,9,2024-05-01,1.00,EUR\n12,,2024-05-01,1.00,EUR\n13,1,2024-05-02,5.00,JPY\n14,1,soon,x,EUR\n",
  "notes.txt": "nothing\n",
};

/** Columns of every type a member can be shown with. */
const COLUMNS = ["id", "gender", "amount_spent", "number_of_orders", "customer_tags", "birth_date", "customer_countries", "profile.ratio", "profile.member"];

/** Segments whose verdicts show values of every kind. */
const EXPLAINED = [
  "gender = 'female' AND birth_date > 1990-01-01 AND profile.member = true",
  "average_order_value > 5 AND last_interaction_date > -3d AND customer_tags IS NOT NULL",
  "orders_placed MATCHES (avg_amount > 5, date >= -90d)",
];

/** Every customer explained on every segment that can be read, and one before being there. */
async function explained(snapshot) {
  const ids = await snapshot.memberIds("");
  const asked = [...SEGMENTS, ...EXPLAINED].flatMap((segment) => ids.map((id) => snapshot.explain(segment, id)));
  asked.push(snapshot.explain(EXPLAINED[0], ids[0], { asOf: "2020-01-01" }));
  return (await Promise.allSettled(asked)).flatMap(({ value }) => value ?? []);
}

/** Places of texts where between them everything may stand; `|` is the place. */
const PLACES = [
  "|", "num|", "number_of_orders |", "number_of_orders > 1 |", "customer_tags CONTAINS |", "orders_placed MATCHES (|", "orders_placed MATCHES (date |",
  "last_order_date > |", "amount_spent > |", "amount_spent > st|", "segments CONTAINS |", "products_purchased MATCHES (id = |", "email |", "gender = |",
];

/** What is asked about the members of segments rather than about one count. */
async function insights(snapshot) {
  const nobody = "number_of_orders > 100";
  const thresholds = ["amount_spent > 10.00", "number_of_orders >= 2", "last_order_date > -30d", "profile.ratio > 1"];
  const fields = ["amount_spent", "number_of_orders", "last_order_date", "profile.ratio"];
  const moved = { beforeOptions: { asOf: "2020-01-01" }, ids: 2 };
  return {
    Distribution: [
      ...(await Promise.all(thresholds.map((segment) => snapshot.distribution(segment, "/value")))),
      await snapshot.distribution(`profile.ratio > 1 AND ${nobody}`, "/of/0/value"),
    ],
    StatisticsReply: [await snapshot.statistics("", fields), await snapshot.statistics(nobody, fields)],
    BreakdownReply: await Promise.all(["customer_tags", "products_purchased.id", "amount_spent", "last_order_date"].map((field) => snapshot.breakdown("", field, { limit: 2 }))),
    OverlapReply: [await snapshot.overlap(["number_of_orders > 0", "customer_tags CONTAINS 'VIP'"])],
    ValuesReply: [await snapshot.values("customer_tags"), await snapshot.values("products_purchased.id")],
    CompareReply: [await snapshot.compare("number_of_orders > 0", "amount_spent > 10.00 AND number_of_orders > 0", { ids: 2 }), await snapshot.compare("", "", moved), await snapshot.compare("number_of_orders > 1", "", { ids: 2 })],
    TimelineReply: [await snapshot.timeline("last_order_date > -3d", { ids: 2 })],
    CompletionReply: await Promise.all(PLACES.map((text) => snapshot.complete(text.replace("|", ""), text.indexOf("|")))),
  };
}

const bytes = (text) => new TextEncoder().encode(text);

async function failing(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof HeadcountError)) throw error;
    const { code, message, path, span, help, bytes } = error;
    return JSON.parse(JSON.stringify({ code, message, path, span, help, bytes }));
  }
  throw new Error("This was expected to fail.");
}

/** Segments in the forms that can say them. */
async function printed(language) {
  const forms = ["headcount", "lines", "current", "legacy", "shopify", "json", "react-querybuilder"];
  const asked = forms.flatMap((form) => SEGMENTS.map((segment) => language.format(segment, form)));
  return (await Promise.allSettled(asked)).flatMap(({ value }) => value ?? []);
}

/** Replies about saved segments, and the log of all that can happen to one. */
async function libraryReplies(snapshot) {
  const { library } = snapshot;
  await library.use(memoryStore());
  const changes = [];
  const change = async (action) => changes.push(await library.change(action)) && changes.at(-1).id;
  const id = await change({ do: "create", name: "Loyal", condition: "number_of_orders >= 1", active: true });
  const manual = await change({ do: "createManual", name: "Staff", members: ["mai"] });
  await change({ do: "create", name: "Inner", condition: "segments CONTAINS 'Loyal'" });
  const fresh = await library.list();
  const version = async (name) => (await library.list()).find((segment) => segment.name === name).version;
  await change({ do: "rename", id, version: await version("Loyal"), name: "Faithful" });
  await change({ do: "edit", id, version: await version("Faithful"), condition: "number_of_orders >= 2", countBefore: 1, countAfter: null });
  await change({ do: "edit", id, version: await version("Faithful"), condition: { version: 1, condition: { kind: "all", of: [] } }, countBefore: null, countAfter: 3 });
  for (const what of ["deactivate", "activate", "activate"]) await change({ do: what, id });
  await change({ do: "attachCampaign", id, campaign: "spring", name: "Spring" });
  await change({ do: "attachFlow", id, flow: "welcome", name: "Welcome", active: true });
  await change({ do: "detachFlow", id, flow: "welcome" });
  await change({ do: "attachFlow", id, flow: "welcome", name: "Welcome" });
  await change({ do: "assignVariants", id, variants: ["v1"] });
  await change({ do: "addMembers", id: manual, customers: ["x"] });
  await change({ do: "contactChanged", id, customers: ["mai"], columns: ["email"] });
  for (const left of [[], ["mai"]]) {
    await change({ do: "evaluated", id, count: 2 - left.length, snapshot: snapshot.snapshotId, asOf: snapshot.takenAt, entered: [], left, reason: "a test" });
  }
  await library.count();
  const counted = await library.list();
  const document = await library.export();
  await change({ do: "duplicate", id: manual });
  await change({ do: "remove", id: changes.at(-1).id, version: await version("Staff copy").catch(() => 1) });
  await library.import(document, "rename");
  return {
    SegmentRecord: [...fresh, ...counted],
    LibraryChange: changes,
    LogPage: [await library.log({ limit: 1_000 })],
    CustomerSegments: [await library.customer("mai")],
  };
}

/** A packed reply as a source. */
const sourceOf = ({ manifest, parts }) => ({ "manifest.json": bytes(manifest), ...Object.fromEntries(parts.map((part) => [part.path, part.bytes])) });

/** What deltas do: one of files, one that is packed already. */
async function applied(base, delta) {
  const [files, packed] = await Promise.all([openShop(openSnapshot, everything), openSnapshot(sourceOf(base))]);
  const replies = [await files.apply({ customers: [{ id: "fresh" }] }), await packed.apply(sourceOf(delta))];
  for (const { dispose } of [files, packed]) dispose();
  return replies;
}

/** Every reply, in lists by type. */
export async function replies() {
  const snapshot = await openShop(openSnapshot, everything);
  const language = await openLanguage();
  const each = (ask) => Promise.all(SEGMENTS.map(ask));
  const policy = { statuses: ["completed"], test: "include", cancelled: "include", deleted: "include", refunds: "gross" };
  const { manifest, parts, report } = await pack(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, bytes(text)])), {});
  const whole = await pack(everything.tables, { takenAt: everything.taken_at });
  const opened = ({ snapshotId, customers, takenAt, timeZone, currency, fields }) => ({ snapshotId, customers, takenAt, timeZone, currency, fields });
  const delta = await pack({ customers: [{ id: "fresh" }] }, { base: whole });
  const bare = await openSnapshot([{ id: "1" }], { timeZone: "UTC", takenAt: "2024-01-01" });
  const found = {
    Count: [
      ...(await each((segment) => snapshot.count(segment, { nodes: true }))),
      await snapshot.count("customer_tags CONTAINS 'VIP'", { policy, strictMissing: true, asOf: "2024-03-01" }),
      await snapshot.count("amuont_spent > 5", { partial: true }),
    ],
    CheckReply: [...(await each((segment) => snapshot.check(segment))), ...(await each((segment) => language.check(segment)))],
    MembersReply: [await snapshot.members("number_of_orders >= 1", { columns: COLUMNS, sort: { column: "amount_spent", descending: true } })],
    ExplainReply: await explained(snapshot),
    FormatReply: await printed(language),
    RuleGroup: await Promise.all([RULES, `NOT (${RULES})`, ...SEGMENTS.slice(0, 9), SEGMENTS.at(-2)].map(async (segment) => JSON.parse((await language.format(segment, "react-querybuilder")).text))),
    SegmentDocument: [
      await fromReactQueryBuilder({ combinator: "and", rules: [] }),
      JSON.parse((await language.format({ version: 1, name: "Named", condition: { kind: "all", of: [] } }, "json")).text),
    ],
    DescribeReply: await each((segment) => snapshot.describe(segment, { dates: true })),
    SqlReply: (await Promise.all(["duckdb", "postgres", "clickhouse", "spark", "sqlite"].map((dialect) => each((segment) => snapshot.toSql(segment, dialect))))).flat(),
    Opened: [opened(snapshot), opened(bare)],
    Manifest: [whole.manifest, manifest, delta.manifest].map((manifest) => JSON.parse(manifest)),
    Applied: await applied(whole, delta),
    PackReply: [whole, { manifest, parts, report }],
    Report: [report, snapshot.report],
    PlainError: await Promise.all([
      failing(() => snapshot.members("amuont_spent > 5")),
      failing(() => openSnapshot([{ id: "1" }], { timeZone: "Mars/Base" })),
      failing(() => openSnapshot({ "manifest.json": bytes("{") })),
      failing(() => openSnapshot({ "manifest.json": bytes(whole.manifest) }, { maxBytes: 1 })),
    ]),
    ...(await insights(snapshot)),
    ...(await libraryReplies(snapshot)),
  };
  found.Problem = [...found.Count, ...found.CheckReply, ...found.SqlReply].flatMap(({ problems }) => problems);
  found.FieldDescription = found.Opened.flatMap(({ fields }) => fields);
  found.ParameterDescription = found.FieldDescription.flatMap(({ parameters }) => parameters ?? []);
  for (const { dispose } of [snapshot, language, bare]) dispose();
  return found;
}
