// Names and values that try to be something else: markup, endless, turned around, of many scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, drop, file, open } from "./page.mjs";
import { site } from "./site.mjs";

const LONG = "x".repeat(10_000);
const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "\"><svg onload=alert(1)>'",
  "${alert(1)} {{alert(1)}} {count}",
  "\u202Eevil\u202C \u2067نص\u2069",
  "👩‍👩‍👧‍👦 Größe Ελλάδα 日本語 عربى",
  "=HYPERLINK(\"http://x\")",
  "back\\slash 'quote'",
];

const here = site();

const quoted = (text) => `"${text.replace(/"/g, '""')}"`;

test("values are values, in lists, conditions, tables and sentences", async () => {
  const { page, errors } = await open(here.browser, here.address, { viewport: { width: 320, height: 800 } });
  page.on("dialog", () => assert.fail("a value was run"));
  const values = [...HOSTILE, LONG];
  const rows = ["id,created_at,tags,first_name", ...values.map((value, at) => `${at + 1},2024-01-01,${quoted(value.replace(/,/g, " "))},${quoted(value)}`)];
  await drop(page, [file("customers.csv", rows.join("\n"))]);
  await page.getByRole("link", { name: "Create segment" }).click();
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.keyboard.type("tags");
  await page.keyboard.press("Enter");
  const box = page.getByRole("combobox", { name: "Value: Tags" });
  for (const value of HOSTILE) {
    await box.fill(value);
    await counts(page, 1);
  }
  await box.fill(LONG);
  await page.getByText("In words").waitFor();
  await counts(page, 1);
  await page.keyboard.press("Escape");
  await page.locator(".chooser > summary").click();
  await page.getByRole("checkbox", { name: "First name" }).check();
  await page.getByRole("cell", { name: /^x+$/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  assert.equal(await page.evaluate(() => document.querySelectorAll("script:not([src]), img[src=x]").length), 0);
  assert.deepEqual(errors, []);
});

test("names are names, in the list, the log, links and refusals", async () => {
  const { page, errors } = await open(here.browser, here.address, { viewport: { width: 320, height: 800 } });
  page.on("dialog", () => assert.fail("a name was run"));
  await drop(page, [file("customers.csv", "id,created_at\n1,2024-01-01\n2,2024-01-01")]);
  for (const name of HOSTILE) {
    await page.evaluate(() => { location.hash = "#/"; });
    await page.getByRole("link", { name: "Create segment" }).click();
    await page.getByRole("textbox", { name: "Name of the segment" }).fill(name);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name, exact: true }).waitFor({ state: "attached" });
    await counts(page, 2);
  }
  await page.getByRole("textbox", { name: "Name of the segment" }).fill(HOSTILE[0]);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").filter({ hasText: HOSTILE[0] }).waitFor();
  await page.getByRole("textbox", { name: "Name of the segment" }).fill(LONG);
  // As long as a name may be, and one word.
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: LONG.slice(0, 255), exact: true }).waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await page.evaluate(() => { location.hash = "#/"; });
  for (const name of HOSTILE.slice(0, -1)) await page.getByRole("link", { name, exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  assert.deepEqual(errors, []);
});
