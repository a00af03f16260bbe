// Questions by name: each is one entry of `Questions` in types/questions.d.ts, nothing else.

import type { CallOptions, Connection } from "./connection.js";
import type { Question, Questions } from "./types.js";

/** Asks a question of the engine. */
export type Ask = <K extends keyof Questions>(
  name: K,
  question: Questions[K]["question"],
  options?: CallOptions,
) => Promise<Questions[K]["answer"]>;

/** Asks about the open snapshot. */
export function asking({ call }: Connection): Ask {
  return (name, question, options) => call("ask", [{ [name]: question } as unknown as Question], options) as Promise<never>;
}

/** Asks without a snapshot; relative dates are taken from the clock. */
export function askingAlone({ call }: Connection): Ask {
  return (name, question, options) =>
    call("askAlone", [{ [name]: question } as unknown as Question, Date.now()], options) as Promise<never>;
}
