// Hand-written JavaScript over typed arrays, with kept lifetime aggregates: the peer to beat.
import { secondsOf } from "../criteria.mjs";
import { AS_OF, COUNTRIES, KINDS } from "../shop.mjs";

const DAY = 86_400;
export const KINDS_OF_LEAVES = "country spent orders average lastOrder ordersIn added tag subscribed eventsIn product".split(" ");

/** Kinds that need the aggregates. */
const LIFETIME = "spent orders average lastOrder".split(" ");

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
    const { count, cents, last: latest } = LIFETIME.includes(tree.is) ? at(asOf) : {};
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
        for (let i = 0; i < n; i++) out[i] = latest[i] >= 0 && compare[tree.op](latest[i], bound) ? 1 : 0;
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
        const [from, until] = secondsOf(tree, today);
        const last = Math.min(asOf, until - 1);
        for (let i = 0; i < n; i++) {
          let found = 0;
          for (let row = orders.starts[i + 1] - 1; row >= orders.starts[i] && orders.at[row] >= from; row--) {
            if (orders.at[row] <= last) found++;
          }
          out[i] = found >= tree.least ? 1 : 0;
        }
        return out;
      }
      case "eventsIn": {
        const [from, until] = secondsOf(tree, today);
        const last = Math.min(asOf, until - 1);
        const kind = KINDS.indexOf(tree.kind);
        for (let i = 0; i < n; i++) {
          let found = 0;
          for (let row = events.starts[i + 1] - 1; row >= events.starts[i] && events.at[row] >= from; row--) {
            if (events.kind[row] === kind && events.at[row] <= last) found++;
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

  function count(tree, asOf) {
    const members = evaluate(tree, asOf);
    let found = 0;
    for (let i = 0; i < n; i++) found += members[i] & (customers.addedDay[i] * DAY <= asOf ? 1 : 0);
    return found;
  }

  /** The members as bits. */
  function bits(tree, asOf) {
    const members = evaluate(tree, asOf);
    const words = new Int32Array((n + 31) >> 5);
    for (let i = 0; i < n; i++) words[i >> 5] |= (members[i] & (customers.addedDay[i] * DAY <= asOf ? 1 : 0)) << (i & 31);
    return words;
  }

  return {
    name: "JavaScript loops",
    kinds: KINDS_OF_LEAVES,
    build: () => void at(AS_OF),
    count,
    /** One pass over all children: who fails one alone is in without it. */
    funnel(tree, asOf) {
      const sets = tree.all.map((child) => evaluate(child, asOf));
      const without = new Int32Array(sets.length);
      let all = 0;
      for (let i = 0; i < n; i++) {
        if (customers.addedDay[i] * DAY > asOf) continue;
        let failed = 0;
        let which = 0;
        for (let set = 0; set < sets.length && failed < 2; set++) {
          if (sets[set][i] === 0) [failed, which] = [failed + 1, set];
        }
        if (failed === 0) all++;
        else if (failed === 1) without[which]++;
      }
      return [all, ...without.map((alone) => all + alone)];
    },
    overlap(trees, asOf) {
      const sets = trees.map((tree) => bits(tree, asOf));
      return sets.flatMap((one, at) => sets.slice(at).map((other) => shared(one, other)));
    },
    timeline(tree, days, until) {
      const counts = [];
      for (const asOf of days) {
        counts.push(count(tree, asOf));
        if (performance.now() > until) break;
      }
      return counts;
    },
  };
}

/** Bits that both have. */
function shared(one, other) {
  let found = 0;
  for (let at = 0; at < one.length; at++) {
    let word = one[at] & other[at];
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    found += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return found;
}
