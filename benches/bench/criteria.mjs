// The benchmark's criteria, neutral between peers, and the segment text of each.
import { TAGS, TODAY } from "./shop.mjs";

const money = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;

/** `yyyy-mm-dd` of days since 1970. */
export const dateOf = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

const EVENTS = { page_view: "page_viewed", product_view: "product_viewed", product_click: "product_clicked", session: "session" };

/** A window of whole days before today, or of as many that ended `ago` days before. */
const window = ({ days, ago = 0 }) =>
  ago === 0 ? `date >= -${days}d` : `date BETWEEN ${dateOf(TODAY - ago - days)} AND ${dateOf(TODAY - ago)}`;

/** The first second of such a window at a local day, and the first after it. */
export function secondsOf({ days, ago = 0 }, today) {
  return [today - ago - days, today - ago + 1].map((day) => day * 86_400);
}

const CLAUSES = {
  country: ({ code }) => `default_country = '${code}'`,
  spent: ({ op, cents }) => `amount_spent ${op} ${money(cents)}`,
  orders: ({ op, n }) => `number_of_orders ${op} ${n}`,
  average: ({ from, to }) => `average_order_value BETWEEN ${money(from)} AND ${money(to)}`,
  lastOrder: ({ op, days }) => `last_order_date ${op} -${days}d`,
  ordersIn: (leaf) => `orders_placed MATCHES (${window(leaf)}, count >= ${leaf.least})`,
  added: ({ day }) => `customer_added_date >= ${dateOf(day)}`,
  tag: ({ tag }) => `customer_tags CONTAINS '${TAGS[tag]}'`,
  subscribed: () => "email_subscription_status = 'SUBSCRIBED'",
  eventsIn: ({ kind, ...leaf }) => `storefront.${EVENTS[kind]} MATCHES (${window(leaf)}, count >= ${leaf.least})`,
  product: ({ id, least }) => `products_purchased MATCHES (id = ${id}, count >= ${least})`,
};

/** The segment text of a tree: `{ all }`, `{ any }`, `{ not }` or a leaf `{ is, … }`. */
export function toText(tree) {
  if (tree.all) return tree.all.map(inner).join(" AND ");
  if (tree.any) return tree.any.map(inner).join(" OR ");
  if (tree.not) return `NOT (${toText(tree.not)})`;
  return CLAUSES[tree.is](tree);
}

const inner = (tree) => (tree.all || tree.any ? `(${toText(tree)})` : toText(tree));

/** The leaves of a tree. */
export function leavesOf(tree) {
  const children = tree.all ?? tree.any ?? (tree.not ? [tree.not] : null);
  return children ? children.flatMap(leavesOf) : [tree];
}

/** Every leaf of the tree is of a kind that `kinds` has. */
export const supports = (kinds, tree) => leavesOf(tree).every((leaf) => kinds.includes(leaf.is));

/** The four criteria that threshold and window are dragged in. */
export const FOUR = (over = {}) => ({
  all: [
    { is: "spent", op: ">=", cents: over.cents ?? 25_000 },
    { any: [{ is: "country", code: "US" }, { is: "country", code: "DE" }] },
    { is: "ordersIn", days: over.days ?? 90, least: over.least ?? 2 },
    { not: { is: "tag", tag: 0 } },
  ],
});

/** Ten leaves. */
export const TEN = () => ({
  all: [
    ...FOUR().all,
    { is: "average", from: 2_000, to: 20_000 },
    { is: "orders", op: ">=", n: 3 },
    { is: "lastOrder", op: ">=", days: 365 },
    { any: [{ is: "subscribed" }, { is: "tag", tag: 3 }] },
    { is: "added", day: TODAY - 1_200 },
  ],
});

/** Twelve conditions in one AND, of every kind. */
export const TWELVE = (over = {}) => ({
  all: [
    { is: "spent", op: ">=", cents: over.cents ?? 4_000 },
    { is: "orders", op: ">=", n: 2 },
    { is: "average", from: 1_000, to: 30_000 },
    { is: "added", day: TODAY - 1_500 },
    { is: "lastOrder", op: ">=", days: 700 },
    { is: "ordersIn", days: over.days ?? 500, least: 1 },
    { is: "ordersIn", days: 1_200, least: 2 },
    { not: { is: "tag", tag: 0 } },
    { not: { is: "tag", tag: 5 } },
    { not: { is: "country", code: "FR" } },
    { is: "subscribed" },
    { not: { is: "eventsIn", kind: "product_click", days: 30, least: 3 } },
  ],
});
