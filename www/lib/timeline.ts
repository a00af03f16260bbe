// A timeline asked piece by piece, so that counts of edits come in between and it can be aborted.

import type { Ask } from "./ask.js";
import type { CallOptions } from "./connection.js";
import type { TimelineDay, TimelineQuestion, TimelineReply } from "./types.js";

/** Days asked for at a time. */
const PIECE = 30;
const DAY = 86_400_000;

/** The segment on every day. */
export async function timeline(ask: Ask, question: TimelineQuestion, options: CallOptions): Promise<TimelineReply> {
  const { from, to } = question;
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  // Where the engine chooses an end, or refuses one, it is asked as it is.
  if (!(first <= last)) return ask("timeline", question, options);
  const days: TimelineDay[] = [];
  let timeZone = "";
  for (let at = first; at <= last; at += PIECE * DAY) {
    const until = Math.min(last, at + (PIECE - 1) * DAY);
    const piece = await ask("timeline", { ...question, from: dayOf(at), to: dayOf(until) }, options);
    days.push(...piece.days);
    timeZone = piece.timeZone;
  }
  return { days, timeZone };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
