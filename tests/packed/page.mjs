// The admin page as the package carries it: served by its command, and hosted as plain files.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { newPage, skip } from "./browser.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";
import { shop } from "./shop.mjs";

const dist = join(apps, "node_modules/headcount/dist");
const CUSTOMERS = { name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from("id,tags\n1,VIP\n2,\n") };

/** Opens the page at `url`, hands it to `use` and holds that nothing went wrong. */
async function onPage(url, use) {
  const { page, errors, close } = await newPage();
  try {
    await page.goto(url);
    await use(page);
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
}

test("headcount serve opens the snapshot it is given", { skip }, async () => {
  const server = spawn(process.execPath, [join(dist, "cli.js"), "serve", shop, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [address] = await once(server.stdout, "data");
    await onPage(String(address).trim(), (page) => page.locator("headcount-segments").first().waitFor());
  } finally {
    server.kill();
    await once(server, "close");
  }
});

test("the package's dist folder, hosted, has the page at /admin/", { skip }, async () => {
  const { origin, close } = await serve({ folders: [dist] });
  try {
    await onPage(`${origin}/admin/`, async (page) => {
      await page.setInputFiles("[data-files]", CUSTOMERS);
      await page.locator("headcount-segments").first().waitFor();
    });
  } finally {
    await close();
  }
});
