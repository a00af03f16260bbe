// Interaction traces: what a person does in a builder, as a sequence of steps `{ ask, tree, asOf, … }`.
import { FOUR, TEN, TWELVE } from "./criteria.mjs";
import { AS_OF, COUNTRIES, TODAY } from "./shop.mjs";

const DAY = 86_400;

const at = (tree, asOf = AS_OF) => ({ ask: "count", tree, asOf });

/** A frame of a slider: `value` at a path of the segment that `first` is, which has become `tree`. */
const frame = (first, tree, path, value) => ({ ask: "drag", tree, asOf: AS_OF, drag: { first, path, value } });

function range(n, map) {
  return Array.from({ length: n }, (_, index) => map(index));
}

/** A small seeded generator for the mixed edits. */
function picker(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
}

/** Twenty segments of one to three clauses; the `changed`-th edit has replaced one of them. */
function twenty(changed) {
  const pick = picker(11);
  const trees = range(20, () => ({ all: range(1 + pick(3), () => PALETTE[pick(PALETTE.length)](pick)) }));
  trees[changed % 20] = FOUR({ cents: 3_000 + changed * 401 });
  return trees;
}

/** The last seconds of the `n` whole days before today. */
const lastDays = (n) => range(n, (i) => (TODAY - n + i + 1) * DAY - 1);

const PALETTE = [
  (pick) => ({ is: "spent", op: pick(2) ? ">=" : "<", cents: 100 * (1 + pick(2_000)) }),
  (pick) => ({ is: "orders", op: pick(2) ? ">=" : "<=", n: pick(12) }),
  (pick) => ({ is: "average", from: 100 * pick(30), to: 3_000 + 100 * pick(300) }),
  (pick) => ({ is: "country", code: COUNTRIES[pick(12)] }),
  (pick) => ({ is: "tag", tag: pick(20) }),
  (pick) => ({ is: "lastOrder", op: pick(2) ? ">=" : "<", days: 1 + pick(700) }),
  (pick) => ({ is: "ordersIn", days: 1 + pick(365), least: 1 + pick(4) }),
  (pick) => ({ is: "added", day: TODAY - pick(1_400) }),
  () => ({ is: "subscribed" }),
  (pick) => ({ is: "eventsIn", kind: ["page_view", "product_view"][pick(2)], days: 1 + pick(60), least: 1 + pick(4) }),
];

/** 300 edits of one growing, shrinking, changing segment. */
function mixed(length) {
  const pick = picker(7);
  const clauses = [PALETTE[0](pick)];
  return range(length, () => {
    const action = pick(10);
    if (action < 2 && clauses.length < 12) clauses.push(PALETTE[pick(PALETTE.length)](pick));
    else if (action === 2 && clauses.length > 1) clauses.splice(pick(clauses.length), 1);
    else if (action === 3) {
      const place = pick(clauses.length);
      clauses[place] = clauses[place].not ?? { not: clauses[place] };
    } else if (action === 4 && clauses.length > 2) {
      const moved = clauses.splice(pick(clauses.length), 1);
      clauses.unshift(moved[0]);
    } else {
      const place = pick(clauses.length);
      const old = clauses[place].not ?? clauses[place];
      const same = PALETTE.map((make) => make(pick)).filter((leaf) => leaf.is === old.is);
      clauses[place] = same[0] ?? PALETTE[pick(PALETTE.length)](pick);
    }
    return at({ all: structuredClone(clauses) });
  });
}

/**
 * The traces of a shop; `brief` keeps a few steps of each, to test the benchmark itself. "Cold" is a leaf that
 * was never asked: another day of a customer's column, or a window that ended on another day.
 */
export function tracesOf(shop, brief) {
  const steps = (n) => (brief ? Math.min(n, 6) : n);
  const few = (n) => (brief ? Math.min(n, 2) : n);
  const cold = (leaf) => range(steps(30), (i) => at({ ...leaf, ago: i }));
  const year = (tree) =>
    range(few(3), (i) => ({ ask: "timeline", tree: tree(i), asOf: AS_OF, days: lastDays(brief ? 8 : 365) }));
  const traces = {
    "customer leaf, cold": range(steps(200), (i) => at({ is: "added", day: TODAY - 1_600 + i * 7 })),
    "country = X": range(steps(12), (i) => at({ is: "country", code: COUNTRIES[i] })),
    "total spent ≥ x": range(steps(40), (i) => at({ is: "spent", op: ">=", cents: 1_000 + i * 2_477 })),
    "average in a range": range(steps(20), (i) => at({ is: "average", from: 1_000 + i * 100, to: 9_999 + i * 371 })),
    "≥ 2 orders in n days": range(steps(40), (i) => at({ is: "ordersIn", days: 10 + i * 9, least: 2 })),
    "events in n days": range(steps(20), (i) => at({ is: "eventsIn", kind: "product_view", days: 2 + i * 3, least: 2 })),
    "4 criteria, threshold dragged": range(steps(200), (i) => at(FOUR({ cents: 5_000 + i * 499 }))),
    "4 criteria, window dragged": range(steps(180), (i) => at(FOUR({ days: 1 + i }))),
    "10 leaves, date brushed": range(steps(60), (i) => {
      const tree = TEN();
      tree.all[6].days = 700 - i * 11;
      return at(tree);
    }),
    "conditions added one by one": range(steps(10), (i) => at({ all: TEN().all.slice(0, 1 + Math.min(i, 8)) })),
    "300 mixed edits": mixed(steps(300)),
    "as-of scrubbed over a year": range(steps(60), (i) => at(FOUR(), AS_OF - i * 6 * DAY)),
    "slider frame, threshold": range(steps(200), (i) => {
      const cents = 5_000 + i * 499;
      return frame(FOUR(), FOUR({ cents }), "/of/0", (cents / 100).toFixed(2));
    }),
    "slider frame, window": range(steps(180), (i) => {
      return frame(FOUR(), FOUR({ days: 1 + i }), "/of/2/where/0", `-${1 + i}d`);
    }),
    "order leaf, cold: 90 days": cold({ is: "ordersIn", days: 90, least: 2 }),
    "order leaf, cold: all": cold({ is: "ordersIn", days: 2_000, least: 2 }),
    "event leaf, cold: 2 days": cold({ is: "eventsIn", kind: "product_view", days: 2, least: 2 }),
    "event leaf, cold: all": cold({ is: "eventsIn", kind: "product_view", days: 400, least: 2 }),
    "leave-one-out of 12 leaves": range(few(40), (i) => ({ ask: "funnel", tree: TWELVE({ cents: 4_000 + i * 337 }), asOf: AS_OF })),
    "overlap of 20 segments": range(few(20), (i) => ({ ask: "overlap", trees: twenty(i), asOf: AS_OF })),
    "every day of a year, one leaf": year((i) => ({ is: "ordersIn", days: 90 - i, least: 2 })),
    "every day of a year, 12 leaves": year((i) => TWELVE({ days: 500 - i })),
  };
  if (shop.lines.n > 0) {
    traces["product picked"] = range(steps(40), (i) => at({ is: "product", id: 1 + i * 7, least: 1 }));
  }
  return traces;
}
