// What crosses between the page and the engine's side: one call, one reply, errors as plain data.

import type { PlainError, Table } from "./types.js";

/** A call of a method of `host.ts`. */
export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The answer to the call of the same id. */
export type Reply = { readonly id: number } & (
  | { readonly value: unknown }
  /** Why it failed, and whether the engine died of it. */
  | { readonly error: PlainError; readonly died: boolean }
  /** The tables that are to be read before it is asked again. */
  | { readonly wanted: readonly Table[] }
);

/** The way to an engine: a worker, or the same code on this thread. */
export interface Port {
  /** Sends a call; the buffers of `transfer` move. */
  post(call: Call, transfer: readonly ArrayBuffer[]): void;
  /** Hears every reply, and the words of what killed the other side. */
  listen(onReply: (reply: Reply) => void, onDeath: (words: string) => void): void;
  close(): void;
}
