// An embed in a cross-site iframe, its storage allowed or denied; parts come over the network.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { resultOf, skip } from "./browser.mjs";
import { assertAnswer } from "./expected.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";
import "./shop.mjs";

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:";

// What the frame asks: the answer twice, the parts each download fetched, and whether storage is allowed.
const MODULE = `import { openSnapshot } from "./node_modules/headcount/dist/index.js";
import { answers } from "./src/shop.js";
const manifest = new URL("./shop/manifest.json", location.href);
async function run() {
  const storage = await (async () => caches.open("x"))().then(() => "allowed", (error) => "denied: " + error);
  const first = await answers(openSnapshot, {}, manifest.href);
  await new Promise((resolve) => setTimeout(resolve, 300));
  performance.clearResourceTimings();
  const second = await answers(openSnapshot, {}, manifest.href);
  const fetched = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".arrow")).length;
  return { storage, first, second, fetched };
}
window.result = (async () => run())().catch((error) => ({ error: String(error) }));`;

async function embedded(attributes) {
  const pages = { "/frame.html": '<!doctype html><script type="module" src="./frame.js" crossorigin></script>', "/frame.js": MODULE };
  const inner = await serve({
    folders: [apps, join(apps, "built")],
    pages,
    headers: (path) => (path === "/frame.html" ? { "content-security-policy": attributes.policy ?? POLICY } : {}),
  });
  // Another site: a name and an address are never the same one.
  const html = `<!doctype html><title>Host</title><iframe ${attributes.html} src="${inner.origin}/frame.html"></iframe>`;
  const outer = await serve({ folders: [], pages: { "/": html }, host: "localhost" });
  try {
    const frameOf = async (page) => (await page.waitForSelector("iframe")).contentFrame();
    return await resultOf(`${outer.origin}/`, { frame: frameOf, profile: attributes.profile });
  } finally {
    await Promise.all([inner.close(), outer.close()]);
  }
}

test("in a cross-site iframe whose storage is allowed, parts are fetched once", { skip }, async () => {
  const { storage, first, second, fetched } = await embedded({ html: "", profile: join(apps, "built", "profile") });
  assert.equal(storage, "allowed");
  assertAnswer(first, "worker");
  assertAnswer(second, "worker");
  assert.equal(fetched, 0);
});

test("in a cross-site iframe whose storage is denied, everything works without it", { skip }, async () => {
  const { storage, first, second, fetched } = await embedded({ html: "" });
  assert.match(storage, /^denied/);
  assertAnswer(first, "worker");
  assertAnswer(second, "worker");
  assert.ok(fetched > 0);
});

test("in a sandboxed iframe, which has no origin, everything works without one", { skip }, async () => {
  // Without an origin there is no storage, and no worker but from a Blob.
  const policy = "script-src * 'wasm-unsafe-eval'; worker-src * blob:";
  const { storage, first, second, fetched } = await embedded({ html: 'sandbox="allow-scripts"', policy });
  assert.match(storage, /^denied/);
  assertAnswer(first, "blob", "page");
  assertAnswer(second, "blob", "page");
  assert.ok(fetched > 0);
});
