// arquero over the customer table with lifetime aggregates; windows by filter and group.
import { escape, op, table } from "arquero";
import { secondsOf } from "../criteria.mjs";
import { AS_OF, COUNTRIES, KINDS } from "../shop.mjs";

const DAY = 86_400;

/** The peer. */
export function arquero(shop) {
  const { customers, orders, events } = shop;
  let people;
  let placed;
  let happened;
  const counts = (source, predicate) => {
    const found = new Int32Array(customers.n);
    const grouped = source.filter(escape(predicate)).groupby("c").rollup({ n: op.count() });
    const [keys, sums] = [grouped.column("c"), grouped.column("n")];
    for (let row = 0; row < grouped.numRows(); row++) found[keys.at ? keys.at(row) : keys.get(row)] = sums.at ? sums.at(row) : sums.get(row);
    return found;
  };
  const leaf = (tree) => {
    const today = Math.floor(AS_OF / DAY);
    switch (tree.is) {
      case "country": {
        const code = COUNTRIES.indexOf(tree.code);
        return (d) => d.country === code;
      }
      case "spent":
        return tree.op === ">=" ? (d) => d.cents >= tree.cents : (d) => d.cents < tree.cents;
      case "orders":
        return tree.op === ">=" ? (d) => d.orders >= tree.n : (d) => d.orders <= tree.n;
      case "average":
        return (d) => d.orders > 0 && d.cents >= tree.from * d.orders && d.cents <= tree.to * d.orders;
      case "lastOrder": {
        const bound = (today - tree.days) * DAY;
        return tree.op === ">=" ? (d) => d.last >= bound : (d) => d.last >= 0 && d.last < bound;
      }
      case "added":
        return (d) => d.added >= tree.day;
      case "subscribed":
        return (d) => d.subscribed === 1;
      case "tag":
        return (d) => {
          for (let row = customers.tagStarts[d.c]; row < customers.tagStarts[d.c + 1]; row++) {
            if (customers.tags[row] === tree.tag) return true;
          }
          return false;
        };
      case "ordersIn": {
        const [from, until] = secondsOf(tree, today);
        const found = counts(placed, (d) => d.at >= from && d.at < until);
        return (d) => found[d.c] >= tree.least;
      }
      case "eventsIn": {
        const [from, until] = secondsOf(tree, today);
        const kind = KINDS.indexOf(tree.kind);
        const found = counts(happened, (d) => d.kind === kind && d.at >= from && d.at < until);
        return (d) => found[d.c] >= tree.least;
      }
    }
    throw new Error(`no arquero for '${tree.is}'`);
  };
  const test = (tree) => {
    if (tree.not) {
      const inner = test(tree.not);
      return (d) => !inner(d);
    }
    const children = (tree.all ?? tree.any)?.map(test);
    if (!children) return leaf(tree);
    return tree.all ? (d) => children.every((child) => child(d)) : (d) => children.some((child) => child(d));
  };
  return {
    name: "arquero, pre-aggregated",
    kinds: "country spent orders average lastOrder ordersIn added tag subscribed eventsIn".split(" "),
    build() {
      const aggregates = { orders: new Int32Array(customers.n), cents: new Float64Array(customers.n), last: new Int32Array(customers.n).fill(-1) };
      for (let row = 0; row < orders.n; row++) {
        const c = orders.customer[row];
        aggregates.orders[c]++;
        aggregates.cents[c] += orders.cents[row];
        aggregates.last[c] = Math.max(aggregates.last[c], orders.at[row]);
      }
      const c = Uint32Array.from({ length: customers.n }, (_, index) => index);
      people = table({ c, country: customers.country, added: customers.addedDay, subscribed: customers.subscribed, ...aggregates });
      placed = table({ c: orders.customer, at: orders.at });
      happened = table({ c: events.customer, kind: events.kind, at: events.at });
    },
    only: (asOf) => asOf === AS_OF,
    count: (tree) => people.filter(escape(test(tree))).numRows(),
  };
}
