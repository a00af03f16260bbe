// SQLite compiled to wasm (sql.js) with covering indexes and the lifetime table.
import { KINDS_OF_LEAVES } from "./loops.mjs";
import { LIFETIME, tablesOf } from "./duckdb.mjs";
import { funnelSql, overlapSql, sqlOf } from "./sql.mjs";

const INDEXES = [
  "CREATE INDEX orders_at ON orders(t, c)",
  "CREATE INDEX orders_c ON orders(c, t, cents)",
  "CREATE INDEX events_kind ON events(kind, t, c)",
  "CREATE INDEX tags_tag ON tags(tag, c)",
  "CREATE UNIQUE INDEX customers_c ON customers(c, country, added, subscribed)",
  "CREATE UNIQUE INDEX lifetime_c ON lifetime(c, orders, cents, last)",
];

/** The peer; `open` gives an empty sql.js database. */
export function sqljs(shop, open) {
  let database;
  const row = (sql) => database.exec(sql)[0].values[0];
  return {
    name: "sql.js, covering indexes",
    kinds: KINDS_OF_LEAVES,
    async build() {
      database = await open();
      for (const [name, columns] of Object.entries(tablesOf(shop))) {
        const names = Object.keys(columns);
        database.run(`CREATE TABLE ${name} (${names.map((column) => `${column} INTEGER`).join(", ")})`);
        database.run("BEGIN");
        const insert = database.prepare(`INSERT INTO ${name} VALUES (${names.map(() => "?").join(", ")})`);
        const values = Object.values(columns);
        for (let row = 0; row < values[0].length; row++) insert.run(values.map((column) => column[row]));
        insert.free();
        database.run("COMMIT");
      }
      database.run(LIFETIME);
      if (shop.lines.n > 0) database.run("CREATE INDEX lines_product ON lines(product, o)");
      if (shop.lines.n > 0) database.run("CREATE UNIQUE INDEX orders_o ON orders(o, c, t)");
      for (const index of INDEXES) database.run(index);
      database.run("ANALYZE");
    },
    count: (tree, asOf) => row(sqlOf(tree, asOf, { pre: true }))[0],
    funnel: (tree, asOf) => row(funnelSql(tree, asOf, { pre: true })),
    overlap: (trees, asOf) => row(overlapSql(trees, asOf, { pre: true })),
    close: () => database?.close(),
  };
}
