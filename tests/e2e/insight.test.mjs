// Numbers that live: histograms and sliders under thresholds, values with counts, people in columns,
// why someone is in, figures and breakdowns. Every figure is worked out by hand from the shop.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { count, counts, drop, open, shop } from "./page.mjs";
import { site } from "./site.mjs";

const here = site();

async function editor(text) {
  const opened = await open(here.browser, here.address, { acceptDownloads: true });
  const { page } = opened;
  await drop(page, [shop.customers, shop.orders]);
  await page.evaluate((query) => { location.hash = `#/segment/new?${new URLSearchParams({ name: "", text: query })}`; }, text);
  await page.getByRole("button", { name: "Add condition" }).first().waitFor();
  return opened;
}

const written = async (page) => {
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator(".cm-line").first().waitFor();
  return (await page.locator(".cm-line").allTextContents()).join("\n");
};

test("a histogram stands under a threshold before there is a value; its figures are taken with one click", async () => {
  const { page, errors } = await editor("");
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.keyboard.type("number of orders");
  await page.keyboard.press("Enter");
  await page.getByRole("slider", { name: "Threshold for Number of orders" }).waitFor();
  const figure = (name) => page.getByRole("button", { name });
  assert.equal((await page.locator(".figures .figure").allTextContents()).join(" | "), "Least 0 | Average 2 | Median 2 | Greatest 4");
  await figure("Greatest 4").click();
  await counts(page, 24);
  await figure("Average 2").click();
  await counts(page, 72);
  await page.locator(".spread summary").click();
  assert.deepEqual(await page.locator(".spread tbody tr").allTextContents(), ["024", "124", "224", "324", "424"]);
  assert.equal(await written(page), "number_of_orders >= 2");
  assert.deepEqual(errors, []);
});

test("a slider recounts while it is dragged; letting it go is one step", async () => {
  const { page, errors } = await editor("number_of_orders >= 1 AND customer_tags CONTAINS 'VIP'");
  await counts(page, 32);
  const slider = page.getByRole("slider", { name: "Threshold for Number of orders" });
  await slider.waitFor();
  const box = await slider.boundingBox();
  const y = box.y + box.height / 2;
  const x = (share) => box.x + 8 + (box.width - 16) * share;
  await page.mouse.move(x(0.2), y);
  await page.mouse.down();
  for (let share = 0.2; share < 0.72; share += 0.05) await page.mouse.move(x(share), y);
  await counts(page, 16);
  assert.equal(await page.getByRole("textbox", { name: "Value" }).inputValue(), "3");
  await page.getByText("match this alone").first().waitFor();
  await page.mouse.move(x(0.9), y);
  await counts(page, 8);
  await page.mouse.up();
  await page.getByRole("button", { name: "Undo" }).click();
  await counts(page, 32);
  await page.getByRole("button", { name: "Redo" }).click();
  await counts(page, 8);
  assert.equal(await written(page), "number_of_orders >= 4 AND customer_tags CONTAINS 'VIP'");
  assert.deepEqual(errors, []);
});

test("both ends of a range have a slider, and arrow keys lead to the next value someone has", async () => {
  const { page } = await editor("number_of_orders BETWEEN 1 AND 3");
  await counts(page, 72);
  const [from, to] = [page.getByRole("slider", { name: /From$/ }), page.getByRole("slider", { name: /To$/ })];
  await from.focus();
  await page.keyboard.press("ArrowRight");
  await counts(page, 48);
  await to.focus();
  await page.keyboard.press("End");
  await counts(page, 72);
  assert.equal(await written(page), "number_of_orders BETWEEN 2 AND 4");
});

test("histograms are put away and brought back", async () => {
  const { page } = await editor("number_of_orders >= 1");
  await page.getByRole("slider").waitFor();
  await page.getByRole("button", { name: "Spread" }).click();
  await page.getByRole("slider").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Spread" }).click();
  await page.getByRole("slider").waitFor();
});

test("values are proposed with how many of those who pass the rest have them", async () => {
  const { page, errors } = await editor("number_of_orders >= 4 AND customer_countries CONTAINS ANY ('GB')");
  await page.getByRole("combobox", { name: "Add a value: Countries" }).click();
  const options = page.getByRole("listbox").getByRole("option");
  await options.first().waitFor();
  // Every customer with four orders is n = 4 (mod 5): six of each country among 24.
  assert.deepEqual((await options.allTextContents()).map((option) => option.replace(/\s+/g, " ").trim()).sort(), ["BG 6", "DE 6", "FR 6", "GB 6"]);
  await page.keyboard.type("fr");
  await page.getByRole("option", { name: "FR 6" }).click();
  await counts(page, 12);
  assert.equal(await written(page), "number_of_orders >= 4 AND customer_countries CONTAINS ANY ('GB', 'FR')");
  assert.deepEqual(errors, []);
});

