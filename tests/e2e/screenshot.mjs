// Makes docs/screenshot.png: the page on the made-up shop. `node tests/e2e/screenshot.mjs` after `npm start` has made it.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, open, serve } from "./page.mjs";

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const SEGMENT =
  "number_of_orders >= 3 AND amount_spent > 200 AND last_order_date >= -180d\n  AND (customer_countries CONTAINS 'US' OR customer_tags CONTAINS 'VIP')";

mkdirSync(path("docs"), { recursive: true });
const server = await serve({ demo: path(".cache/shop") });
const browser = await launch();
const { page } = await open(browser, `${server.address}?snapshot=/demo/manifest.json`, {
  viewport: { width: 1280, height: 760 },
  deviceScaleFactor: 1,
});
await page.getByRole("link", { name: "Create segment" }).click();
await page.getByRole("button", { name: "Text", exact: true }).click();
await page.locator(".cm-content").click();
await page.keyboard.insertText(SEGMENT);
await page.waitForTimeout(1_500);
await page.screenshot({ path: path("docs/screenshot.png") });
await browser.close();
server.stop();
