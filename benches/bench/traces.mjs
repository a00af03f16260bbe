// Interaction traces: what a person does in a builder, as a sequence of `{ tree, asOf }`.
import { FOUR, TEN } from "./criteria.mjs";
import { AS_OF, COUNTRIES, TODAY } from "./shop.mjs";

const at = (tree, asOf = AS_OF) => ({ tree, asOf });

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

/** The traces of a shop; `brief` keeps a few steps of each, to test the benchmark itself. */
export function tracesOf(shop, brief) {
  const steps = (n) => (brief ? Math.min(n, 6) : n);
  const traces = {
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
    "as-of scrubbed over a year": range(steps(60), (i) => at(FOUR(), AS_OF - i * 6 * 86_400)),
  };
  if (shop.lines.n > 0) {
    traces["product picked"] = range(steps(40), (i) => at({ is: "product", id: 1 + i * 7, least: 1 }));
  }
  return traces;
}
