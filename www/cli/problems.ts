// Problems of a segment as a compiler would print them: place, sentence, the line, a caret.

import type { Problem, Span } from "../lib/node.js";
import { complain } from "./output.js";
import type { Given } from "./segments.js";

/** Characters of the text shown around a problem. */
const SHOWN = 100;

/** Prints problems to stderr; answers whether one is an error. */
export function complainAbout(given: Given, problems: readonly Problem[]): boolean {
  for (const problem of problems) for (const line of linesOf(given, problem)) complain(line);
  return problems.some((problem) => problem.severity === "error");
}

/** The lines of one problem. */
function linesOf({ text, origin, before }: Given, problem: Problem): string[] {
  const { span, severity, message, code, fix } = problem;
  const sentence = `${severity}: ${message} [${code}]`;
  if (text === undefined || span === undefined) return [`${origin}${problem.path && `:${problem.path}`}: ${sentence}`];
  const lines = [`${origin}:${before + span.line}:${span.column}: ${sentence}`, ...pointer(text, span)];
  if (fix !== undefined) lines.push(`    write: ${replaced(text, fix)}`);
  return lines;
}

/** The line of the text that a span begins on, and carets under the span. */
function pointer(text: string, span: Span): string[] {
  const from = text.lastIndexOf("\n", span.start - 1) + 1;
  const newline = text.indexOf("\n", span.start);
  const until = newline < 0 ? text.length : newline;
  const left = Math.max(from, span.start - SHOWN / 2);
  const right = Math.min(until, left + SHOWN);
  const carets = [...text.slice(span.start, Math.min(span.end, right))].length;
  const head = left > from ? "…" : "";
  const blank = `${head}${text.slice(left, span.start)}`.replace(/[^\t]/gu, " ");
  return [
    `    ${head}${text.slice(left, right)}${right < until ? "…" : ""}`,
    `    ${blank}${"^".repeat(Math.max(1, carets))}`,
  ];
}

/** The text with the fix in it, if that is short enough to show; else the replacement alone. */
function replaced(text: string, { text: by, span }: { text: string; span: Span }): string {
  const whole = text.slice(0, span.start) + by + text.slice(span.end);
  return whole.length <= SHOWN && !whole.includes("\n") ? whole : by;
}
