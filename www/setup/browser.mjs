// Chromium and its driver, for the tests that run in a browser.
import { answer, run } from "./run.mjs";

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"];

const find = (names) => names.map((name) => answer("which", [name])).find((found) => found !== undefined);

/** Path of the browser; undefined if there is none. */
export const chromium = () => process.env.HEADCOUNT_CHROMIUM ?? find(CHROMIUM);

/** Path of its driver; undefined if there is none. */
export const chromedriver = () => process.env.CHROMEDRIVER ?? find(["chromedriver"]);

export const browser = {
  name: "installing Chromium",
  ready: () => (chromium() !== undefined && chromedriver() !== undefined) || !installable(),
  async make() {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    const help = "Install Chromium and chromedriver by hand.";
    await run("apt-get", ["update", "-q"], { env, help });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium", "chromium-driver"], { env, help });
  },
};

// Without root the browser tests are skipped by name rather than the set-up failing.
function installable() {
  return process.getuid?.() === 0 && answer("which", ["apt-get"]) !== undefined;
}
