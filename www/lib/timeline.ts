// A timeline asked piece by piece, so that counts of edits come in between and it can be aborted.

import type { TimelineOptions } from "./snapshot.js";
import type { TimelineDay, TimelineReply } from "./types.js";

/** Days asked for at a time: a piece looks at every row once, and then at those that its days move. */
const PIECE = 122;
const DAY = 86_400_000;

/** The segment on every day, of which `ask` answers some. */
export async function timeline(
  ask: (options: TimelineOptions) => Promise<TimelineReply>,
  options: TimelineOptions = {},
): Promise<TimelineReply> {
  const [first, last] = [options.from, options.to].map((day) => Date.parse(`${day}T00:00:00Z`)) as [number, number];
  // Where the engine chooses an end, or refuses one, it is asked as it is.
  if (!(first <= last)) return ask(options);
  const days: TimelineDay[] = [];
  let timeZone = "";
  for (let at = first; at <= last; at += PIECE * DAY) {
    const until = Math.min(last, at + (PIECE - 1) * DAY);
    const piece = await ask({ ...options, from: dayOf(at), to: dayOf(until) });
    days.push(...piece.days);
    timeZone = piece.timeZone;
  }
  return { days, timeZone };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
