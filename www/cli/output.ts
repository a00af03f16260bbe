// Lines on stdout and stderr, tables, and the progress bar.

import type { Progress as PackingProgress } from "../lib/node.js";

/** Writes a line to stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line to stderr. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Writes a document as one line of JSON to stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** `12345` as `12,345`. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 row`, `2 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

/** Rows under each other, columns as wide as they must be; numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === "number" ? grouped(cell) : cell)));
  const widths = texts.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)), []);
  return texts.map((row, at) =>
    row
      .map((cell, column) =>
        typeof rows[at]?.[column] === "number" ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** A line on the terminal that shows how far long work is; off a terminal there is none. */
export interface Progress {
  /** `part` of 1 is done, 0 to 1; undefined if unknown. */
  show(what: string, part: number | undefined): void;
  /** Removes the line. */
  end(): void;
}

/** Milliseconds between two drawings of the line. */
const REDRAW = 80;

/** The progress line of this process. */
export function progress(): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return { show() {}, end() {} };
  let last = 0;
  return {
    show(what, part) {
      const now = Date.now();
      if (now - last < REDRAW) return;
      last = now;
      const bar = part === undefined ? "" : `${"█".repeat(Math.round(part * 24)).padEnd(24, "░")} `;
      stderr.write(`\r\u001b[2K${`${bar}${what}`.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    end() {
      if (last > 0) stderr.write("\r\u001b[2K");
    },
  };
}

/** Shows how far packing is. */
export function showPacking(bar: Progress): (progress: PackingProgress) => void {
  return ({ phase, part, bytes, totalBytes, rows }) => {
    const what = phase === "write" ? `${(bytes / 1e6).toFixed(1)} MB written` : rows === null ? "" : counted(rows, "row");
    bar.show(`${part ?? ""} ${what}`, totalBytes === null ? undefined : bytes / Math.max(1, totalBytes));
  };
}
