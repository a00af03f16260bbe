// What a dragged slider costs on a shop of a million customers: `node tests/e2e/frames.mjs [CUSTOMERS]`
// after a build. Prints the frames of five seconds of dragging, as the page's animation frames and long tasks tell them.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { counts, launch, open, serve } from "./page.mjs";

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const customers = process.argv[2] ?? "1000000";
const folder = path(`.cache/shop-${customers}`);
if (!existsSync(`${folder}/manifest.json`)) execFileSync(process.execPath, [path("dist/cli.js"), "demo", "--pack-only", "--customers", customers, "--out", folder], { stdio: "inherit" });

const server = await serve({ demo: folder });
const browser = await launch();
const { page } = await open(browser, `${server.address}?snapshot=/demo/manifest.json`);
await page.locator("headcount-segments").waitFor({ timeout: 300_000 });
await page.evaluate(() => { location.hash = `#/segment/new?${new URLSearchParams({ name: "", text: "number_of_orders >= 2 AND amount_spent > 100 AND customer_countries CONTAINS 'US'" })}`; });
const slider = page.getByRole("slider", { name: "Threshold for Amount spent" });
await slider.waitFor({ timeout: 120_000 });
await slider.scrollIntoViewIfNeeded();
const box = await slider.boundingBox();
const at = (share) => [box.x + 8 + (box.width - 16) * share, box.y + box.height / 2];
await page.mouse.move(...at(0.1));
await page.mouse.down();
await page.mouse.move(...at(0.12));
await page.waitForTimeout(1_500);

const frames = await page.evaluate(() => {
  const found = { gaps: [], work: [], told: 0 };
  let last = performance.now();
  const figure = document.querySelector(".count-figure strong");
  new MutationObserver(() => { found.told += 1; }).observe(figure, { attributes: true, characterData: true, childList: true, subtree: true });
  new PerformanceObserver((list) => found.work.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ["longtask"] });
  const tick = (now) => {
    found.gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.frames$ = found;
  return true;
});
if (!frames) throw new Error("no frames");
const start = Date.now();
for (let step = 0; Date.now() - start < 5_000; step += 1) await page.mouse.move(...at(0.1 + 0.8 * Math.abs(Math.sin(step / 60))));
const { gaps, work, told } = await page.evaluate(() => window.frames$);
await page.mouse.up();
const sorted = gaps.slice(2).sort((a, b) => a - b);
const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
console.log(`${Number(customers).toLocaleString("en")} customers, 5 s of dragging: ${sorted.length} frames, ${told} new counts`);
console.log(`gap between frames: median ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, p99 ${quantile(0.99)} ms; ${work.length} tasks over 50 ms`);
await counts(page, await page.locator(".count-figure strong").getAttribute("data-count"));
await browser.close();
server.stop();
