// Files served wrongly, and workers that die: what still works, and what the errors say.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { resultOf, skip } from "./browser.mjs";
import { assertAnswer } from "./expected.mjs";
import { apps } from "./install.mjs";
import { serve } from "./server.mjs";

const DIST = "/node_modules/headcount/dist";
const wasm = readFileSync(join(apps, DIST, "engine.wasm"));

/** The answer of a page whose options are `options`, with other pages and headers beside it. */
async function answerOf(options, { pages = {}, headers } = {}) {
  const module = `import { openSnapshot } from ".${DIST}/index.js";
    import { answers } from "./src/shop.js";
    window.result = answers(openSnapshot, ${options});`;
  const page = '<!doctype html><title>Failures</title><script type="module" src="./page.js"></script>';
  const { origin, close } = await serve({ folders: [apps], headers, pages: { "/": page, "/page.js": module, ...pages } });
  try {
    return await resultOf(`${origin}/`);
  } finally {
    await close();
  }
}

const typed = (path, type) => (asked) => (asked === path ? { "content-type": type, "x-content-type-options": "nosniff" } : {});

test("wasm of a wrong MIME type is read all the same", { skip }, async () => {
  assertAnswer(await answerOf('{ wasm: "/engine.wasm" }', { pages: { "/engine.wasm": wasm }, headers: typed("/engine.wasm", "text/plain") }));
});

test("a page in the wasm's place is an error that tells its type", { skip }, async () => {
  const answer = await answerOf('{ wasm: "/app" }', { pages: { "/app": "<!doctype html>" } });
  assert.equal(answer.code, "bad-wasm");
  assert.match(answer.message, /text\/html/);
});

test("wasm that is missing is an error with its status", { skip }, async () => {
  const answer = await answerOf('{ wasm: "/nothing.wasm" }');
  assert.equal(answer.code, "fetch-failed");
  assert.match(answer.message, /404/);
});

test("truncated wasm is an error that says so", { skip }, async () => {
  const answer = await answerOf('{ wasm: "/cut.wasm" }', { pages: { "/cut.wasm": wasm.subarray(0, wasm.length - 1_000) } });
  assert.equal(answer.code, "bad-wasm");
  assert.match(answer.message, /cut short/);
});

test("an engine that is gone from the package is an error that says what to do", { skip }, async () => {
  const name = readdirSync(join(apps, DIST)).find((file) => file.startsWith("bytes-"));
  const answer = await answerOf("{}", { headers: typed(`${DIST}/${name}`, "text/html") });
  assert.equal(answer.code, "fetch-failed");
  assert.match(answer.message, /Load the page again/);
});

test("wasm may be a compiled module", { skip }, async () => {
  assertAnswer(await answerOf(`{ wasm: await WebAssembly.compileStreaming(fetch(".${DIST}/engine.wasm")) }`), "worker");
});

test("a worker script of a wrong MIME type is passed over for the Blob", { skip }, async () => {
  assertAnswer(await answerOf("{}", { headers: typed(`${DIST}/worker.js`, "text/plain") }), "blob");
});

test("a worker script that is missing is passed over for the Blob", { skip }, async () => {
  assertAnswer(await answerOf("{}", { headers: typed(`${DIST}/worker.js`, "text/html") }), "blob");
});

test("a worker that never answers is passed over after a while", { skip }, async () => {
  assertAnswer(await answerOf("{}", { pages: { [`${DIST}/worker.js`]: "onmessage = () => {};" } }), "blob");
});

const OWN = (text) => `{ worker: () => new Worker(URL.createObjectURL(new Blob([${JSON.stringify(text)}]))) }`;

test("an own worker that never answers is an error, not a wait for ever", { skip }, async () => {
  assert.equal((await answerOf(OWN("onmessage = () => {};"))).code, "worker-failed");
});

test("a worker that dies after its start rejects what is pending", { skip }, async () => {
  const dying = `let calls = 0; onmessage = ({ data }) => {
    if (calls++ > 0) throw new Error("out of memory");
    postMessage({ id: data.id, value: "0.0.0" });
  };`;
  const answer = await answerOf(OWN(dying));
  assert.equal(answer.code, "engine-crashed");
  assert.match(answer.message, /out of memory/);
});

test("after a crash the next openSnapshot starts afresh", { skip }, async () => {
  const module = `import { openSnapshot } from ".${DIST}/index.js";
    import { answers } from "./src/shop.js";
    const dying = () => new Worker(URL.createObjectURL(new Blob(["onmessage = () => { throw new Error() }"])));
    window.result = answers(openSnapshot, { worker: dying }).then(() => answers(openSnapshot));`;
  assertAnswer(await answerOf("{}", { pages: { "/page.js": module } }), "worker");
});
