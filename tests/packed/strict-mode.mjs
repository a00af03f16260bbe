// React 18 in StrictMode mounts twice: one snapshot stays open, its worker alone lives.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { newPage, skip } from "./browser.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";

test("React 18 in StrictMode: one worker stays, counts follow edits, unmounting ends it", { skip }, async () => {
  const { load } = await import(join(apps, "load.mjs"));
  const { build } = await load("esbuild");
  const folder = join(apps, "built", "strict");
  const define = { "process.env.NODE_ENV": '"development"' };
  const entry = join(apps, "src/strict-mode.js");
  await build({ entryPoints: [entry], bundle: true, format: "esm", outdir: folder, define, logLevel: "error" });
  const html = '<!doctype html><body><script type="module" src="./strict-mode.js"></script>';
  const { origin, close } = await serve({ folders: [folder], pages: { "/": html } });
  const { page, errors, close: leave } = await newPage();
  try {
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => document.querySelector("output")?.textContent === "1");
    assert.equal(await page.evaluate(() => window.seen.opened.size), 1);
    assert.deepEqual(await page.evaluate(() => window.seen.statuses), ["opening", "open"]);
    assert.equal(page.workers().length, 1);
    await page.evaluate(() => window.edit("customer_tags CONTAINS 'vip'"));
    await page.waitForFunction(() => document.querySelector("output").textContent === "2");
    assert.equal(await page.getAttribute("output", "data-pending"), "false");
    await page.evaluate(() => window.unmount());
    await page.waitForFunction(() => document.querySelector("output") === null);
    for (let tries = 0; page.workers().length > 0 && tries < 50; tries += 1) await page.waitForTimeout(20);
    assert.equal(page.workers().length, 0);
    assert.deepEqual(errors.filter((text) => !/worker\.js|404/.test(text)), []);
  } finally {
    await leave();
    await close();
  }
});
