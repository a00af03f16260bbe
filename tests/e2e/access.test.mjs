// What everyone must be able to use: axe finds nothing and nothing is cut off, in every view and state,
// light and dark, wide and at 320 px, in German and from right to left.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { counts, drop, file, open, shop } from "./page.mjs";
import { site } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const here = site();

async function clean(page, what) {
  const found = await page.evaluate(async (tags) => {
    // axe breaks off when what it looks at is taken away by a newer answer: it looks again.
    const look = () => window.axe.run(document, { runOnly: tags });
    const again = () => new Promise((done) => setTimeout(done, 500)).then(look);
    const { violations, passes } = await look().catch(again);
    if (!passes.length) return ["axe looked at nothing"];
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.flat().join(" ")} ${node.failureSummary.split("\n").slice(1, 2)}`).join(" | ")}`);
  }, TAGS);
  assert.deepEqual(found, [], what);
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return "";
    const wide = [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > clientWidth + 1 || node.getBoundingClientRect().left < -1);
    return `${scrollWidth - clientWidth} px too wide: ${wide.slice(-3).map((node) => `${node.localName}.${node.className}`).join(", ")}`;
  });
  assert.equal(over, "", what);
}

async function opened(options, settings) {
  const { page, context, errors } = await open(here.browser, "about:blank", { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  if (settings) await context.addInitScript((choices) => localStorage.setItem("headcount-settings", choices), JSON.stringify(settings));
  await page.goto(here.address);
  // The page's own policy forbids foreign scripts; the debugger's are exempt.
  const session = await context.newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  return { page, errors };
}

for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]]) {
  test(`every view is clean at ${width} px, ${colorScheme}`, async () => {
    const { page, errors } = await opened({ viewport: { width, height: 900 }, colorScheme });
    const check = (what) => clean(page, what);
    await check("welcome");
    await drop(page, [file("holiday.jpg", "\u00ff\u00d8\u00ff", "image/jpeg")]);
    await check("files that cannot be opened");
    await drop(page, [shop.customers, shop.orders]);
    await check("an empty list");
    await page.getByRole("link", { name: "Create segment" }).click();
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await page.locator(".cm-content").click();
    await page.keyboard.type("customer_tags CONTAINS 'VIP' AND (number_of_orders >= 3 OR last_order_date >= -30d) AND amount_spentt > 5");
    await page.locator(".problems .note.error").first().waitFor();
    await check("a text with a problem");
    await page.getByRole("button", { name: /^Replace with amount_spent/ }).click();
    await page.getByRole("button", { name: "Conditions", exact: true }).click();
    await page.getByText("match this alone").first().waitFor();
    await page.getByRole("slider").first().waitFor();
    await check("the builder with histograms");
    await page.locator(".spread summary").first().click();
    await check("a histogram as a table");
    await page.getByRole("button", { name: "Add condition" }).last().click();
    await page.getByRole("listbox").waitFor();
    await check("the menu of fields");
    await page.keyboard.press("Escape");
    for (const tab of ["Insight", "Log", "Used in", "People"]) {
      await page.getByRole("tab", { name: tab }).click();
      await check(tab);
    }
    await page.locator(".chooser > summary").click();
    await check("the columns of people");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Share" }).click();
    await check("the link");
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Name of the segment" }).fill("One");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "One" }).waitFor({ state: "attached" });
    await page.getByRole("tab", { name: "Used in" }).click();
    await page.getByRole("textbox", { name: "Name of the flow" }).fill("Welcome");
    await page.getByRole("button", { name: "Add flow" }).click();
    await page.getByRole("textbox", { name: "Variant ids" }).fill("1,2");
    await page.getByRole("button", { name: "Assign" }).click();
    await page.getByRole("button", { name: "Remove 2" }).waitFor();
    await check("a segment in use");
    await page.getByRole("link", { name: "Back to segments" }).click();
    await page.getByRole("row", { name: /One/ }).waitFor();
    await check("the list");
    await page.getByRole("button", { name: "New list" }).click();
    await check("a new list");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Two");
    await page.getByRole("textbox", { name: "Customer ids" }).fill("3, 4, nobody");
    await page.getByRole("button", { name: "Create list" }).click();
    await page.getByText("is not in this shop’s data").waitFor();
    await check("a list of customers");
    await page.getByRole("button", { name: "4", exact: true }).click();
    await page.getByRole("heading", { name: "Product variants they see" }).waitFor();
    await check("one customer");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Back to segments" }).click();
    await page.getByRole("link", { name: "Overlap" }).click();
    await page.getByText("In all of them").waitFor();
    await check("overlap");
    await page.getByRole("link", { name: "Back to segments" }).click();
    await page.getByRole("button", { name: "Edit One" }).click();
    await page.getByRole("dialog").waitFor();
    await check("the side panel");
    await page.getByRole("button", { name: "Close" }).first().click();
    await page.getByRole("button", { name: "Import report" }).click();
    await check("the report");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Settings" }).click();
    await check("settings");
    assert.deepEqual(errors, []);
  });
}