test("people are shown in the columns and the order someone chose, and exported so", async () => {
  const { page, errors } = await editor("number_of_orders >= 3");
  await counts(page, 48);
  const table = page.getByRole("table", { name: "People in the segment" });
  await table.getByRole("button", { name: "Amount spent" }).click();
  // The greatest first: customer 119 has four orders of 1,190.
  await table.getByRole("row", { name: /^1 119 / }).waitFor();
  assert.match(await table.getByRole("row", { name: /^1 119 / }).textContent(), /4\s*\$4,760\.00\s*15 Apr 2024/);
  await table.getByRole("button", { name: "Amount spent" }).click();
  await table.getByRole("row", { name: /^1 3 / }).waitFor();
  await page.locator(".chooser > summary").click();
  await page.getByRole("checkbox", { name: "Tags", exact: true }).check();
  await page.getByRole("checkbox", { name: "Date of last order" }).uncheck();
  await page.keyboard.press("Escape");
  await table.getByRole("columnheader", { name: "Tags" }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
  const lines = readFileSync(await download.path(), "utf8").split("\r\n");
  assert.equal(lines[0], "id,number_of_orders,amount_spent,customer_tags");
  assert.ok(lines.includes("3,3,90.00,VIP"), lines.slice(0, 4).join("\n"));
  assert.deepEqual(errors, []);
});

test("why a customer is in the segment, how far from leaving it, and when they leave by themselves", async () => {
  const { page, errors } = await editor("number_of_orders >= 3 AND (customer_tags CONTAINS 'VIP' OR amount_spent > 4000)");
  await counts(page, 19);
  await page.getByRole("button", { name: "3", exact: true }).click();
  const why = page.getByRole("dialog").locator(".verdicts li");
  await why.first().waitFor();
  const lines = (await why.allTextContents()).map((line) => line.replace(/\s+/g, " ").trim());
  assert.ok(lines.some((line) => /^Holds: Number of orders 3/.test(line)), lines.join("\n"));
  assert.ok(lines.some((line) => /^Does not hold: Amount spent \$90\.00 \(\+\$3,910\.01 would change it\)/.test(line)), lines.join("\n"));
  await page.getByRole("textbox", { name: "Customer" }).fill("2");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText("Not in the segment").waitFor();
  assert.deepEqual(errors, []);
});

test("figures, a breakdown and a timeline belong to the segment as it is edited", async () => {
  const { page, errors } = await editor("number_of_orders >= 4");
  await page.getByRole("tab", { name: "Insight" }).click();
  const row = page.getByRole("row", { name: /^Number of orders/ });
  await row.waitFor();
  assert.match((await row.textContent()).replace(/\s+/g, " "), /96 ?4 ?4 ?4 ?4/);
  await page.getByRole("row", { name: /^GB/ }).waitFor();
  await page.getByRole("combobox", { name: "Broken down by" }).selectOption({ label: "Tags" });
  // Eight of 24 in the segment, 40 of all 120.
  assert.match((await page.getByRole("row", { name: /^VIP/ }).textContent()).replace(/\s+/g, " "), /8 33.3% ?33.3%/);
  assert.match((await page.getByRole("row", { name: /^no value/ }).textContent()).replace(/\s+/g, " "), /16 66.7% ?66.7%/);
  await page.getByRole("combobox", { name: "Broken down by" }).selectOption({ label: "Amount spent" });
  await page.getByRole("row", { name: /to under/ }).first().waitFor();
  await page.getByRole("img", { name: /^Line: people in the segment/ }).waitFor();
  await page.getByText("In the next 30 days, if nothing new happens: 0 leave, 0 join.").waitFor();
  await page.getByText("Show as a table").first().click();
  const days = page.getByRole("region", { name: /^Day, People/ }).getByRole("row");
  assert.equal(await days.count(), 1 + 90 + 30);
  assert.match(await days.last().textContent(), /24\s*0\s*0$/);
  assert.equal(await count(page), 24);
  assert.deepEqual(errors, []);
});

test("an edit is compared with what is saved, clause by clause, and the log says whom it moved", async () => {
  const { page, errors } = await editor("number_of_orders >= 3");
  await counts(page, 48);
  await page.getByRole("textbox", { name: "Name of the segment" }).fill("Regulars");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Regulars" }).waitFor({ state: "attached" });
  await page.getByRole("textbox", { name: "Value" }).fill("4");
  await counts(page, 24);
  await page.getByRole("tab", { name: "Insight" }).click();
  const compared = page.locator("headcount-compare");
  await compared.getByRole("row", { name: /new number_of_orders >= 4/ }).waitFor();
  assert.match(await compared.locator(".figures").textContent(), /Entered\s*0\s*Left\s*-24\s*Stayed\s*24/);
  assert.match(await compared.getByRole("row", { name: /new number_of_orders >= 4/ }).textContent(), /0\s*-24$/);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("0 entered, 24 left").waitFor();
  await page.getByText(/Criteria edited/).first().waitFor();
  await page.getByRole("link", { name: "Back to segments" }).click();
  const row = page.getByRole("row", { name: /^Regulars/ });
  await row.waitFor();
  assert.match(await row.textContent(), /24[^]*-24/);
  assert.deepEqual(errors, []);
});
