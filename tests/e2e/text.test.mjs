// Typing a segment: the count follows, problems are underlined and mended with one click.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, drop, open, shop } from "./page.mjs";
import { site } from "./site.mjs";

const here = site();

async function editor(options) {
  const opened = await open(here.browser, here.address, options);
  await drop(opened.page, [shop.customers, shop.orders]);
  await opened.page.getByRole("link", { name: "Create segment" }).click();
  await opened.page.getByRole("button", { name: "Text", exact: true }).click();
  await opened.page.locator(".cm-content").click();
  return opened;
}

test("every keystroke is counted exactly", async () => {
  const { page, errors } = await editor();
  await counts(page, 120);
  await page.keyboard.type("number_of_orders >= 3");
  await counts(page, 48);
  await page.keyboard.press("Backspace");
  await page.keyboard.type("4");
  await counts(page, 24);
  await page.keyboard.type(" AND customer_tags CONTAINS 'vip");
  await counts(page, 8);
  assert.deepEqual(errors, []);
});

test("a problem is underlined, explained and mended with one click", async () => {
  const { page, errors } = await editor();
  await page.keyboard.type("nmber_of_orders > 3");
  await page.locator("headcount-count").getByText("No count until the problem is mended").waitFor();
  assert.equal(await page.locator(".cm-lintRange-error").first().textContent(), "nmber_of_orders");
  await page.getByRole("button", { name: "Replace with number_of_orders" }).click();
  await counts(page, 24);
  assert.equal(await page.locator(".cm-line").first().textContent(), "number_of_orders > 3");
  await page.keyboard.press("Control+z");
  await page.locator("headcount-count").getByText("No count until the problem is mended").waitFor();
  assert.deepEqual(errors, []);
});

test("dates are told in words, on the shop's clock", async () => {
  const { page } = await editor();
  await page.keyboard.type("last_order_date BETWEEN 2024-02-01 AND 2024-02-29");
  await counts(page, 24);
  await page.getByText("1 Feb 2024 to 29 Feb 2024, both included").waitFor();
});

test("the segment is said as a sentence", async () => {
  const { page } = await editor();
  await page.keyboard.type("number_of_orders = 0");
  await page.locator("headcount-count").getByText(/number of orders is exactly 0/i).waitFor();
});

test("what may come next is proposed, values with their counts, and taken with a key", async () => {
  const { page, errors } = await editor();
  const list = page.locator(".cm-tooltip-autocomplete li");
  await page.keyboard.type("customer_ta");
  await list.filter({ hasText: "customer_tags" }).waitFor();
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  await page.keyboard.type(" CONTAINS ");
  const vip = list.filter({ hasText: "VIP" });
  await vip.waitFor();
  assert.equal(await vip.textContent(), "VIP40");
  await page.keyboard.type("'vi");
  await list.first().filter({ hasText: "VIP" }).waitFor();
  // CodeMirror lets no key take what has only just appeared.
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  await counts(page, 40);
  assert.equal(await page.locator(".cm-line").first().textContent(), "customer_tags CONTAINS 'VIP'");
  assert.deepEqual(errors, []);
});
