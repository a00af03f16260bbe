// How an edit's time grows: with customers, and with their orders and events.
import { snapshotOf } from "./arrow.mjs";
import { headcount } from "./peers/headcount.mjs";
import { race } from "./race.mjs";
import { makeShop } from "./shop.mjs";
import { tracesOf } from "./traces.mjs";

const TRACE = "4 criteria, threshold dragged";

const shop = (customers, orders, events) => ({ customers, orders, lines: 0, events });

const SHOPS = [
  shop(250_000, 1_250_000, 750_000),
  shop(500_000, 2_500_000, 1_500_000),
  shop(1_000_000, 5_000_000, 3_000_000),
  shop(1_000_000, 1_000_000, 750_000),
  shop(1_000_000, 2_500_000, 12_000_000),
];

/** The threshold edit on shops of several sizes; `brief` takes a hundredth of each. */
export async function growth(library, { brief, budget, log = () => {} }) {
  const rows = [];
  for (const full of SHOPS) {
    const size = brief ? Object.fromEntries(Object.entries(full).map(([table, rows]) => [table, rows / 100])) : full;
    log(`growth: ${size.customers} customers, ${size.orders} orders, ${size.events} events`);
    const made = makeShop(size);
    const traces = { [TRACE]: tracesOf(made, brief)[TRACE] };
    const { results } = await race([headcount(made, library, await snapshotOf(made))], traces, { budget });
    rows.push({ ...size, ...results[0].rows[TRACE] });
  }
  return rows;
}
