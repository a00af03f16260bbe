// The page's side of the protocol: calls wait here, so that an aborted one never reaches the engine.

import { abortedBy, failure, HeadcountError } from "./errors.js";
import type { Host, Methods } from "./host.js";
import type { Port, Reply } from "./protocol.js";
import type { Table } from "./types.js";

type Args<M extends keyof Methods> = Methods[M] extends (host: Host, ...args: infer A) => unknown ? A : never;
type Value<M extends keyof Methods> = Awaited<ReturnType<Methods[M]>>;

/** What may be said about a call besides its arguments. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Buffers that move to the engine. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** A started engine. */
export interface Connection {
  call<M extends keyof Methods>(method: M, args: Args<M>, options?: CallOptions): Promise<Value<M>>;
  /** Ends the engine; what is pending rejects with `disposed`. Idempotent. */
  dispose(): void;
}

/** What a call rejects with if tables are to be read before it is made again. */
export class Wanted extends Error {
  constructor(readonly tables: readonly Table[]) {
    super(`${tables.join(", ")} were not read.`);
  }
}

interface Job {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly transfer: readonly ArrayBuffer[];
  readonly settle: (outcome: { value: unknown } | { error: HeadcountError | Wanted }) => void;
}

/** Connects to an engine; one call runs at a time, in the order they were made. */
export function connect(port: Port): Connection {
  const waiting: Job[] = [];
  let running: Job | undefined;
  let id = 0;
  let ended: HeadcountError | undefined;

  const end = (why: HeadcountError) => {
    if (ended) return;
    ended = why;
    port.close();
    for (const job of [...(running ? [running] : []), ...waiting.splice(0)]) job.settle({ error: why });
    running = undefined;
  };
  const next = () => {
    running = waiting.shift();
    if (!running) return;
    id += 1;
    try {
      port.post({ id, method: running.method, args: running.args }, running.transfer);
    } catch (cause) {
      running.settle({ error: failure("bad-argument", "The arguments cannot be sent to the engine.", { cause }) });
      next();
    }
  };
  const onReply = (reply: Reply) => {
    if (!running || reply.id !== id) return;
    if ("error" in reply) {
      const error = new HeadcountError(reply.error);
      if (reply.died) return end(error);
      running.settle({ error });
    } else if ("wanted" in reply) {
      running.settle({ error: new Wanted(reply.wanted) });
    } else {
      running.settle({ value: reply.value });
    }
    next();
  };
  port.listen(onReply, (words) => end(failure("engine-crashed", `The engine's worker died: ${words}`)));

  return {
    call<M extends keyof Methods>(method: M, args: Args<M>, { signal, transfer = [] }: CallOptions = {}) {
      return new Promise<Value<M>>((resolve, reject) => {
        if (ended) return reject(ended);
        if (signal?.aborted) return reject(abortedBy(signal));
        const onAbort = () => {
          const place = waiting.indexOf(job);
          if (place >= 0) waiting.splice(place, 1);
          reject(abortedBy(signal!));
        };
        const job: Job = {
          method,
          args,
          transfer,
          settle(outcome) {
            signal?.removeEventListener("abort", onAbort);
            if ("error" in outcome) reject(outcome.error);
            else resolve(outcome.value as Value<M>);
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        waiting.push(job);
        if (!running) next();
      });
    },
    dispose: () => end(failure("disposed", "The snapshot was disposed.")),
  };
}
