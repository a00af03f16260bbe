// The right answer of every app, wherever its engine ran.
import assert from "node:assert/strict";

/** Holds an app's answer; `threads` are where the engine may have run. */
export function assertAnswer(answer, ...threads) {
  const { count, total, ids, thread } = answer;
  assert.deepEqual({ count, total, ids }, { count: 1, total: 3, ids: ["1"] }, JSON.stringify(answer));
  if (threads.length > 0) assert.ok(threads.includes(thread), JSON.stringify(answer));
}
