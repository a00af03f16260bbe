// Members as CSV that a spreadsheet opens as it is.

import type { CsvOptions, Snapshot } from "./snapshot.js";
import type { Cell, SegmentInput } from "./types.js";

/** Members asked for at a time, so that an export can be aborted and never holds all values twice. */
const PAGE = 20_000;

/** The members of a segment under a header of the columns' names. */
export async function exportCsv(
  snapshot: Pick<Snapshot, "members">,
  segment: SegmentInput,
  { columns = ["id"], ...options }: CsvOptions = {},
): Promise<string> {
  let text = csvOf([columns], (name) => name);
  for (let offset = 0, total = 1; offset < total; offset += PAGE) {
    const page = await snapshot.members(segment, { ...options, columns, offset, limit: PAGE });
    total = page.total;
    text += csvOf(page.rows, textOf);
  }
  return text;
}

/** A value as the text of a cell: nothing without one, lists with commas between. */
function textOf(value: Cell): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(", ") : String(value);
}

/** Rows of cells, CRLF after each. */
export function csvOf<T>(rows: readonly (readonly T[])[], text: (value: T) => string): string {
  return rows.map((row) => `${row.map((value) => cell(text(value))).join(",")}\r\n`).join("");
}

/**
 * A cell. One that a spreadsheet would run as a formula, for it begins with one of = + - @, narrow or
 * full-width, a tab or a line break, gets an apostrophe before it; a plain number is none.
 */
function cell(value: string): string {
  const safe = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
