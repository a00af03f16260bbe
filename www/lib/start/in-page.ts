// The engine on this thread: where no worker may start, and in Node.

import { answer, newHost, type Host } from "../host.js";
import type { Port, Reply } from "../protocol.js";

/** A port to an engine on this thread. */
export function inPagePort(): Port {
  let host: Host | undefined = newHost();
  let hear: ((reply: Reply) => void) | undefined;
  return {
    post: (call) => host && void answer(host, call).then((reply) => hear?.(reply)),
    listen(onReply) {
      hear = onReply;
    },
    close() {
      // Who still holds the snapshot does not hold its memory.
      host = hear = undefined;
    },
  };
}
