// The page's side of the protocol: order, aborting, death.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { connect } = await source("connection.ts");

/** A port whose replies are given by hand. */
function port() {
  const posted = [];
  let hear, die;
  return {
    posted,
    closed: 0,
    reply: (value) => hear({ id: posted.at(-1).id, value }),
    fail: (error, died = false) => hear({ id: posted.at(-1).id, error, died }),
    die: (words) => die(words),
    post(call) {
      if (call.args[0] === Symbol.for("uncloneable")) throw new Error("DataCloneError");
      posted.push(call);
    },
    listen: (onReply, onDeath) => ([hear, die] = [onReply, onDeath]),
    close() {
      this.closed += 1;
    },
  };
}

test("one call runs at a time, in order", async () => {
  const p = port();
  const { call } = connect(p);
  const calls = [call("count", ["a"]), call("count", ["b"])];
  assert.equal(p.posted.length, 1);
  p.reply(1);
  p.reply(2);
  assert.deepEqual(await Promise.all(calls), [1, 2]);
});

test("a waiting call that is aborted never reaches the engine", async () => {
  const p = port();
  const { call } = connect(p);
  const controller = new AbortController();
  const first = call("count", ["a"]);
  const second = call("count", ["b"], { signal: controller.signal });
  const third = call("count", ["c"]);
  controller.abort(new Error("enough"));
  await assert.rejects(second, (error) => error.code === "aborted" && error.cause.message === "enough");
  p.reply(1);
  p.reply(3);
  assert.deepEqual([await first, await third], [1, 3]);
  assert.deepEqual(p.posted.map(({ args }) => args[0]), ["a", "c"]);
});

test("a running call that is aborted rejects at once; its late answer is dropped", async () => {
  const p = port();
  const { call } = connect(p);
  const controller = new AbortController();
  const first = call("count", ["a"], { signal: controller.signal });
  const second = call("count", ["b"]);
  controller.abort();
  await assert.rejects(first, { code: "aborted" });
  p.reply("late");
  p.reply(2);
  assert.equal(await second, 2);
});

test("an aborted signal rejects before anything is sent", async () => {
  const p = port();
  await assert.rejects(connect(p).call("count", ["a"], { signal: AbortSignal.abort() }), { code: "aborted" });
  assert.equal(p.posted.length, 0);
});

test("an error of the engine rejects its call alone", async () => {
  const p = port();
  const { call } = connect(p);
  const first = call("count", ["a"]);
  const second = call("count", ["b"]);
  p.fail({ code: "bad-segment", message: "This is no segment.", path: "/of", help: "Write one." });
  await assert.rejects(first, {
    name: "HeadcountError",
    code: "bad-segment",
    path: "/of",
    help: "Write one.",
    message: "This is no segment. Write one.",
  });
  p.reply(2);
  assert.equal(await second, 2);
});

test("a crash rejects every pending call and every later one, and ends the worker", async () => {
  const p = port();
  const { call } = connect(p);
  const calls = [call("count", ["a"]), call("count", ["b"])];
  p.fail({ code: "engine-crashed", message: "The engine crashed: index out of bounds" }, true);
  for (const each of [...calls, call("count", ["c"])]) {
    await assert.rejects(each, { code: "engine-crashed", message: /index out of bounds/ });
  }
  assert.equal(p.closed, 1);
});

test("a dead worker rejects every pending call", async () => {
  const p = port();
  const { call } = connect(p);
  const pending = call("count", ["a"]);
  p.die("out of memory");
  await assert.rejects(pending, { code: "engine-crashed", message: /out of memory/ });
});

test("dispose rejects what is pending; a second one does nothing", async () => {
  const p = port();
  const { call, dispose } = connect(p);
  const pending = call("count", ["a"]);
  dispose();
  dispose();
  await assert.rejects(pending, { code: "disposed" });
  assert.equal(p.closed, 1);
});

test("arguments that cannot be cloned reject their call alone", async () => {
  const p = port();
  const { call } = connect(p);
  await assert.rejects(call("count", [Symbol.for("uncloneable")]), { code: "bad-argument" });
  const next = call("count", ["b"]);
  p.reply(2);
  assert.equal(await next, 2);
});
