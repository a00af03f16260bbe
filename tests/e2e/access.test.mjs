// What everyone must be able to use: axe finds nothing, nothing is cut off at 320 px, in light and dark.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { drop, launch, open, serve, shop } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let server;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
});

async function clean(page, what) {
  const found = await page.evaluate(async (tags) => {
    const { violations, passes } = await window.axe.run(document, { runOnly: tags });
    if (!passes.length) return ["axe looked at nothing"];
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.flat().join(" ")} ${node.failureSummary.split("\n").slice(1, 2)}`).join(" | ")}`);
  }, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  assert.deepEqual(found, [], what);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px too wide`);
}

for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]]) {
  test(`every view is clean at ${width} px, ${colorScheme}`, async () => {
    const { page, context, errors } = await open(browser, server.address, { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
    // The page's own policy forbids foreign scripts; the debugger's are exempt.
    const session = await context.newCDPSession(page);
    const load = () => session.send("Runtime.evaluate", { expression: axe });
    await load();
    await clean(page, "welcome");
    await drop(page, [shop.customers, shop.orders]);
    await clean(page, "an empty list");
    await page.getByRole("link", { name: "Create segment" }).click();
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await page.locator(".cm-content").click();
    await page.keyboard.type("customer_tags CONTAINS 'VIP' AND (number_of_orders >= 3 OR last_order_date >= -30d) AND amount_spentt > 5");
    await page.locator(".problems .note.error").waitFor();
    await clean(page, "a text with a problem");
    await page.getByRole("button", { name: /^Replace with amount_spent/ }).click();
    await page.getByRole("button", { name: "Conditions", exact: true }).click();
    await page.getByText("match this alone").first().waitFor();
    await clean(page, "the builder");
    await page.getByRole("button", { name: "Add condition" }).last().click();
    await page.getByRole("listbox").waitFor();
    await clean(page, "the menu of fields");
    await page.keyboard.press("Escape");
    for (const tab of ["Insight", "Log", "People"]) {
      await page.getByRole("tab", { name: tab }).click();
      await clean(page, tab);
    }
    await page.getByRole("textbox", { name: "Name of the segment" }).fill("One");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: "Back to segments" }).click();
    await page.getByRole("row", { name: /One/ }).waitFor();
    await clean(page, "the list");
    await page.getByRole("button", { name: "Edit One" }).click();
    await page.getByRole("dialog").waitFor();
    await clean(page, "the side panel");
    await page.getByRole("button", { name: "Close" }).first().click();
    await page.getByRole("button", { name: "Import report" }).click();
    await clean(page, "the report");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Settings" }).click();
    await clean(page, "settings");
    assert.deepEqual(errors, []);
  });
}

test("the browser's language is spoken", async () => {
  const { page } = await open(browser, server.address, { locale: "de-DE" });
  await page.getByRole("heading", { name: "Daten Ihres Shops öffnen" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de-DE");
});
