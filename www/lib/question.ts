// How a question is asked by its name: each is one entry of `Questions` or `AuthorQuestions`.

import type { Questions } from "./types.js";

/** Asks a question of the engine. */
export type Ask<Q = Questions> = <K extends keyof Q>(
  name: K,
  question: Q[K] extends { readonly question: infer T } ? T : never,
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<Q[K] extends { readonly answer: infer T } ? T : never>;
