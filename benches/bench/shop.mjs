// The benchmark's shop: seeded, lifelike, as typed arrays. Everything any peer counts on comes from here.

/** Rows of each size: customers, orders, lines, events. */
export const SIZES = {
  quick: { customers: 5_000, orders: 25_000, lines: 60_000, events: 50_000 },
  S: { customers: 100_000, orders: 500_000, lines: 1_200_000, events: 2_000_000 },
  M: { customers: 1_000_000, orders: 5_000_000, lines: 0, events: 3_000_000 },
  L: { customers: 1_000_000, orders: 5_000_000, lines: 12_000_000, events: 20_000_000 },
};

/** `as_of` of every count: 2026-06-30T12:00:00Z. */
export const AS_OF = Date.UTC(2026, 5, 30, 12) / 1000;
/** The same instant as text. */
export const AS_OF_TEXT = "2026-06-30T12:00:00Z";
/** The local (UTC) day of `AS_OF`, days since 1970. */
export const TODAY = Math.floor(AS_OF / 86_400);
const FIRST = Date.UTC(2022, 0, 1) / 1000;

/** Country codes, most frequent first. */
export const COUNTRIES =
  "US GB DE FR CA AU NL IT ES SE BE CH AT DK NO FI IE PL PT CZ GR RO HU BG HR SK SI LT LV EE LU MT CY JP KR SG HK NZ BR MX AR CL CO ZA AE SA IL TR IN ID".split(
    " ",
  );
/** Tags, most frequent first. */
export const TAGS = Array.from({ length: 100 }, (_, index) => (index === 0 ? "VIP" : `tag ${index}`));
/** Kinds of events, most frequent first. */
export const KINDS = ["page_view", "product_view", "session", "product_click"];

/** mulberry32: 32 bits of state, the same numbers on every machine. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A sampler of 0..n-1 with probability proportional to 1 / (rank + 1). */
function zipf(n, next) {
  const sums = new Float64Array(n);
  let sum = 0;
  for (let rank = 0; rank < n; rank++) sums[rank] = sum += 1 / (rank + 1);
  return () => {
    const target = next() * sum;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** How many of `total` rows each of `n` customers has: many none or one, few very many. */
function skewed(n, total, next, adversarial) {
  const weights = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i] = Math.exp(1.3 * normal(next));
  const starts = new Uint32Array(n + 1);
  let carried = 0;
  for (let i = 0; i < n; i++) {
    carried += (weights[i] / sum) * total;
    starts[i + 1] = Math.min(total, Math.round(carried));
  }
  starts[n] = total;
  if (adversarial) {
    // One customer in the middle owns a tenth of all rows, at most 200,000.
    const owned = Math.min(200_000, Math.floor(total / 10));
    const middle = n >> 1;
    const others = total - owned;
    for (let i = 0; i <= n; i++) {
      starts[i] = Math.floor((starts[i] / total) * others) + (i > middle ? owned : 0);
    }
  }
  return starts;
}

function normal(next) {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** A price in cents: lognormal, six of ten end in .99. */
function price(next) {
  const cents = Math.min(2_000_000, Math.round(100 * Math.exp(3.4 + 0.9 * normal(next))));
  return next() < 0.6 ? cents - (cents % 100) + 99 : Math.max(cents, 1);
}

/**
 * The shop of a size by name, or of so many rows: child rows by customer, then time. Days are days since 1970, times UTC seconds, money cents.
 * `starts[c] .. starts[c + 1]` are the rows of customer c.
 */
export function makeShop(size, { seed = 20260630, adversarial = false } = {}) {
  const next = random(seed);
  const counts = typeof size === "object" ? size : SIZES[size];
  if (!counts) throw new Error(`There is no size '${size}'; there are ${Object.keys(SIZES).join(", ")}.`);
  const customers = makeCustomers(counts.customers, next);
  const orders = makeOrders(customers, counts.orders, next, adversarial);
  const lines = makeLines(orders, counts.lines, next);
  const events = makeEvents(counts.customers, counts.events, next);
  return { size, adversarial, customers, orders, lines, events };
}

function makeCustomers(n, next) {
  const country = new Uint8Array(n);
  const addedDay = new Int32Array(n);
  const subscribed = new Uint8Array(n);
  const tagStarts = new Uint32Array(n + 1);
  const tags = new Uint8Array(n * 3);
  const countries = zipf(COUNTRIES.length, next);
  const tagOf = zipf(TAGS.length, next);
  let used = 0;
  for (let i = 0; i < n; i++) {
    country[i] = countries();
    addedDay[i] = Math.floor(FIRST / 86_400) + Math.floor(next() ** 0.7 * (TODAY - FIRST / 86_400));
    subscribed[i] = next() < 0.55 ? 1 : 0;
    const wanted = Math.floor(next() * 4);
    const own = new Set();
    while (own.size < wanted) own.add(tagOf());
    for (const tag of [...own].sort((a, b) => a - b)) tags[used++] = tag;
    tagStarts[i + 1] = used;
  }
  return { n, country, addedDay, subscribed, tagStarts, tags: tags.slice(0, used) };
}

function makeOrders(customers, total, next, adversarial) {
  const starts = skewed(customers.n, total, next, adversarial);
  const customer = new Uint32Array(total);
  const at = new Int32Array(total);
  const cents = new Int32Array(total);
  for (let i = 0; i < customers.n; i++) {
    const from = Math.max(FIRST, customers.addedDay[i] * 86_400);
    const own = at.subarray(starts[i], starts[i + 1]);
    for (let row = 0; row < own.length; row++) own[row] = from + Math.floor(next() * (AS_OF - from));
    own.sort();
    customer.fill(i, starts[i], starts[i + 1]);
  }
  for (let row = 0; row < total; row++) cents[row] = price(next);
  return { n: total, starts, customer, at, cents };
}

function makeLines(orders, total, next) {
  const order = new Uint32Array(total);
  const product = new Uint16Array(total);
  const quantity = new Uint8Array(total);
  const cents = new Int32Array(total);
  const products = zipf(5_000, next);
  for (let row = 0; row < total; row++) {
    order[row] = Math.floor((row / total) * orders.n);
    product[row] = products();
    quantity[row] = 1 + Math.floor(next() ** 3 * 5);
    cents[row] = price(next);
  }
  return { n: total, order, product, quantity, cents };
}

function makeEvents(n, total, next) {
  const starts = skewed(n, total, next, false);
  const customer = new Uint32Array(total);
  const at = new Int32Array(total);
  const kind = new Uint8Array(total);
  const kinds = zipf(KINDS.length, next);
  const from = AS_OF - 180 * 86_400;
  for (let i = 0; i < n; i++) {
    const own = at.subarray(starts[i], starts[i + 1]);
    for (let row = 0; row < own.length; row++) own[row] = from + Math.floor(next() * (AS_OF - from));
    own.sort();
    customer.fill(i, starts[i], starts[i + 1]);
  }
  for (let row = 0; row < total; row++) kind[row] = kinds();
  return { n: total, starts, customer, at, kind };
}
