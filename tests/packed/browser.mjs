// The system's Chromium, driven by playwright-core.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Path of the browser; undefined if there is none. */
export const executable = process.env.HEADCOUNT_CHROMIUM ?? which("chromium");

/** Reason to skip what needs a browser. */
export const skip = executable ? false : "skipped: no Chromium";

let starting;

/** A context of its own: private, where Chromium denies storage to frames of other sites; or with a profile that allows it. */
async function newContext(profile) {
  if (profile !== undefined) {
    mkdirSync(join(profile, "Default"), { recursive: true });
    writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify({ profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } }));
    return chromium.launchPersistentContext(profile, { executablePath: executable, args: FLAGS });
  }
  starting ??= chromium.launch({ executablePath: executable, args: FLAGS });
  return (await starting).newContext();
}

/** A fresh page; what it logs as an error is in `errors`. */
export async function newPage(profile) {
  const context = await newContext(profile);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  return { page, errors, close: () => context.close() };
}

/** What the page at `url` puts into `window.result`. */
export async function resultOf(url, { frame = (page) => page.mainFrame(), profile } = {}) {
  const { page, errors, close } = await newPage(profile);
  try {
    await page.goto(url);
    const target = await frame(page);
    await target.waitForFunction(() => window.result !== undefined, undefined, { timeout: 60_000 });
    return await target.evaluate(() => window.result);
  } catch (error) {
    throw new Error(`${url}: ${error.message}\n${errors.join("\n")}`);
  } finally {
    await close();
  }
}

after(async () => (await starting)?.close());

function which(name) {
  try {
    return execFileSync("which", [name], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
