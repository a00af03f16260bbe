// The built admin page in the system's Chromium, served from a free port of this machine.
import { chromium } from "playwright-core";
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../dist/admin", import.meta.url));

// Chromium in a closed network, without its own services.
const FLAGS =
  "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".webmanifest": "application/manifest+json" };

/** What every server should send; the page itself brings the same policy. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/** Serves folders by the first part of the path; "" is the page. */
export async function serve(folders = {}) {
  const server = createServer((request, response) => {
    const [, first = "", ...rest] = new URL(request.url, "http://x").pathname.split("/").map(decodeURIComponent);
    const file = first in folders ? join(folders[first], ...rest) : join(built, first, ...rest);
    const inside = existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file;
    // The engine is the package's own file, beside the page's folder.
    const path = existsSync(inside) ? inside : join(built, "..", first);
    if (!existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-security-policy": POLICY });
    response.end(readFileSync(path));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, stop: () => { server.close(); server.closeAllConnections(); } };
}

/** Starts the browser. */
export const launch = () => chromium.launch({ executablePath: process.env.HEADCOUNT_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS.split(" ") });

/** A fresh page with its own storage; what it logs as an error ends up in `errors`. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  return { page, context, errors };
}

/** A file as `setInputFiles` takes it. */
export const file = (name, text, mimeType = "text/csv") => ({ name, mimeType, buffer: Buffer.from(text) });

const COUNTRIES = ["GB", "DE", "FR", "BG"];

/** A small shop whose figures can be worked out by hand: customer n has n % 5 orders of 10 × n each. */
export const shop = {
  customers: file("customers.csv", ["id,created_at,tags,country,email_status", ...Array.from({ length: 120 }, (_, at) => {
    const n = at + 1;
    return `${n},2024-01-${String(1 + (n % 28)).padStart(2, "0")},${n % 3 ? "" : "VIP"},${COUNTRIES[n % 4]},${n % 2 ? "SUBSCRIBED" : "UNSUBSCRIBED"}`;
  })].join("\n")),
  orders: file("orders.csv", ["id,customer_id,placed_at,total", ...Array.from({ length: 120 }, (_, at) => at + 1).flatMap((n) =>
    Array.from({ length: n % 5 }, (_, k) => `${n}-${k},${n},2024-0${1 + k}-15T12:00:00Z,${10 * n}.00`))].join("\n")),
};

/** Opens files through the page's own button. */
export async function drop(page, files) {
  await page.setInputFiles("[data-files]", files);
  await page.locator("headcount-segments, .note.error").first().waitFor();
}

/** The shown count, once it is that of the newest edit. */
export async function count(page) {
  await page.locator(".count-figure:not([data-stale])").first().waitFor();
  return Number(await page.locator(".count-figure strong").first().getAttribute("data-count"));
}

/** Waits until the count is the one expected. */
export const counts = (page, expected) => page.locator(`.count-figure:not([data-stale]) strong[data-count="${expected}"]`).first().waitFor({ timeout: 10_000 });
