// The real <QueryBuilder> of react-querybuilder in Chromium: its rules feed a live count, segments set its query.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { newPage, skip } from "./browser.mjs";
import { apps, root } from "./install.mjs";
import { serve } from "./server.mjs";

test("react-querybuilder: the count follows what the mouse edits, and a segment sets the query", { skip }, async () => {
  const { load } = await import(join(apps, "load.mjs"));
  const { build } = await load("esbuild");
  const folder = join(apps, "built", "query-builder");
  await build({
    entryPoints: [join(apps, "src/query-builder.js")],
    // The builder is installed for all tests; it must not bring a React of its own.
    nodePaths: [join(root, "node_modules")],
    alias: { react: join(apps, "node_modules/react") },
    bundle: true,
    format: "esm",
    define: { "process.env.NODE_ENV": '"production"' },
    outdir: folder,
    logLevel: "error",
  });
  const html = '<!doctype html><body><script type="module" src="./query-builder.js"></script>';
  const { origin, close } = await serve({ folders: [folder], pages: { "/": html } });
  const { page, errors, close: leave } = await newPage();
  const shows = (text) => page.waitForFunction((text) => document.querySelector("output")?.textContent === text, text, { timeout: 20_000 });
  const text = () => page.evaluate(() => window.text());
  const rule = (at) => page.getByTestId("rule").nth(at);
  try {
    await page.goto(`${origin}/`);
    await shows("1");
    assert.equal(await rule(0).getByTestId("value-editor").inputValue(), "2");

    await rule(0).getByTestId("value-editor").fill("1");
    await shows("2");
    await page.getByTestId("add-rule").first().click();
    await rule(1).getByTestId("fields").selectOption("customer_tags");
    assert.deepEqual(await rule(1).getByTestId("operators").locator("option").allTextContents(), [
      "contains", "does not contain", "contains any", "contains all", "contains none", "is null", "is not null",
    ]);
    await rule(1).getByTestId("operators").selectOption("contains");
    await rule(1).getByTestId("value-editor").fill("vip");
    await shows("2");
    assert.equal(await text(), "number_of_orders >= 1 AND customer_tags CONTAINS 'vip'");

    await page.getByTestId("not-toggle").first().click();
    await shows("1");
    assert.equal(await text(), "NOT (number_of_orders >= 1 AND customer_tags CONTAINS 'vip')");
    await rule(0).getByTestId("mute-rule").click();
    assert.equal(await text(), "customer_tags NOT CONTAINS 'vip'");
    await shows("1");
    await page.getByTestId("not-toggle").first().click();
    await shows("2");
    await rule(1).getByTestId("remove-rule").click();
    await shows("3");
    await rule(0).getByTestId("mute-rule").click();
    await shows("2");
    await rule(0).getByTestId("operators").selectOption("between");
    await shows("3");
    const ends = rule(0).locator(".rule-value-list-item");
    await ends.nth(0).fill("2");
    await shows("3");
    await ends.nth(1).fill("5");
    await shows("1");
    assert.equal(await text(), "number_of_orders BETWEEN 2 AND 5");

    // A date that is none is a problem, not a count.
    await rule(0).getByTestId("fields").selectOption("last_order_date");
    await rule(0).getByTestId("operators").selectOption(">=");
    await rule(0).getByTestId("value-editor").fill("last week");
    await page.waitForFunction(() => /date/.test(document.querySelector("output").textContent));

    await page.evaluate(() => window.show("orders_placed MATCHES (amount > 5, count >= 2) OR NOT (customer_tags CONTAINS 'VIP')"));
    await shows("2");
    assert.equal(await page.getByTestId("combinators").first().inputValue(), "or");
    assert.equal(await rule(0).getByTestId("match-mode-editor").locator("option:checked").first().getAttribute("value"), "some");
    await page.getByTestId("combinators").first().selectOption("and");
    await shows("0");
    assert.deepEqual(errors.filter((text) => !/worker\.js|404/.test(text)), []);
  } finally {
    await leave();
    await close();
  }
});
