// Hand-written JavaScript over typed arrays, with kept lifetime aggregates: the peer to beat.
import { AS_OF, COUNTRIES, KINDS } from "../shop.mjs";

const DAY = 86_400;
export const KINDS_OF_LEAVES = "country spent orders average lastOrder ordersIn added tag subscribed eventsIn product".split(" ");

const compare = {
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
};

/** Lifetime aggregates of a shop at an instant: orders, cents, latest second (-1 without). */
function aggregates(shop, asOf) {
  const { customers, orders } = shop;
  const count = new Int32Array(customers.n);
  const cents = new Float64Array(customers.n);
  const last = new Int32Array(customers.n).fill(-1);
  for (let i = 0; i < customers.n; i++) {
    let rows = 0;
    let sum = 0;
    for (let row = orders.starts[i]; row < orders.starts[i + 1] && orders.at[row] <= asOf; row++) {
      rows++;
      sum += orders.cents[row];
      last[i] = orders.at[row];
    }
    count[i] = rows;
    cents[i] = sum;
  }
  return { count, cents, last };
}

/** A peer: builds once, counts by one loop per leaf over all customers. */
export function loops(shop) {
  const { customers, orders, lines, events } = shop;
  const n = customers.n;
  let kept = null;
  let keptAsOf = 0;
  const at = (asOf) => {
    if (keptAsOf !== asOf) [kept, keptAsOf] = [aggregates(shop, asOf), asOf];
    return kept;
  };

  function leaf(tree, asOf) {
    const out = new Uint8Array(n);
    const today = Math.floor(asOf / DAY);
    const { count, cents, last } = at(asOf);
    switch (tree.is) {
      case "country": {
        const code = COUNTRIES.indexOf(tree.code);
        for (let i = 0; i < n; i++) out[i] = customers.country[i] === code ? 1 : 0;
        return out;
      }
      case "spent": {
        const { cents: bound, op } = tree;
        if (op === ">=") for (let i = 0; i < n; i++) out[i] = cents[i] >= bound ? 1 : 0;
        else for (let i = 0; i < n; i++) out[i] = compare[op](cents[i], bound) ? 1 : 0;
        return out;
      }
      case "orders": {
        const { n: bound, op } = tree;
        if (op === ">=") for (let i = 0; i < n; i++) out[i] = count[i] >= bound ? 1 : 0;
        else for (let i = 0; i < n; i++) out[i] = compare[op](count[i], bound) ? 1 : 0;
        return out;
      }
      case "average":
        for (let i = 0; i < n; i++) {
          out[i] = count[i] > 0 && cents[i] >= tree.from * count[i] && cents[i] <= tree.to * count[i] ? 1 : 0;
        }
        return out;
      case "lastOrder": {
        const bound = (today - tree.days) * DAY;
        for (let i = 0; i < n; i++) out[i] = last[i] >= 0 && compare[tree.op](last[i], bound) ? 1 : 0;
        return out;
      }
      case "added":
        for (let i = 0; i < n; i++) out[i] = customers.addedDay[i] >= tree.day ? 1 : 0;
        return out;
      case "subscribed":
        return customers.subscribed;
      case "tag":
        for (let i = 0; i < n; i++) {
          for (let row = customers.tagStarts[i]; row < customers.tagStarts[i + 1]; row++) {
            if (customers.tags[row] === tree.tag) out[i] = 1;
          }
        }
        return out;
      case "ordersIn": {
        const from = (today - tree.days) * DAY;
        for (let i = 0; i < n; i++) {
          let found = 0;
          for (let row = orders.starts[i + 1] - 1; row >= orders.starts[i] && orders.at[row] >= from; row--) {
            if (orders.at[row] <= asOf) found++;
          }
          out[i] = found >= tree.least ? 1 : 0;
        }
        return out;
      }
      case "eventsIn": {
        const from = (today - tree.days) * DAY;
        const kind = KINDS.indexOf(tree.kind);
        for (let i = 0; i < n; i++) {
          let found = 0;
          for (let row = events.starts[i + 1] - 1; row >= events.starts[i] && events.at[row] >= from; row--) {
            if (events.kind[row] === kind && events.at[row] <= asOf) found++;
          }
          out[i] = found >= tree.least ? 1 : 0;
        }
        return out;
      }
      case "product": {
        const found = new Int32Array(n);
        let lastOrder = -1;
        for (let row = 0; row < lines.n; row++) {
          const order = lines.order[row];
          if (lines.product[row] === tree.id - 1 && order !== lastOrder && orders.at[order] <= asOf) {
            found[orders.customer[order]]++;
            lastOrder = order;
          }
        }
        for (let i = 0; i < n; i++) out[i] = found[i] >= tree.least ? 1 : 0;
        return out;
      }
    }
    throw new Error(`no loop for '${tree.is}'`);
  }

  function evaluate(tree, asOf) {
    if (tree.not) {
      const inner = evaluate(tree.not, asOf);
      const out = new Uint8Array(n);
      for (let i = 0; i < n; i++) out[i] = inner[i] ^ 1;
      return out;
    }
    const children = tree.all ?? tree.any;
    if (!children) return leaf(tree, asOf);
    const out = evaluate(children[0], asOf).slice();
    for (const child of children.slice(1)) {
      const other = evaluate(child, asOf);
      if (tree.all) for (let i = 0; i < n; i++) out[i] &= other[i];
      else for (let i = 0; i < n; i++) out[i] |= other[i];
    }
    return out;
  }

  return {
    name: "JavaScript loops",
    kinds: KINDS_OF_LEAVES,
    build: () => void at(AS_OF),
    count(tree, asOf) {
      const members = evaluate(tree, asOf);
      const today = asOf;
      let count = 0;
      for (let i = 0; i < n; i++) count += members[i] & (customers.addedDay[i] * DAY <= today ? 1 : 0);
      return count;
    },
  };
}
