// Saved segments beyond their criteria: lists of customers, campaigns, flows, variants, links, two tabs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, drop, open, shop } from "./page.mjs";
import { site } from "./site.mjs";

const here = site();

async function started() {
  const opened = await open(here.browser, here.address);
  await drop(opened.page, [shop.customers, shop.orders]);
  return opened;
}

/** Saves a segment and stays in its editor. */
async function save(page, name, text) {
  await page.goto(`${here.address}#/`).catch(() => {});
  await page.getByRole("link", { name: "Create segment" }).click();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.locator(".cm-content").click();
  await page.keyboard.type(text);
  await page.getByRole("textbox", { name: "Name of the segment" }).fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor({ state: "attached" });
}

const list = async (page) => {
  await page.getByRole("link", { name: "Back to segments" }).click();
  await page.locator("headcount-segments").waitFor();
};

test("a list of customers grows and shrinks, one by one and from another segment", async () => {
  const { page, errors } = await started();
  await save(page, "Frequent", "number_of_orders >= 4");
  await list(page);
  await page.getByRole("button", { name: "New list" }).click();
  const dialog = page.getByRole("dialog", { name: "New list of customers" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Friends");
  await dialog.getByRole("textbox", { name: "Customer ids" }).fill("1, 2\n3");
  await dialog.getByRole("button", { name: "Create list" }).click();
  await counts(page, 3);
  await page.getByRole("textbox", { name: "Customer ids" }).fill("5");
  await page.keyboard.press("Enter");
  await counts(page, 4);
  await page.getByRole("button", { name: "Take 2 off the list" }).click();
  await counts(page, 3);
  await page.getByRole("combobox", { name: "From another segment" }).selectOption({ label: "Frequent (24)" });
  await page.getByRole("button", { name: "Add its people" }).click();
  await counts(page, 27);
  await page.getByRole("button", { name: "Remove its people" }).click();
  await counts(page, 3);
  await page.getByRole("textbox", { name: "Customer ids" }).fill("nobody");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("1 id on the list is not in this shop’s data and is not counted: nobody").waitFor();
  await page.getByRole("button", { name: "Take them off the list" }).click();
  await page.getByText("3 customers on the list", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "Name of the segment" }).fill("Old friends");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Old friends" }).waitFor({ state: "attached" });
  await counts(page, 3);
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByText("24 entered, 0 left").waitFor();
  await page.getByText("0 entered, 24 left").waitFor();
  await page.getByText("Renamed from “Friends” to “Old friends”").waitFor();
  assert.deepEqual(errors, []);
});

test("the people of a segment are kept as a list", async () => {
  const { page } = await started();
  await save(page, "Frequent", "number_of_orders >= 4");
  await page.getByRole("button", { name: "Keep as a list" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Frequent in November");
  await page.getByRole("button", { name: "Create list" }).click();
  await page.getByRole("heading", { name: "Customers on this list" }).waitFor();
  await counts(page, 24);
});

test("many flows wait, one is active; campaigns guard an active segment against deletion", async () => {
  const { page, errors } = await started();
  await save(page, "Frequent", "number_of_orders >= 4");
  await page.getByRole("tab", { name: "Used in" }).click();
  const flow = async (name, active) => {
    await page.getByRole("textbox", { name: "Name of the flow" }).fill(name);
    await page.getByRole("checkbox", { name: "Active at once" }).setChecked(active);
    await page.getByRole("button", { name: "Add flow" }).click();
  };
  await flow("Welcome", true);
  await page.getByRole("button", { name: "Let wait: Welcome" }).waitFor();
  await flow("Win back", true);
  await page.getByRole("alert").filter({ hasText: "already goes with the active flow 'Welcome'" }).waitFor();
  await flow("Win back", false);
  await page.getByRole("button", { name: "Make active: Win back" }).waitFor();
  await page.getByRole("button", { name: "Let wait: Welcome" }).click();
  await page.getByRole("button", { name: "Make active: Win back" }).click();
  await page.getByRole("button", { name: "Let wait: Win back" }).waitFor();
  await page.getByRole("button", { name: "Remove Welcome" }).click();
  await page.getByRole("textbox", { name: "Name of the campaign" }).fill("Spring sale");
  await page.getByRole("button", { name: "Add campaign" }).click();
  await page.locator(".use-list").getByText("Spring sale").waitFor();
  await save(page, "Referring", "segments CONTAINS 'Frequent' AND customer_tags CONTAINS 'VIP'");
  await list(page);
  const remove = () => page.getByRole("button", { name: "Remove Frequent" }).click();
  const row = page.getByRole("row", { name: /^Frequent/ });
  assert.match(await row.textContent(), /Spring sale, Win back/);
  await remove();
  await page.getByRole("alert").filter({ hasText: "Other segments refer to this one: 'Referring'" }).waitFor();
  await page.getByRole("button", { name: "Remove Referring" }).click();
  await page.getByRole("row", { name: /Referring/ }).waitFor({ state: "detached" });
  await remove();
  await page.getByRole("alert").filter({ hasText: "took part in a campaign: 'Spring sale'" }).waitFor();
  await row.getByRole("link").click();
  await page.getByRole("button", { name: "Active", exact: true }).click();
  await page.getByRole("button", { name: "Inactive", exact: true }).waitFor();
  await list(page);
  await remove();
  await page.getByText("Find the people you mean").waitFor();
  assert.deepEqual(errors, []);
});

test("product variants are assigned, and a customer is shown those of their segments", async () => {
  const { page } = await started();
  await save(page, "Frequent", "number_of_orders >= 4");
  await page.getByRole("tab", { name: "Used in" }).click();
  await page.getByRole("textbox", { name: "Variant ids" }).fill("4001, 4002");
  await page.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("button", { name: "Remove 4001" }).click();
  await page.getByRole("button", { name: "Remove 4001" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Which variants does a customer see?" }).click();
  const look = async (id) => {
    await page.getByRole("dialog").getByRole("textbox", { name: "Customer" }).fill(id);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: `Customer ${id}` }).waitFor();
  };
  await look("4");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("link", { name: "Frequent" }).waitFor();
  await dialog.getByText("4002").waitFor();
  await look("5");
  await dialog.getByText("In no saved segment.").waitFor();
  await look("nobody");
  await dialog.getByRole("alert").filter({ hasText: "no customer with the id 'nobody'" }).waitFor();
});

test("a link holds the criteria and the name, and never the people", async () => {
  const { page } = await started();
  await save(page, "Łöyal & «true»", "number_of_orders >= 4 AND customer_tags CONTAINS 'VIP'");
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("textbox", { name: "Link to the segment" }).inputValue();
  assert.ok(link.startsWith(here.address) && !link.includes("?snapshot"), link);
  const elsewhere = await open(here.browser, link);
  await elsewhere.page.getByText("Someone shared the segment “Łöyal & «true»” with you").waitFor();
  await elsewhere.page.setInputFiles("[data-files]", [shop.customers, shop.orders]);
  await counts(elsewhere.page, 8);
  assert.equal(await elsewhere.page.getByRole("textbox", { name: "Name of the segment" }).inputValue(), "Łöyal & «true»");
  await elsewhere.page.getByRole("button", { name: "Save" }).click();
  await elsewhere.page.getByRole("link", { name: "Back to segments" }).click();
  await elsewhere.page.getByRole("row", { name: /Łöyal/ }).waitFor();
});

test("saved segments outlive a reload, and a link to one opens it", async () => {
  const { page, errors } = await started();
  await save(page, "Frequent", "number_of_orders >= 4");
  const address = page.url();
  assert.match(address, /#\/segment\/\w+$/);
  await page.reload();
  await page.setInputFiles("[data-files]", [shop.customers, shop.orders]);
  await counts(page, 24);
  assert.equal(await page.getByRole("textbox", { name: "Name of the segment" }).inputValue(), "Frequent");
  await list(page);
  await page.getByRole("row", { name: /^Frequent/ }).waitFor();
  assert.deepEqual(errors, []);
});

test("two tabs never lose an edit", async () => {
  const { page, context } = await started();
  await save(page, "Frequent", "number_of_orders >= 4");
  const other = await context.newPage();
  await other.goto(here.address);
  await drop(other, [shop.customers, shop.orders]);
  const reopen = async (tab) => {
    await tab.getByRole("row", { name: /Frequent/ }).getByRole("link").click();
    await tab.getByRole("button", { name: "Text", exact: true }).click();
    await tab.locator(".cm-line").first().waitFor();
  };
  const end = async (tab, text) => {
    await tab.locator(".cm-content").click();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type(text);
  };
  const save2 = (tab) => tab.getByRole("button", { name: "Save" }).click();
  await reopen(other);
  await end(other, " AND customer_tags CONTAINS 'VIP'");
  await counts(other, 8);
  await save2(other);
  // Unedited here: the newest version is shown at once, and said.
  await page.getByText("Another tab saved this segment").waitFor();
  await counts(page, 8);
  // Edited in both: neither overwrites the other.
  await end(page, " AND amount_spent > 100");
  await end(other, " AND amount_spent > 2000");
  await save2(other);
  await page.getByText("saved in another tab meanwhile").waitFor();
  await page.getByRole("alert").getByText("amount_spent > 2000").waitFor();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await page.getByText("saved in another tab meanwhile").waitFor({ state: "detached" });
  await counts(other, 8);
  assert.match(await other.locator(".cm-line").first().textContent(), /amount_spent > 100$/);
  // What touches nothing that is edited stands in nobody's way.
  await end(page, " AND age IS NULL");
  await other.getByRole("tab", { name: "Used in" }).click();
  await other.getByRole("textbox", { name: "Name of the campaign" }).fill("Spring sale");
  await other.getByRole("button", { name: "Add campaign" }).click();
  await other.locator(".use-list").getByText("Spring sale").waitFor();
  await save2(page);
  await page.getByRole("button", { name: "Save", disabled: true }).waitFor();
  await page.getByRole("link", { name: "Back to segments" }).click();
  await page.getByRole("row", { name: /Spring sale/ }).waitFor();
});