test("loading is clean, and can be called off", async () => {
  const { page } = await opened({});
  // Rows enough to be on their way for a while: the same ones again and again, made on the page.
  await page.evaluate(() => {
    const rows = Array.from({ length: 50_000 }, (_, at) => `${at},2024-01-01\n`).join("");
    const transfer = new DataTransfer();
    transfer.items.add(new File(["id,created_at\n", ...Array.from({ length: 100 }, () => rows)], "customers.csv", { type: "text/csv" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await page.getByRole("progressbar").waitFor();
  await clean(page, "loading");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Choose files" }).waitFor();
});

test("the browser's language is spoken, and every view is clean in it", async () => {
  const { page, errors } = await opened({ locale: "de-DE", viewport: { width: 320, height: 900 } });
  await page.getByRole("heading", { name: "Daten Ihres Shops öffnen" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de-DE");
  await clean(page, "welcome");
  await drop(page, [shop.customers, shop.orders]);
  await page.getByRole("link", { name: "Segment anlegen" }).click();
  await page.getByRole("button", { name: "Bedingung hinzufügen" }).click();
  await page.keyboard.type("anzahl der best");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Wert" }).fill("3");
  await counts(page, 48);
  await page.getByText("Anzahl der Bestellungen ist mindestens 3").waitFor();
  await page.getByRole("slider").waitFor();
  await clean(page, "the builder");
  for (const tab of ["Einblick", "Verlauf", "Verwendung", "Personen"]) {
    await page.getByRole("tab", { name: tab }).click();
    await clean(page, tab);
  }
  assert.deepEqual(errors, []);
});

for (const width of [1280, 320]) {
  test(`from right to left the page is mirrored and nothing overflows, at ${width} px`, async () => {
    const { page, errors } = await opened({ viewport: { width, height: 900 } }, { language: "ar", editor: "visual" });
    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
    await clean(page, "welcome");
    await drop(page, [shop.customers, shop.orders]);
    await page.getByRole("link", { name: "Create segment" }).click();
    await page.getByRole("button", { name: "Add condition" }).click();
    await clean(page, "the menu of fields");
    await page.keyboard.type("number of orders");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Value" }).fill("3");
    await counts(page, 48);
    await page.getByRole("slider").waitFor();
    await clean(page, "the builder");
    const left = (locator) => locator.first().evaluate((node) => node.getBoundingClientRect().left);
    assert.ok((await left(page.locator(".brand"))) > (await left(page.locator(".bar .tools"))), "the bar is mirrored");
    assert.ok((await left(page.getByRole("button", { name: "Undo" }))) > (await left(page.getByRole("button", { name: "Redo" }))), "the builder is mirrored");
    if (width > 900) assert.ok((await left(page.locator("headcount-people"))) > (await left(page.locator("headcount-count"))), "the columns are mirrored");
    // Arrow keys lead where they point: to the left is up.
    const slider = page.getByRole("slider");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await counts(page, 24);
    await page.getByRole("tab", { name: "Insight" }).click();
    await clean(page, "insight");
    await page.getByRole("textbox", { name: "Name of the segment" }).fill("One");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "One" }).waitFor({ state: "attached" });
    await page.getByRole("link", { name: "Back to segments" }).click();
    await page.getByRole("button", { name: "Edit One" }).click();
    await page.getByRole("dialog").waitFor();
    await clean(page, "the side panel");
    assert.ok((await left(page.getByRole("dialog"))) < 1, "the panel comes from the other side");
    assert.deepEqual(errors, []);
  });
}

test("who wants less motion gets none", async () => {
  const { page } = await opened({});
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((node) => parseFloat(getComputedStyle(node).transitionDuration) > 0 || getComputedStyle(node).animationName !== "none").map((node) => node.className));
  assert.deepEqual(moving, []);
});
