// A dragged threshold: the segment's exact count at any value, from the table of a distribution.

import type { Distribution, Literal, SegmentDocument, Test } from "./types.js";

/** The count with a value in the threshold's place; undefined if only the engine can tell. */
export type Slider = (value: Literal) => number | undefined;

/** The slider of the literal that a path points to; undefined if the table does not serve its test. */
export function sliderOf(distribution: Distribution, document: SegmentDocument, path: string): Slider | undefined {
  const { test, key, inFunction } = testAt(document, path);
  if (!test) return undefined;
  const { stops, counts } = distribution;
  const none = counts[stops.length]!;
  const known = counts[0]!;
  const atLeast = (value: number) => counts[place(stops, value, false)]!;
  const above = (value: number) => counts[place(stops, value, true)]!;
  const read = readerOf(distribution);
  // The start of a window may be moved, its end may not.
  const isWindow = inFunction && distribution.kind === "date";
  const served = (count: (value: number) => number | undefined): Slider => (value) => {
    const number = read(value);
    return number === undefined ? undefined : count(number);
  };
  switch (test.operator) {
    case ">=":
      return key === "value" ? served(atLeast) : undefined;
    case ">":
      return key === "value" ? served(above) : undefined;
    case "<":
      return key === "value" && !isWindow ? served((value) => none + known - atLeast(value)) : undefined;
    case "<=":
      return key === "value" && !isWindow ? served((value) => none + known - above(value)) : undefined;
    case "=":
      return key === "value" && !isWindow ? served((value) => none + atLeast(value) - above(value)) : undefined;
    case "between": {
      const other = read(key === "from" ? test.to : test.from);
      if (other === undefined || (key !== "from" && (key !== "to" || isWindow))) return undefined;
      return served((value) => {
        const [from, to] = key === "from" ? [value, other] : [other, value];
        // Ends in the wrong order are a problem, which the engine words.
        if (from > to) return undefined;
        return isWindow ? atLeast(from) : none + atLeast(from) - above(to);
      });
    }
    default:
      return undefined;
  }
}

/** The first stop that is not below the value, or, if `past`, that is above it. */
function place(stops: Float64Array, value: number, past: boolean): number {
  let [from, to] = [0, stops.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (past ? stops[middle]! <= value : stops[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The innermost test on the way along a path, and the key of its literal. */
function testAt(document: SegmentDocument, path: string) {
  let at: unknown = document.condition;
  let test: Test | undefined;
  let key = "value";
  let inFunction = false;
  const keys = path.split("/").slice(1);
  for (let depth = 0; typeof at === "object" && at !== null; depth += 1) {
    if ("where" in at) inFunction = true;
    if ("operator" in at) [test, key] = [at as Test, keys[depth] ?? "value"];
    at = (at as Record<string, unknown>)[keys[depth] ?? ""];
  }
  return { test, key, inFunction };
}

/** Reads literals as stops; what it does not know is left to the engine. */
function readerOf({ kind, scale, stops, today }: Distribution): (value: Literal) => number | undefined {
  if (kind === "date") {
    const now = dayOf(today)!;
    return (value) => (typeof value === "string" ? dayOf(value, now) : undefined);
  }
  const fractions = stops.some((stop) => stop % 1 !== 0);
  return (value) => {
    const digits = typeof value === "number" ? String(value) : value;
    if (typeof digits !== "string" || !/^-?(0|[1-9]\d{0,14})(\.\d{1,18})?$/.test(digits)) return undefined;
    const [whole = "", part = ""] = digits.replace("-", "").split(".");
    if (kind === "integer" && part !== "") return undefined;
    const units = Number(whole + part.slice(0, scale).padEnd(scale, "0"));
    const rest = /[1-9]/.test(part.slice(scale));
    if (units >= 2 ** 52 || (rest && fractions)) return undefined;
    // Between two whole numbers of units all values are alike.
    const size = rest ? units + 0.5 : units;
    return digits.startsWith("-") ? -size : size;
  };
}

const DAY = 86_400_000;

/** The day of a date, `today`, `yesterday` or an offset of days, weeks, months or years (T5). */
function dayOf(text: string, today = 0): number | undefined {
  if (text === "today") return today;
  if (text === "yesterday") return today - 1;
  if (/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) {
    const at = Date.parse(text);
    return new Date(at).toJSON()?.startsWith(text) ? at / DAY : undefined;
  }
  const [, amount = "", unit] = /^([+-]\d{1,6})([dwmy])$/.exec(text) ?? [];
  if (!unit) return undefined;
  const at = new Date(today * DAY);
  const months = Number(amount) * (unit === "m" ? 1 : 12);
  const target =
    unit === "d" || unit === "w"
      ? at.setUTCDate(at.getUTCDate() + Number(amount) * (unit === "d" ? 1 : 7))
      : clamped(at.getUTCFullYear(), at.getUTCMonth() + months, at.getUTCDate());
  const year = new Date(target).getUTCFullYear();
  return year >= 1000 && year <= 9999 ? target / DAY : undefined;
}

/** A day of a month, at most the month's last. */
function clamped(year: number, month: number, day: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, last));
}
