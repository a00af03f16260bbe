// crossfilter2 where it applies: conjunctions of ranges and choices over the customer table.
import crossfilter from "crossfilter2";
import { AS_OF, COUNTRIES } from "../shop.mjs";

const DAY = 86_400;

/** The peer. */
export function crossfilter2(shop) {
  const { customers, orders } = shop;
  let index;
  let counted;
  const dimensions = new Map();
  const applied = new Map();
  const accessors = {
    spent: (d) => d.cents,
    orders: (d) => d.orders,
    lastOrder: (d) => d.last,
    added: (d) => d.added,
    country: (d) => d.country,
    subscribed: (d) => d.subscribed,
  };
  const bounds = (leaf) => {
    const lastBound = (Math.floor(AS_OF / DAY) - leaf.days) * DAY;
    switch (leaf.is) {
      case "spent":
        return leaf.op === ">=" ? [leaf.cents, Infinity] : [-Infinity, leaf.cents];
      case "orders":
        return leaf.op === ">=" ? [leaf.n, Infinity] : [-Infinity, leaf.n + 1];
      case "lastOrder":
        return leaf.op === ">=" ? [lastBound, Infinity] : [0, lastBound];
      case "added":
        return [leaf.day, Infinity];
      case "country": {
        const code = COUNTRIES.indexOf(leaf.code);
        return [code, code + 1];
      }
      default:
        return [1, 2];
    }
  };
  return {
    name: "crossfilter2, pre-aggregated",
    kinds: Object.keys(accessors),
    // Only one AND of different fields can be said.
    fits(tree) {
      const leaves = tree.all ?? [tree];
      return leaves.every((leaf) => leaf.is) && new Set(leaves.map((leaf) => leaf.is)).size === leaves.length;
    },
    only: (asOf) => asOf === AS_OF,
    build() {
      const rows = Array.from({ length: customers.n }, (_, i) => ({
        orders: 0,
        cents: 0,
        last: -1,
        added: customers.addedDay[i],
        country: customers.country[i],
        subscribed: customers.subscribed[i],
      }));
      for (let row = 0; row < orders.n; row++) {
        const own = rows[orders.customer[row]];
        own.orders++;
        own.cents += orders.cents[row];
        if (orders.at[row] > own.last) own.last = orders.at[row];
      }
      index = crossfilter(rows);
      for (const [name, accessor] of Object.entries(accessors)) dimensions.set(name, index.dimension(accessor));
      counted = index.groupAll().reduceCount();
    },
    count(tree) {
      const wanted = new Map((tree.all ?? [tree]).map((leaf) => [leaf.is, bounds(leaf)]));
      for (const [name, dimension] of dimensions) {
        const range = wanted.get(name);
        const before = applied.get(name);
        if (!range && before) dimension.filterAll();
        if (range && (before?.[0] !== range[0] || before?.[1] !== range[1])) dimension.filterRange(range);
        if (range) applied.set(name, range);
        else applied.delete(name);
      }
      return counted.value();
    },
  };
}
