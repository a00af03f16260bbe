// The criteria as SQL, over the raw tables or over a customer table with lifetime aggregates.
import { secondsOf } from "../criteria.mjs";
import { AS_OF, COUNTRIES, KINDS } from "../shop.mjs";

const DAY = 86_400;

/**
 * Tables: customers(c, country, added, subscribed), tags(c, tag), orders(c, t, cents),
 * events(c, kind, t), lines(o, product) with orders.o; times in seconds, `added` a day. `pre` adds
 * lifetime(c, orders, cents, last), which holds at the default instant alone.
 */
export function sqlOf(tree, asOf, { pre = false } = {}) {
  const kept = pre && asOf === AS_OF;
  return `SELECT count(*) AS n ${everyone(asOf, kept)} AND (${where(tree, asOf, kept)})`;
}

/** The count, and the count without each of the clauses of an AND, in one statement. */
export function funnelSql(tree, asOf, options) {
  const all = tree.all.length;
  const passed = tree.all.map((_, at) => `s${at}`).join(" + ");
  const without = tree.all.map((_, at) => `count(*) FILTER (WHERE ${passed} - s${at} = ${all - 1}) AS w${at}`);
  return `SELECT count(*) FILTER (WHERE ${passed} = ${all}) AS n, ${without.join(", ")} FROM ${sets(tree.all, asOf, options)}`;
}

/** What each two of the segments share, in one statement. */
export function overlapSql(trees, asOf, options) {
  const pairs = trees.flatMap((_, a) => trees.slice(a).map((_, b) => [a, a + b]));
  const counts = pairs.map(([a, b]) => `count(*) FILTER (WHERE s${a} + s${b} = 2) AS p${a}_${b}`);
  return `SELECT ${counts.join(", ")} FROM ${sets(trees, asOf, options)}`;
}

/** A table of 0 and 1: `s0`, `s1` … for each customer. */
function sets(trees, asOf, { pre = false } = {}) {
  const kept = pre && asOf === AS_OF;
  const columns = trees.map((tree, at) => `CAST((${where(tree, asOf, kept)}) AS INTEGER) AS s${at}`);
  return `(SELECT ${columns.join(", ")} ${everyone(asOf, kept)}) AS sets`;
}

const everyone = (asOf, kept) =>
  `FROM customers k${kept ? " JOIN lifetime f ON f.c = k.c" : ""} WHERE k.added * ${DAY} <= ${asOf}`;

function where(tree, asOf, kept) {
  if (tree.all) return tree.all.map((child) => `(${where(child, asOf, kept)})`).join(" AND ");
  if (tree.any) return tree.any.map((child) => `(${where(child, asOf, kept)})`).join(" OR ");
  if (tree.not) return `NOT (${where(tree.not, asOf, kept)})`;
  const today = Math.floor(asOf / DAY);
  const visible = `SELECT c FROM orders WHERE t <= ${asOf} GROUP BY c HAVING`;
  const flip = { ">=": "<", "<=": ">", "<": ">=", ">": "<=" };
  switch (tree.is) {
    case "country":
      return `k.country = ${COUNTRIES.indexOf(tree.code)}`;
    case "added":
      return `k.added >= ${tree.day}`;
    case "subscribed":
      return "k.subscribed = 1";
    case "tag":
      return `k.c IN (SELECT c FROM tags WHERE tag = ${tree.tag})`;
    case "spent":
      // Without orders the total is 0: the complement is asked of those who have some.
      if (kept) return `f.cents ${tree.op} ${tree.cents}`;
      return `k.c NOT IN (${visible} sum(cents) ${flip[tree.op]} ${tree.cents})${zero(tree.op, tree.cents, asOf)}`;
    case "orders":
      if (kept) return `f.orders ${tree.op} ${tree.n}`;
      return `k.c NOT IN (${visible} count(*) ${flip[tree.op]} ${tree.n})${zero(tree.op, tree.n, asOf)}`;
    case "average":
      if (kept) return `f.orders > 0 AND f.cents BETWEEN ${tree.from} * f.orders AND ${tree.to} * f.orders`;
      return `k.c IN (${visible} sum(cents) BETWEEN ${tree.from} * count(*) AND ${tree.to} * count(*))`;
    case "lastOrder": {
      const bound = (today - tree.days) * DAY;
      if (kept) return `f.last >= 0 AND f.last ${tree.op} ${bound}`;
      return `k.c IN (${visible} max(t) ${tree.op} ${bound})`;
    }
    case "ordersIn": {
      const [from, until] = secondsOf(tree, today);
      return `k.c IN (SELECT c FROM orders WHERE t >= ${from} AND t < ${Math.min(until, asOf + 1)} GROUP BY c HAVING count(*) >= ${tree.least})`;
    }
    case "eventsIn": {
      const [from, until] = secondsOf(tree, today);
      return `k.c IN (SELECT c FROM events WHERE kind = ${KINDS.indexOf(tree.kind)} AND t >= ${from} AND t < ${Math.min(until, asOf + 1)} GROUP BY c HAVING count(*) >= ${tree.least})`;
    }
    case "product":
      return `k.c IN (SELECT o.c FROM lines l JOIN orders o ON o.o = l.o WHERE l.product = ${tree.id - 1} AND o.t <= ${asOf} GROUP BY o.c HAVING count(DISTINCT l.o) >= ${tree.least})`;
  }
  throw new Error(`no SQL for '${tree.is}'`);
}

/** Customers without an order are in when 0 passes; they are not in the complement's list. */
function zero(op, bound, asOf) {
  const passes = { ">=": 0 >= bound, "<=": 0 <= bound, "<": 0 < bound, ">": 0 > bound }[op];
  return passes ? "" : ` AND k.c IN (SELECT c FROM orders WHERE t <= ${asOf})`;
}
