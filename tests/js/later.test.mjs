// Parts that are read when a question first needs them: which are fetched when, and what may go wrong.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openSnapshot, pack } from "../../dist/node.js";

const RECORDS = {
  customers: [{ id: "1", tags: ["VIP"] }, { id: "2" }, { id: "3", tags: ["new"] }],
  orders: [
    { id: 10, customer_id: "1", placed_at: "2024-05-01", total: "20.00", status: "paid" },
    { id: 11, customer_id: "3", placed_at: "2024-05-03", total: "1.00", status: "open" },
  ],
  lines: [{ order_id: 10, product_id: "7", quantity: 2, amount: "20.00" }],
  products: [{ id: "7", title: "Cup", tags: ["blue"] }],
  events: [{ customer_id: "2", kind: "product_view", at: "2024-05-09T10:00:00Z", object_id: "7" }],
  checkouts: [{ id: "c", customer_id: "2", started_at: "2024-05-20T10:00:00Z", value: "9.00" }],
};
const COUNTS = {
  "customer_tags CONTAINS 'VIP'": 1,
  "number_of_orders >= 1": 2,
  "products_purchased MATCHES (tag CONTAINS 'blue')": 1,
  "storefront.product_viewed MATCHES ()": 1,
  "checkouts_abandoned MATCHES (amount > 5)": 1,
  "orders_placed MATCHES (status = 'PAID') OR storefront.product_viewed MATCHES (id = '7')": 2,
};

let packed;
let server;
let origin;
/** Paths asked for since the last test. */
let asked = [];
/** Answers to a path instead of the part: a function of the response. */
const instead = new Map();

