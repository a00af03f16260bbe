// duckdb-wasm in its own best form: Arrow in, raw tables or a customer table with aggregates.
import { Field, Int8, Int32, RecordBatch, Schema, Struct, Table, Uint8, Uint16, Uint32, makeData, tableToIPC } from "apache-arrow";
import { KINDS_OF_LEAVES } from "./loops.mjs";
import { funnelSql, overlapSql, sqlOf } from "./sql.mjs";
import { AS_OF } from "../shop.mjs";

const types = new Map([
  [Uint8Array, Uint8],
  [Uint16Array, Uint16],
  [Uint32Array, Uint32],
  [Int32Array, Int32],
  [Int8Array, Int8],
]);

function stream(columns) {
  const data = Object.values(columns).map((values) => {
    const type = new (types.get(values.constructor))();
    return makeData({ type, length: values.length, nullCount: 0, data: values });
  });
  const fields = Object.keys(columns).map((name, index) => new Field(name, data[index].type, false));
  const schema = new Schema(fields);
  const body = makeData({ type: new Struct(fields), length: data[0].length, nullCount: 0, children: data });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, body)]), "stream");
}

const counting = (n) => Uint32Array.from({ length: n }, (_, index) => index);

/** The shop's tables as columns of typed arrays, for every SQL peer. */
export function tablesOf(shop) {
  const { customers, orders, lines, events } = shop;
  const tagCustomer = new Uint32Array(customers.tags.length);
  for (let i = 0; i < customers.n; i++) tagCustomer.fill(i, customers.tagStarts[i], customers.tagStarts[i + 1]);
  const tables = {
    customers: {
      c: counting(customers.n),
      country: customers.country,
      added: customers.addedDay,
      subscribed: customers.subscribed,
    },
    tags: { c: tagCustomer, tag: customers.tags },
    orders: { o: counting(orders.n), c: orders.customer, t: orders.at, cents: orders.cents },
    events: { c: events.customer, kind: events.kind, t: events.at },
  };
  if (lines.n > 0) tables.lines = { o: lines.order, product: lines.product };
  return tables;
}

export const LIFETIME = `CREATE TABLE lifetime AS
  SELECT k.c AS c, count(o.c) AS orders, coalesce(sum(o.cents), 0) AS cents, coalesce(max(o.t), -1) AS last
  FROM customers k LEFT JOIN (SELECT * FROM orders WHERE t <= ${AS_OF}) o ON o.c = k.c GROUP BY k.c ORDER BY k.c`;

/** The peer over an open connection; `pre` builds the customer table first. */
export function duckdb(shop, connect, pre) {
  let connection;
  const row = async (sql) => {
    const table = await connection.query(sql);
    return table.schema.fields.map((_, at) => Number(table.getChildAt(at).get(0)));
  };
  const count = async (tree, asOf) => (await row(sqlOf(tree, asOf, { pre })))[0];
  return {
    name: pre ? "duckdb-wasm, pre-aggregated" : "duckdb-wasm, raw tables",
    kinds: KINDS_OF_LEAVES,
    async build() {
      connection = await connect();
      for (const [name, columns] of Object.entries(tablesOf(shop))) {
        await connection.insertArrowFromIPCStream(stream(columns), { name, create: true });
      }
      if (pre) await connection.query(LIFETIME);
    },
    count,
    funnel: (tree, asOf) => row(funnelSql(tree, asOf, { pre })),
    overlap: (trees, asOf) => row(overlapSql(trees, asOf, { pre })),
    async timeline(tree, days, until) {
      const counts = [];
      for (const asOf of days) {
        counts.push(await count(tree, asOf));
        if (performance.now() > until) break;
      }
      return counts;
    },
    close: () => connection?.close(),
  };
}
