// Makes docs/screenshot.png: the page on the made-up shop. `node tests/e2e/screenshot.mjs` after `npm start` has made it.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, open, serve } from "./page.mjs";

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const SEGMENT = "number_of_orders >= 3 AND amount_spent > 1000 AND (customer_countries CONTAINS 'US' OR customer_tags CONTAINS 'VIP')";

mkdirSync(path("docs"), { recursive: true });
const server = await serve({ demo: path(".cache/shop") });
const browser = await launch();
const { page } = await open(browser, `${server.address}?snapshot=/demo/manifest.json`, {
  viewport: { width: 1280, height: 820 },
  deviceScaleFactor: 1,
});
await page.locator("headcount-segments").waitFor();
await page.evaluate((text) => { location.hash = `#/segment/new?${new URLSearchParams({ name: "Regulars", text })}`; }, SEGMENT);
await page.getByRole("slider").nth(1).waitFor();
await page.waitForTimeout(1_500);
await page.screenshot({ path: path("docs/screenshot.png") });
await browser.close();
server.stop();
