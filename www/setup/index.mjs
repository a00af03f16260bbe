// Brings a fresh machine to where the build and the tests work. Silent and quick when nothing is missing.
import { browser } from "./browser.mjs";
import { node, packages } from "./node.mjs";
import { python } from "./python.mjs";
import { bindgen, rust, target } from "./rust.mjs";

const building = [node, packages, rust, target, bindgen];
const testing = [python, browser];

/** Carries out every step that is not done yet. `tests` adds what only the tests need. */
export async function setUp({ tests = false } = {}) {
  for (const step of tests ? [...building, ...testing] : building) {
    if (step.ready()) continue;
    process.stderr.write(`Set-up: ${step.name}\n`);
    await step.make();
  }
}
