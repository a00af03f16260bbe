// The race in headless Chromium.
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { chromium as browserPath } from "../../www/setup/browser.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const FLAGS =
  "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage";

async function serve(folder) {
  const packages = dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
  const extra = { "/duckdb.wasm": join(packages, "duckdb-eh.wasm"), "/duckdb-worker.js": join(packages, "duckdb-browser-eh.worker.js") };
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const file = extra[path] ?? join(folder, path === "/" ? "index.html" : path.slice(1));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

/** Races headcount, the loops and duckdb-wasm in a page. */
export async function raceInChromium({ log, ...options }) {
  const folder = mkdtempSync(join(tmpdir(), "headcount-bench-"));
  await build({
    entryPoints: [join(here, "page.mjs")],
    bundle: true,
    format: "esm",
    splitting: true,
    outdir: folder,
    logLevel: "error",
    target: "es2022",
  });
  writeFileSync(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>');
  const server = await serve(folder);
  const browser = await chromium.launch({ executablePath: browserPath(), args: FLAGS.split(" ") });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => log?.(message.text()));
    page.on("pageerror", (error) => log?.(String(error)));
    const query = new URLSearchParams({ options: JSON.stringify(options) });
    await page.goto(`http://127.0.0.1:${server.address().port}/?${query}`);
    await page.waitForFunction("window.answer", undefined, { timeout: 3_600_000, polling: 500 });
    const { answer, error } = await page.evaluate("window.answer");
    if (error) throw new Error(error);
    return { ...answer, browser: browser.version() };
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  }
}
