// Questions by name over a connection to the engine.

import type { Connection } from "./connection.js";
import type { Ask } from "./question.js";
import type { AuthorQuestion, AuthorQuestions, Question } from "./types.js";

/** Asks about the rows of the open snapshot. */
export function asking({ call }: Connection): Ask {
  return (name, question, options) => call("ask", [{ [name]: question } as unknown as Question], options) as Promise<never>;
}

/** Asks what needs no rows, once `ready`; without a snapshot relative dates are taken from the clock. */
export function askingAuthor({ call }: Connection, ready: () => Promise<unknown>): Ask<AuthorQuestions> {
  return async (name, question, options) => {
    await ready();
    return call("askAuthor", [{ [name]: question } as unknown as AuthorQuestion, Date.now()], options) as Promise<never>;
  };
}
