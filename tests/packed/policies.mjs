// No bundler at all, under the content security policies that pages have.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { resultOf, skip } from "./browser.mjs";
import { assertAnswer } from "./expected.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";

const MODULE = `import { openSnapshot } from "./node_modules/headcount/dist/index.js";
import { answers } from "./src/shop.js";
window.result = answers(openSnapshot);`;

/** A policy, and where the engine must run under it, or the code it must fail with. */
const POLICIES = {
  "no policy": [undefined, "worker"],
  "the one word": ["default-src 'self'; script-src 'self' 'wasm-unsafe-eval'", "worker"],
  "workers from blobs alone": ["default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:", "blob"],
  "no workers": ["default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'", "page"],
  "trusted types": [
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'",
    "page",
  ],
  "unsafe-eval": ["default-src 'self'; script-src 'self' 'unsafe-eval'", "worker"],
};

async function under(policy, module = MODULE) {
  const headers = (path) => (policy && path === "/" ? { "content-security-policy": policy } : {});
  const pages = { "/": '<!doctype html><title>CSP</title><script type="module" src="./page.js"></script>', "/page.js": module };
  const { origin, close } = await serve({ folders: [apps], headers, pages });
  try {
    return await resultOf(`${origin}/`);
  } finally {
    await close();
  }
}

for (const [name, [policy, thread]] of Object.entries(POLICIES)) {
  test(`without a bundler, ${name}`, { skip }, async () => assertAnswer(await under(policy), thread));
}

test("without 'wasm-unsafe-eval' the error names the word", { skip }, async () => {
  const answer = await under("default-src 'self'; script-src 'self'");
  assert.equal(answer.name, "HeadcountError");
  assert.equal(answer.code, "blocked-by-csp");
  assert.match(answer.message, /'wasm-unsafe-eval'/);
});

test("a required worker that may not start is an error that tells each attempt", { skip }, async () => {
  const module = MODULE.replace("answers(openSnapshot)", 'answers(openSnapshot, { worker: "required" })');
  const answer = await under("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'", module);
  assert.equal(answer.code, "worker-failed");
  assert.match(answer.message, /worker: .*blob: /s);
});

test("no worker is started where none is wanted", { skip }, async () => {
  const module = MODULE.replace("answers(openSnapshot)", "answers(openSnapshot, { worker: false })");
  assertAnswer(await under(undefined, module), "page");
});

test("a page may bring its own worker", { skip }, async () => {
  const worker = 'worker: () => new Worker("./node_modules/headcount/dist/worker.js")';
  const module = MODULE.replace("answers(openSnapshot)", `answers(openSnapshot, { ${worker} })`);
  assertAnswer(await under(undefined, module), "worker");
});
