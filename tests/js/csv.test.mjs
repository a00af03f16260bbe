// Members as CSV: quoting, and cells a spreadsheet would run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "./source.mjs";

const { csvOf } = await source("csv.ts");

const CELLS = [
  ["1", "1"],
  ["-12.50", "-12.50"],
  ["=1+1", "'=1+1"],
  ["+49 30", "'+49 30"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["-cmd|x", "'-cmd|x"],
  ["\tx", `"'\tx"`],
  ["\n=1", `"'\n=1"`],
  ["＝1+1", "'＝1+1"],
  ["a;b", '"a;b"'],
  ['say "hi"', '"say ""hi"""'],
  ["a,b", '"a,b"'],
  ["=a,b", `"'=a,b"`],
  ["two\nlines", '"two\nlines"'],
  ["", ""],
];

for (const [value, cell] of CELLS) {
  test(`${JSON.stringify(value)} becomes ${JSON.stringify(cell)}`, () => {
    assert.equal(csvOf([["id"], [value]], (text) => text), `id\r\n${cell}\r\n`);
  });
}
