// A live count: the newest wins, one runs, one waits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { startLive } = await source("live.ts");

/** A counter whose answers are given by hand, in the order asked. */
function counter() {
  const asked = [];
  return {
    asked,
    count: (segment, { signal }) =>
      new Promise((resolve, reject) => {
        asked.push({ segment, answer: (count) => resolve({ count, problems: [] }), fail: reject });
        signal.addEventListener("abort", () => reject(Object.assign(new Error(), { code: "aborted" })));
      }),
    check: async (text) => ({ problems: [], condition: { kind: "field", field: text, operator: ">", value: "1" } }),
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function live(engine, options = {}) {
  const told = [];
  const handle = startLive(engine, "a", { onCount: ({ count }) => told.push(count), ...options });
  return { told, ...handle };
}

test("an answer to an older segment is never told", async () => {
  const engine = counter();
  const { told, update } = live(engine);
  await settled();
  update("b");
  engine.asked[0].answer(1);
  await settled();
  engine.asked[1].answer(2);
  await settled();
  assert.deepEqual(told, [2]);
});

test("at most one runs and one waits: edits in between are never counted", async () => {
  const engine = counter();
  const { told, update } = live(engine);
  await settled();
  for (const text of ["b", "c", "d"]) update(text);
  await settled();
  assert.equal(engine.asked.length, 1);
  engine.asked[0].answer(1);
  await settled();
  assert.deepEqual(engine.asked.map(({ segment }) => segment), ["a", "d"]);
  engine.asked[1].answer(4);
  await settled();
  assert.deepEqual(told, [4]);
});

test("drags of one segment are told as they become ready, the last one always", async () => {
  const engine = counter();
  const { told, drag } = live(engine);
  await settled();
  engine.asked[0].answer(0);
  await settled();
  for (const value of ["5", "6", "7"]) drag("/value", value);
  await settled();
  engine.asked[1].answer(5);
  await settled();
  engine.asked[2].answer(7);
  await settled();
  assert.deepEqual(told, [0, 5, 7]);
  assert.deepEqual(engine.asked[2].segment, {
    version: 1,
    condition: { kind: "field", field: "a", operator: ">", value: "7" },
  });
});

test("a drag that was overtaken by an edit is not told", async () => {
  const engine = counter();
  const { told, drag, update } = live(engine);
  await settled();
  engine.asked[0].answer(0);
  await settled();
  drag("/value", "5");
  await settled();
  update("b");
  engine.asked[1].answer(5);
  await settled();
  engine.asked[2].answer(9);
  await settled();
  assert.deepEqual(told, [0, 9]);
});

test("a value deep in a document is replaced, and the document is left as it was", async () => {
  const engine = counter();
  const { drag, update } = live(engine);
  await settled();
  const clause = { kind: "function", function: "orders_placed", matches: true, where: [{ parameter: "count", operator: ">", value: 1 }] };
  const document = { version: 1, condition: { kind: "all", of: [{ kind: "any", of: [] }, clause] } };
  update(document);
  engine.asked[0].answer(0);
  await settled();
  engine.asked[1].answer(0);
  await settled();
  drag("/of/1/where/0/value", 3);
  await settled();
  assert.equal(engine.asked[2].segment.condition.of[1].where[0].value, 3);
  assert.equal(clause.where[0].value, 1);
});

test("after dispose nothing is told, and nothing is counted", async () => {
  const engine = counter();
  const { told, dispose, update } = live(engine);
  await settled();
  dispose();
  dispose();
  update("b");
  engine.asked[0].answer(1);
  await settled();
  assert.deepEqual(told, []);
  assert.equal(engine.asked.length, 1);
});

test("aborting the signal disposes", async () => {
  const engine = counter();
  const controller = new AbortController();
  const { told } = live(engine, { signal: controller.signal });
  await settled();
  controller.abort();
  engine.asked[0].answer(1);
  await settled();
  assert.deepEqual(told, []);
});

test("an error reaches onError, and the next edit is counted", async () => {
  const engine = counter();
  const errors = [];
  const { told, update } = live(engine, { onError: (error) => errors.push(error.code) });
  await settled();
  engine.asked[0].fail(Object.assign(new Error(), { code: "bad-segment" }));
  await settled();
  update("b");
  await settled();
  engine.asked[1].answer(2);
  await settled();
  assert.deepEqual([errors, told], [["bad-segment"], [2]]);
});
