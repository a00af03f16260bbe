// Opening data: tables, a packed folder, files that are none; what the report says; working offline.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { counts, drop, file, open, serve, shop } from "./page.mjs";
import { site } from "./site.mjs";

const retail = fileURLToPath(new URL("../../../shared/data/online_retail/online_retail.csv.gz", import.meta.url));

const here = site();

test("dropped files are packed, opened and accounted for", async () => {
  const { page, errors } = await open(here.browser, here.address);
  const bad = file("orders.csv", `${shop.orders.buffer}\nx-1,3,no time,5.00`);
  const texts = [shop.customers, bad].map(({ name, buffer }) => ({ name, text: String(buffer) }));
  await page.evaluate((files) => {
    const transfer = new DataTransfer();
    for (const { name, text } of files) transfer.items.add(new File([text], name, { type: "text/csv" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, texts);
  await page.locator("headcount-segments").waitFor();
  assert.match(await page.locator(".bar .shop").textContent(), /customers\.csv · 120 customers/);
  await page.getByRole("button", { name: "Import report" }).click();
  const report = page.getByRole("dialog", { name: "Import report" });
  const row = report.getByRole("row", { name: /orders\.csv/ });
  assert.match(await row.textContent(), /241\s*240\s*1/);
  await report.getByText("orders.csv: 1 skipped row").click();
  await report.getByText(/Line 242/).waitFor();
  assert.deepEqual(errors, []);
});

test("what cannot be opened says why, and another try succeeds", async () => {
  const { page } = await open(here.browser, here.address);
  await drop(page, [file("holiday.jpg", "\u00ff\u00d8\u00ff", "image/jpeg")]);
  assert.match(await page.getByRole("alert").textContent(), /could not be opened/);
  await drop(page, [shop.customers]);
  await page.getByRole("heading", { name: "Segments", exact: true }).waitFor();
});

test("a field without data says so in the text and in the menu", async () => {
  const { page } = await open(here.browser, here.address);
  await drop(page, [shop.customers]);
  await page.getByRole("link", { name: "Create segment" }).click();
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.keyboard.type("sessions");
  const option = page.getByRole("option", { name: /Sessions/ }).first();
  assert.match(await option.textContent(), /No data on time spent on website/i);
  assert.equal(await option.getAttribute("aria-disabled"), "true");
});

test("Online Retail opens through its mapping", { skip: existsSync(retail) ? false : "no ../shared/data" }, async () => {
  const { page, errors } = await open(here.browser, here.address);
  const mapping = fileURLToPath(new URL("../../examples/mappings/online_retail.json", import.meta.url));
  await page.setInputFiles("[data-files]", [retail, mapping]);
  await page.locator("headcount-segments").waitFor({ timeout: 120_000 });
  assert.match(await page.locator(".bar .shop").textContent(), /4,3\d\d customers/);
  assert.deepEqual(errors, []);
});

test("once loaded it works without a network", async () => {
  const own = await serve();
  const { page, context } = await open(here.browser, own.address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready);
  await context.setOffline(true);
  own.stop();
  await page.reload();
  await drop(page, [shop.customers, shop.orders]);
  await page.getByRole("link", { name: "Create segment" }).click();
  await counts(page, 120);
});
