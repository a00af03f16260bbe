// The segments a command was given: a text, JSON, a file with one a line, or stdin.

import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { HeadcountError, type SegmentDocument, type SegmentInput } from "../lib/node.js";

/** A segment and where it came from. */
export interface Given {
  readonly segment: SegmentInput;
  /** Its text, to point into; undefined for JSON. */
  readonly text: string | undefined;
  /** The file, `stdin` or `query`. */
  readonly origin: string;
  /** Lines of the origin before the segment's first. */
  readonly before: number;
}

/** What an argument stands for; `batch` if its answers are one a line. */
export interface Batch {
  readonly batch: boolean;
  readonly segments: readonly Given[];
}

/** The segments of the argument QUERY. */
export async function segmentsOf(query: string): Promise<Batch> {
  if (query === "-") return { batch: false, segments: [given(await text(process.stdin), "stdin", 0)] };
  if (!query.startsWith("@")) return { batch: false, segments: [given(query, "query", 0)] };
  const file = query.slice(1);
  const lines = linesOf(file);
  return { batch: true, segments: lines.map((line, before) => given(line, file, before)) };
}

function linesOf(file: string): string[] {
  let whole: string;
  try {
    whole = readFileSync(file, "utf8");
  } catch (error) {
    throw new HeadcountError({ code: "bad-input", message: `It cannot be read: ${(error as Error).message}.`, path: file });
  }
  const lines = whole.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

// No text of the language begins with a brace, so that JSON needs no flag.
function given(written: string, origin: string, before: number): Given {
  if (!written.trimStart().startsWith("{")) {
    return { segment: written.replace(/\r?\n$/, ""), text: written, origin, before };
  }
  try {
    return { segment: JSON.parse(written) as SegmentDocument, text: undefined, origin, before };
  } catch (error) {
    const message = `This is no JSON document: ${(error as Error).message}.`;
    throw new HeadcountError({ code: "bad-segment", message, path: `${origin}:${before + 1}` });
  }
}
