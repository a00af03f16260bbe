// Every criterion of the systems this product replaces, built in the visual builder by mouse, ten of
// them by keyboard alone: the text that comes out and the count are those of the criterion.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { build, keyboard, mouse } from "./build.mjs";
import { counts, launch, open, serve } from "./page.mjs";

const dist = (name) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

const CRITERIA = [
  ["abandoned cart value", "abandoned_cart_value >= 100"],
  ["abandoned cart value, total over time", "checkouts_abandoned MATCHES (sum_amount >= 100)"],
  ["pages visited", "storefront.page_viewed MATCHES (count >= 5)"],
  ["product clicked", "storefront.product_clicked MATCHES (count >= 3)"],
  ["time spent on website", "storefront.session MATCHES (sum_duration >= 600)"],
  ["abandoned cart size", "abandoned_cart_size >= 3"],
  ["shipping cost", "orders_placed MATCHES (shipping >= 10)"],
  ["country where the cart was abandoned", "checkouts_abandoned MATCHES (country = 'VN')"],
  ["purchase frequency", "number_of_orders >= 4"],
  ["abandonment frequency", "checkouts_abandoned MATCHES (count >= 2)"],
  ["prefixed value: average", "abandoned_cart_value >= stat('average')"],
  ["prefixed value: maximum", "amount_spent = stat('max')"],
  ["prefixed value: minimum", "amount_spent > stat('min')"],
  ["OR and AND together", "customer_tags CONTAINS 'VIP' AND (number_of_orders >= 3 OR amount_spent > 500)"],
  ["customer is tagged VIP", "customer_tags CONTAINS 'VIP'"],
  ["frequently purchased: department, accessories, product", "products_purchased MATCHES (department = 'Accessories', id = 77, count >= 2)"],
  ["age", "age BETWEEN 25 AND 35"],
  ["marital status", "marital_status = 'MARRIED'"],
  ["gender", "gender IN ('FEMALE', 'OTHER')"],
  ["location", "customer_within_distance MATCHES (coordinates = (52.5, 13.4), distance_km <= 25)"],
  ["position in the funnel", "funnel_stage IS NOT NULL"],
  ["order status", "orders_placed MATCHES (status = 'completed')"],
  ["status of the last order", "last_order_status = 'COMPLETED'"],
  ["volume of revenue", "amount_spent BETWEEN 100 AND 500"],
  ["number of orders", "number_of_orders = 2"],
  ["date of registration", "customer_added_date >= 2025-01-01"],
  ["date of last order", "last_order_date < -90d"],
  ["accepts marketing messages", "email_subscription_status = 'SUBSCRIBED'"],
  ["country", "customer_countries CONTAINS 'DE'"],
  ["region", "customer_regions CONTAINS 'US-CA'"],
  ["city", "customer_cities CONTAINS 'US-NY-NewYorkCity'"],
  ["customer group", "customer_groups CONTAINS 'wholesale'"],
  ["products ordered by category", "products_purchased MATCHES (category = 'shoes')"],
  ["date of abandoned cart", "abandoned_checkout_date > -30d"],
  ["communication channel", "customer_channels CONTAINS 'viber'"],
  ["additional profile fields: number", "profile.loyalty_points >= 100"],
  ["additional profile fields: yes or no", "profile.club_member = true"],
  ["ordered exactly 2 days ago", "orders_placed MATCHES (date = -2d)"],
  ["the latest order exactly 2 days ago", "last_order_date = -2d"],
  ["registration questions with several answers", "answers.size CONTAINS ANY ('S', 'M') AND answers.activity CONTAINS 'running'"],
  ["first interaction from, to", "first_interaction_date BETWEEN 2024-01-01 AND 2024-12-31"],
  ["last interaction with one end open", "last_interaction_date <= 2025-12-31"],
  ["average check within a time frame", "orders_placed MATCHES (avg_amount BETWEEN 20 AND 50, date BETWEEN 2025-01-01 AND 2025-03-31)"],
  ["total check", "orders_placed MATCHES (sum_amount >= 200, date > -12m)"],
  ["subscribed to a certain form", "form_subscriptions CONTAINS 'newsletter'"],
  ["orders include one of two products", "products_purchased MATCHES (id IN (1, 2))"],
  ["viewed products more than 3 times in the last two days", "storefront.product_viewed MATCHES (date >= -2d, count > 3)"],
  ["viewed several products of a category, did not buy", "storefront.product_viewed MATCHES (category = 'apparel', distinct_count >= 2) AND orders_placed NOT MATCHES ()"],
  ["birthday in the next 30 days", "anniversary('birth_date') BETWEEN today AND +30d"],
  ["a random tenth", "random_bucket < 1000"],
  ["none of several tags", "customer_tags CONTAINS NONE ('VIP', 'wholesale')"],
  ["not in a group of conditions", "number_of_orders >= 1 AND NOT (last_order_date > -30d OR customer_tags CONTAINS 'VIP')"],
].map(([criterion, text]) => ({ criterion, text }));

const BY_KEYBOARD = new Set(["abandoned cart value", "prefixed value: average", "OR and AND together", "frequently purchased: department, accessories, product", "age", "gender", "date of last order", "accepts marketing messages", "average check within a time frame", "viewed several products of a category, did not buy"]);

let browser;
let server;
let page;
let language;
let snapshot;
let folder;
const errors = [];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "headcount-e2e-"));
  execFileSync(process.execPath, [dist("cli.js"), "demo", "--pack-only", "--customers", "2000", "--out", folder], { stdio: "ignore" });
  const { openLanguage, openSnapshot } = await import(dist("node.js"));
  language = await openLanguage();
  snapshot = await openSnapshot(folder);
  server = await serve({ demo: folder });
  browser = await launch();
  ({ page } = await open(browser, `${server.address}?snapshot=/demo/manifest.json`));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.locator("headcount-segments").waitFor();
});
after(async () => {
  await browser?.close();
  server?.stop();
  language?.dispose();
  snapshot?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function built(text, hand) {
  const printed = (await language.format(text, "headcount")).text;
  const { condition } = JSON.parse((await language.format(text, "json")).text);
  const { count } = await snapshot.count(text);
  assert.notEqual(count, null, "the criterion itself counts");
  await page.evaluate(() => { location.hash = "#/"; });
  await page.locator("headcount-segments").waitFor();
  await page.evaluate(() => { location.hash = "#/segment/new"; });
  await page.getByRole("button", { name: "Conditions", exact: true }).click();
  await page.getByRole("button", { name: "Add condition" }).waitFor();
  await build(page, condition, snapshot.fields, hand(page));
  await counts(page, count);
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator(".cm-line").first().waitFor();
  assert.equal((await page.locator(".cm-line").allTextContents()).join("\n"), printed);
  assert.deepEqual(errors, []);
}

describe("by mouse", () => {
  for (const { criterion, text } of CRITERIA) test(criterion, { timeout: 60_000 }, () => built(text, mouse));
});

describe("by keyboard alone", () => {
  for (const { criterion, text } of CRITERIA.filter((one) => BY_KEYBOARD.has(one.criterion))) test(criterion, { timeout: 60_000 }, () => built(text, keyboard));
});
