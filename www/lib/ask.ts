// Questions by name: each is one entry of `Questions` or `AuthorQuestions`, nothing else.

import type { CallOptions, Connection } from "./connection.js";
import type { AuthorQuestion, AuthorQuestions, Question, Questions } from "./types.js";

/** Asks a question of the engine. */
export type Ask<Q = Questions> = <K extends keyof Q>(
  name: K,
  question: Q[K] extends { readonly question: infer T } ? T : never,
  options?: CallOptions,
) => Promise<Q[K] extends { readonly answer: infer T } ? T : never>;

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
