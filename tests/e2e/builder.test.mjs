// The visual builder: by keyboard alone, moved, undone, mended, and the same as the text at any time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, drop, open, shop } from "./page.mjs";
import { site } from "./site.mjs";

const here = site();

async function editor() {
  const opened = await open(here.browser, here.address);
  await drop(opened.page, [shop.customers, shop.orders]);
  await opened.page.getByRole("link", { name: "Create segment" }).click();
  await opened.page.getByRole("button", { name: "Add condition" }).waitFor();
  return opened;
}

const type = async (page, text) => {
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
};
const text = async (page) => {
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator(".cm-line").first().waitFor();
  return (await page.locator(".cm-line").allTextContents()).join("\n");
};
const visual = (page) => page.getByRole("button", { name: "Conditions", exact: true }).click();

test("a condition is built with the keyboard alone and counted as it grows", async () => {
  const { page, errors } = await editor();
  await page.getByRole("button", { name: "Add condition" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("number of orders");
  await page.keyboard.press("Enter");
  await page.getByText("Not counted yet").waitFor();
  await counts(page, 120);
  await page.getByRole("textbox", { name: "Value" }).focus();
  await page.keyboard.type("3");
  await counts(page, 48);
  await page.getByText("48 match this alone").waitFor();
  await page.keyboard.press("Control+z");
  await counts(page, 120);
  await page.keyboard.press("Control+y");
  await counts(page, 48);
  assert.equal(await text(page), "number_of_orders >= 3");
  assert.deepEqual(errors, []);
});

test("text and tree are one segment, nested groups and all", async () => {
  const { page } = await editor();
  const written = "number_of_orders >= 3 AND (customer_tags CONTAINS 'VIP' OR orders_placed NOT MATCHES (amount >= 500.00, count >= 2))";
  await type(page, written);
  await visual(page);
  const conditions = page.getByRole("group", { name: /^Condition / });
  await conditions.nth(2).waitFor();
  assert.equal(await conditions.count(), 3);
  assert.equal(await text(page), written);
});

test("a text that cannot be read whole stays text", async () => {
  const { page } = await editor();
  await type(page, "number_of_orders >= 3 AND (");
  await visual(page);
  await page.getByText("it stays text and nothing is lost").waitFor();
  assert.equal((await page.locator(".cm-line").allTextContents()).join(""), "number_of_orders >= 3 AND ()");
});

test("conditions are moved, duplicated, negated and removed", async () => {
  const { page } = await editor();
  await type(page, "number_of_orders >= 3 AND customer_tags CONTAINS 'VIP'");
  await visual(page);
  const act = async (number, action) => {
    await page.getByRole("button", { name: `More for condition ${number}` }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };
  await act(2, "Move up");
  await page.getByRole("button", { name: "Tags" }).waitFor();
  assert.equal(await text(page), "customer_tags CONTAINS 'VIP' AND number_of_orders >= 3");
  await visual(page);
  await act(1, "Negate");
  await act(2, "Duplicate");
  await act(3, "Remove");
  assert.equal(await text(page), "customer_tags NOT CONTAINS 'VIP' AND number_of_orders >= 3");
});

test("a condition is dragged to another place", async () => {
  const { page } = await editor();
  await type(page, "number_of_orders >= 3 AND customer_tags CONTAINS 'VIP'");
  await visual(page);
  const rows = page.getByRole("group", { name: /^Condition / });
  // Nothing moves under the hand any more once the histogram is there.
  await page.getByRole("slider").waitFor();
  await rows.nth(0).locator(".handle").dragTo(rows.nth(1), { targetPosition: { x: 40, y: 60 } });
  assert.equal(await text(page), "customer_tags CONTAINS 'VIP' AND number_of_orders >= 3");
});

test("a problem stands at its condition and is mended there", async () => {
  const { page } = await editor();
  await type(page, "last_order_date >= -30d");
  await visual(page);
  await page.getByRole("group", { name: "Condition 1" }).getByRole("button", { name: "Use >" }).click();
  assert.equal(await text(page), "last_order_date > -30d");
});

test("a template is a beginning", async () => {
  const { page } = await editor();
  await page.getByRole("button", { name: "Templates" }).click();
  await page.getByRole("listbox").waitFor();
  await page.keyboard.type("returning");
  await page.keyboard.press("Enter");
  await counts(page, 72);
});

test("templates are found by the field's terms", async () => {
  const { page } = await editor();
  await page.getByRole("button", { name: "Templates" }).click();
  const list = page.getByRole("listbox");
  for (const term of ["win-back", "lapsing", "first-time", "vip", "cart", "birthday", "average order", "returning"]) {
    await page.getByRole("combobox", { name: /template/i }).fill(term);
    await list.getByRole("option").first().waitFor({ timeout: 5_000 });
  }
});

test("a segment is saved, listed, reopened, renamed and removed; hostile names are names", async () => {
  const { page, errors } = await editor();
  const name = "<img src=x onerror=alert(1)>'\"";
  page.on("dialog", () => assert.fail("a name was run"));
  await type(page, "number_of_orders >= 3");
  await page.getByRole("textbox", { name: "Name of the segment" }).fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("tab", { name: "Log" }).click();
  await page.locator("headcount-log").getByText("Created", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Back to segments" }).click();
  const row = page.getByRole("row", { name: /onerror/ });
  assert.match(await row.textContent(), /48/);
  await row.getByRole("link").click();
  await counts(page, 48);
  await page.getByRole("textbox", { name: "Name of the segment" }).fill("Regulars");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Back to segments" }).click();
  await page.getByRole("button", { name: "Remove Regulars" }).click();
  await page.getByText("Find the people you mean").waitFor();
  assert.deepEqual(errors, []);
});