before(async () => {
  packed = await pack(RECORDS, { takenAt: "2024-06-01T00:00:00Z", currency: "EUR", timeZone: "Europe/Berlin" });
  const files = new Map([["manifest.json", packed.manifest], ...packed.parts.map(({ path, bytes }) => [path, bytes])]);
  server = createServer(({ url }, response) => {
    const path = url.slice(1);
    asked.push(path);
    const send = () => response.end(files.get(path));
    if (instead.has(path)) instead.get(path)(response, send);
    else send();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(() => server.close());

/** Opens the shop, with what is asked of the server counted from here on. */
async function opened(t, options = { parts: "lazy" }, source = `${origin}/manifest.json`) {
  asked = [];
  instead.clear();
  const snapshot = await openSnapshot(source, options);
  t.after(() => snapshot.dispose());
  return snapshot;
}

const counted = async (snapshot, segment) => (await snapshot.count(segment)).count;
const bySize = () => packed.parts.toSorted((a, b) => a.bytes.length - b.bytes.length).map(({ path }) => path);

/** Holds the answer to a path back: tells when it was asked for, and lets go. */
function held(path) {
  let letGo;
  const arrived = new Promise((resolve) => instead.set(path, (_, send) => resolve((letGo = send))));
  return { arrived, letGo: () => (instead.delete(path), letGo()) };
}

const NEEDED = [
  ["customer_tags CONTAINS 'VIP'", []],
  ["number_of_orders >= 1", ["orders.arrow"]],
  ["products_purchased MATCHES (tag CONTAINS 'blue')", ["lines.arrow", "orders.arrow", "products.arrow"]],
  ["storefront.product_viewed MATCHES ()", ["events.arrow", "products.arrow"]],
  ["checkouts_abandoned MATCHES (amount > 5)", ["checkouts.arrow"]],
];

for (const [segment, paths] of NEEDED) {
  test(`${segment} fetches ${paths.join(", ") || "nothing"}`, async (t) => {
    const snapshot = await opened(t);
    assert.deepEqual(asked, ["manifest.json", "customers.arrow"]);
    asked = [];
    assert.equal(await counted(snapshot, segment), COUNTS[segment]);
    assert.deepEqual(asked.toSorted(), paths);
    asked = [];
    assert.equal(await counted(snapshot, `${segment} AND customer_tags IS NULL`) >= 0, true);
    assert.deepEqual(asked, [], "a part is fetched once");
  });
}

test("with eager everything is fetched before the snapshot is open", async (t) => {
  const snapshot = await opened(t, { parts: "eager" });
  assert.equal(asked.length, 1 + packed.parts.length);
  for (const [segment, count] of Object.entries(COUNTS)) assert.equal(await counted(snapshot, segment), count);
  await snapshot.readAll();
  assert.equal(asked.length, 1 + packed.parts.length);
});

test("in the background the other parts follow, the smallest first, each once", async (t) => {
  const snapshot = await opened(t, {});
  for (const [segment, count] of Object.entries(COUNTS)) assert.equal(await counted(snapshot, segment), count);
  await snapshot.readAll();
  assert.deepEqual(asked.toSorted(), ["manifest.json", ...packed.parts.map(({ path }) => path)].toSorted());
  const alone = await opened(t, {});
  await alone.readAll().then(() => alone.readAll());
  assert.equal(asked.length, 1 + packed.parts.length);
  const order = bySize().filter((path) => path !== "customers.arrow");
  assert.equal(asked[2], order[0]);
});

test("by themselves parts are read without a question", async (t) => {
  const last = bySize().filter((path) => path !== "customers.arrow").at(-1);
  const seen = new Promise((resolve) => {
    void opened(t, { onProgress: ({ phase, part, bytes, totalBytes }) => phase === "later" && part === last && resolve([bytes, totalBytes]) });
  });
  const [bytes, totalBytes] = await seen;
  assert.ok(bytes <= totalBytes);
});

test("fields, words, SQL and completion are the same before anything else is read", async (t) => {
  const [late, whole] = [await opened(t), await opened(t, { parts: "eager" })];
  const { fields, report, customers } = whole;
  assert.deepEqual({ fields: late.fields, report: late.report, customers: late.customers }, { fields, report, customers });
  asked = [];
  const segment = "products_purchased MATCHES (amount > 5 AND date >= -30d)";
  const text = "orders_placed MATCHES (";
  for (const ask of [
    (snapshot) => snapshot.toSql(segment, "duckdb"),
    (snapshot) => snapshot.sqlSchema("postgres"),
    (snapshot) => snapshot.describe(segment),
    (snapshot) => snapshot.complete(text, text.length),
    (snapshot) => snapshot.check("amuont_spent > 5"),
  ]) {
    assert.deepEqual(await ask(late), await ask(whole));
  }
  assert.deepEqual(asked, []);
});

test("problems of values wait for the values", async (t) => {
  const [late, whole] = [await opened(t), await opened(t, { parts: "eager" })];
  const segment = "orders_placed MATCHES (status = 'piad')";
  const { problems } = await late.check(segment);
  assert.deepEqual(problems, (await whole.check(segment)).problems);
  assert.ok(problems.some(({ code }) => code === "no-such-value"), JSON.stringify(problems));
  const text = "orders_placed MATCHES (status = '";
  const values = await (await opened(t)).complete(text, text.length);
  assert.deepEqual(values, await whole.complete(text, text.length));
  assert.ok(values.fitting > 0);
});

test("questions at the same time fetch a part once, and others do not wait for it", async (t) => {
  const snapshot = await opened(t);
  const orders = held("orders.arrow");
  const both = Promise.all(["number_of_orders >= 1", "amount_spent > 5"].map((segment) => counted(snapshot, segment)));
  await orders.arrived;
  assert.equal(await counted(snapshot, "customer_tags CONTAINS 'VIP'"), 1);
  assert.equal(await counted(snapshot, "checkouts_abandoned MATCHES ()"), 1);
  orders.letGo();
  assert.deepEqual(await both, [2, 1]);
  assert.equal(asked.filter((path) => path === "orders.arrow").length, 1);
});

/** What may be wrong with a part, and the code of the question that needed it. */
const WRONG = {
  "is not there": [(response) => response.writeHead(404).end(), "fetch-failed"],
  "breaks off": [(response) => response.writeHead(200, { "content-length": 10_000 }).write("x", () => response.destroy()), "fetch-failed"],
  "is cut": [(response) => response.end("short"), "part-mismatch"],
  "is too long": [(response) => response.end(new Uint8Array(1 << 20)), "part-mismatch"],
};

for (const [what, [answer, code]] of Object.entries(WRONG)) {
  test(`a part that ${what} is an error of the question that needs it, and fetched again for the next`, async (t) => {
    const snapshot = await opened(t);
    instead.set("orders.arrow", answer);
    for (const segment of ["number_of_orders >= 1", "products_purchased MATCHES ()"]) {
      await assert.rejects(snapshot.count(segment), { name: "HeadcountError", code });
    }
    assert.equal(await counted(snapshot, "customer_tags CONTAINS 'VIP'"), 1);
    assert.equal(await counted(snapshot, "storefront.product_viewed MATCHES ()"), 1);
    await assert.rejects(snapshot.readAll(), { code });
    instead.clear();
    assert.equal(await counted(snapshot, "number_of_orders >= 1"), 2);
    assert.equal(await counted(snapshot, "products_purchased MATCHES ()"), 1);
  });
}

test("what fails in the background is told to no one but who needs it", async (t) => {
  asked = [];
  instead.set("orders.arrow", (response) => response.writeHead(503).end());
  const snapshot = await openSnapshot(`${origin}/manifest.json`);
  t.after(() => snapshot.dispose());
  await assert.rejects(snapshot.readAll(), { code: "fetch-failed", message: /503/ });
  assert.equal(await counted(snapshot, "customer_tags CONTAINS 'VIP'"), 1);
  instead.clear();
  assert.equal(await counted(snapshot, "products_purchased MATCHES ()"), 1);
});

test("an aborted question leaves the part to the others", async (t) => {
  const snapshot = await opened(t);
  const orders = held("orders.arrow");
  const controller = new AbortController();
  const given = snapshot.count("number_of_orders >= 1", { signal: controller.signal });
  const kept = counted(snapshot, "amount_spent > 5");
  await orders.arrived;
  controller.abort();
  await assert.rejects(given, { code: "aborted" });
  orders.letGo();
  assert.equal(await kept, 1);
  assert.equal(asked.filter((path) => path === "orders.arrow").length, 1);
  await assert.rejects(snapshot.readAll({ signal: AbortSignal.abort() }), { code: "aborted" });
});

test("a snapshot disposed of while a part is on its way answers no more, and says so", async (t) => {
  const snapshot = await opened(t);
  const orders = held("orders.arrow");
  const waiting = Promise.allSettled([snapshot.count("number_of_orders >= 1"), snapshot.readAll()]);
  await orders.arrived;
  snapshot.dispose();
  assert.deepEqual((await waiting).map(({ reason }) => reason.code), ["disposed", "disposed"]);
  orders.letGo();
  await assert.rejects(snapshot.count(""), { code: "disposed" });
});

test("a live count follows edits into other tables", async (t) => {
  const snapshot = await opened(t);
  const orders = held("orders.arrow");
  const counts = [];
  const until = (count) =>
    new Promise((resolve) => {
      const look = () => (counts.at(-1) === count ? resolve() : setTimeout(look, 5));
      look();
    });
  const live = snapshot.live("customer_tags CONTAINS 'VIP'", {
    onCount: ({ count }) => counts.push(count),
    onError: (error) => counts.push(error.code),
  });
  await until(1);
  live.update("number_of_orders >= 1");
  await orders.arrived;
  live.update("customer_tags IS NULL OR customer_tags CONTAINS 'new'");
  orders.letGo();
  await until(2);
  live.update("number_of_orders >= 1 AND storefront.product_viewed MATCHES ()");
  await until(0);
  live.update("amount_spent > 5");
  await until(1);
  assert.deepEqual(counts, [1, 2, 0, 1]);
});

test("progress is told of what opening takes, and later of what follows", async (t) => {
  const seen = [];
  const snapshot = await opened(t, { parts: "lazy", onProgress: (progress) => seen.push(progress) });
  const size = (path) => packed.parts.find((part) => part.path === path).bytes.length;
  const last = seen.filter(({ phase }) => phase === "download").at(-1);
  assert.deepEqual([last.bytes, last.totalBytes], [size("customers.arrow"), size("customers.arrow")]);
  await snapshot.count("number_of_orders >= 1");
  const later = seen.filter(({ phase }) => phase === "later").at(-1);
  assert.deepEqual([later.part, later.bytes, later.totalBytes], ["orders.arrow", size("orders.arrow"), size("orders.arrow")]);
});

test("a manifest that tells no columns is read whole", async (t) => {
  const { tables, ...manifest } = JSON.parse(packed.manifest);
  assert.ok(tables.length >= 5);
  const part = (path) => (path === "manifest.json" ? new Response(JSON.stringify(manifest)) : fetch(`${origin}/${path}`));
  const snapshot = await opened(t, { parts: "lazy" }, part);
  assert.equal(asked.length, packed.parts.length);
  assert.equal(await counted(snapshot, "number_of_orders >= 1"), 2);
});

test("a manifest that tells other columns than the part has is found out when it is read", async (t) => {
  const manifest = JSON.parse(packed.manifest);
  manifest.tables.find(({ table }) => table === "orders").columns.pop();
  const part = (path) => (path === "manifest.json" ? new Response(JSON.stringify(manifest)) : fetch(`${origin}/${path}`));
  const snapshot = await opened(t, { parts: "lazy" }, part);
  await assert.rejects(snapshot.count("number_of_orders >= 1"), { code: "part-mismatch", path: "orders.arrow" });
  assert.equal(await counted(snapshot, "storefront.product_viewed MATCHES ()"), 1);
});
