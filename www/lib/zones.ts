// Time zones spelled out from the host's own zone data, which only `Intl` gives access to.

import { failure } from "./errors.js";
import type { TimeZone } from "./types.js";

const DAY = 86_400;
/** No zone of the tz database keeps an offset for less time than this and then returns to the former one. */
const STEP = 3 * DAY;
/** Before it clocks showed local mean time; facts older than it are dates without time. */
const FIRST = Date.UTC(1900, 0, 1) / 1000;

/** A zone with its transitions, far enough for data taken at `takenAt`. */
export function spelledOut(zone: string | TimeZone, takenAt: string): TimeZone {
  const milliseconds = Date.parse(takenAt);
  return typeof zone === "string" ? zoneOf(zone, Number.isNaN(milliseconds) ? Date.now() : milliseconds) : zone;
}

/**
 * The zone `name` from 1900 to ten years after `takenAt` (milliseconds since 1970), each transition
 * exact to the second.
 */
export function zoneOf(name: string, takenAt: number): TimeZone {
  const offsetAt = clockOf(name);
  const last = Math.floor(takenAt / 1000) + 3_653 * DAY;
  const transitions: [number, number][] = [[FIRST, offsetAt(FIRST)]];
  let from = FIRST;
  let offset = offsetAt(FIRST);
  while (from < last) {
    const next = Math.min(from + STEP, last);
    const target = offsetAt(next);
    while (offset !== target) {
      from = changeAfter(offsetAt, from, next, offset);
      offset = offsetAt(from);
      transitions.push([from, offset]);
    }
    from = next;
  }
  return { name, source: zoneSource(), transitions };
}

/** The first second in `(from, until]` whose offset is not `offset`; `until`'s is not. */
function changeAfter(offsetAt: (second: number) => number, from: number, until: number, offset: number): number {
  let [before, after] = [from, until];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** Seconds that the zone's clocks are ahead of UTC, at a second since 1970. */
function clockOf(name: string): (second: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      calendar: "gregory",
      numberingSystem: "latn",
    });
  } catch {
    throw failure("bad-time-zone", `'${name}' is not a time zone this system knows.`, {
      help: "Use an IANA name such as Europe/London.",
    });
  }
  return (second) => {
    const [month, day, year, hour, minute, s] = (format.format(second * 1000).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute, s) / 1000 - second;
  };
}

/** Names the zone data, as far as the host says. */
function zoneSource(): string {
  const host: { process?: { versions?: Record<string, string | undefined> }; navigator?: { userAgent?: string } } =
    globalThis;
  const versions = host.process?.versions;
  if (versions?.["tz"] !== undefined) return `tz ${versions["tz"]}, ICU ${versions["icu"]}`;
  const agent = host.navigator?.userAgent ?? "";
  return `Intl of ${/(?:Firefox|Chrome|Version)\/[\d.]+/.exec(agent)?.[0] ?? "this browser"}`;
}
