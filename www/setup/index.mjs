// Brings a fresh machine to where the build and the tests work. Silent and quick when nothing is missing.
import { browser } from "./browser.mjs";
import { node, packages, peers } from "./node.mjs";
import { python } from "./python.mjs";
import { bindgen, rust, target } from "./rust.mjs";

const building = [node, packages, rust, target, bindgen];
const testing = [python, browser, peers];

/** Carries out every step that is not done yet. `tests` adds what only the tests need. */
export function setUp({ tests = false } = {}) {
  return carryOut(tests ? [...building, ...testing] : building);
}

/** Brings what `npm run bench` needs beside a build. */
export function setUpPeers() {
  return carryOut([node, peers]);
}

async function carryOut(steps) {
  for (const step of steps) {
    if (step.ready()) continue;
    process.stderr.write(`Set-up: ${step.name}\n`);
    await step.make();
  }
}
