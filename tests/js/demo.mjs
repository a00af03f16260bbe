// The demo shop, opened with the built package.
import { readFile } from "node:fs/promises";
import { openSnapshot } from "../../dist/node.js";
import createDemo from "../../www/lib/engine/demo.js";

/** The snapshot of a demo shop. */
export async function openDemo(customers, options = {}) {
  const { default: start, DemoShop } = createDemo();
  await start({ module_or_path: await readFile(new URL("../../dist/demo.wasm", import.meta.url)) });
  const shop = new DemoShop(customers, 7);
  const files = shop.files().map((name, table) => new File([shop.rows(table, 0, customers)], name));
  const { takenAt } = shop;
  return openSnapshot(files, { takenAt, timeZone: "Europe/Sofia", currency: "EUR", ...options });
}

/** A seeded generator of whole numbers below a bound. */
export function seeded(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 8) % bound;
  };
}
