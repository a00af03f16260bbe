// The engine on this thread: where no worker may start, and in Node.

import { answer, newHost } from "../host.js";
import type { Port, Reply } from "../protocol.js";

/** A port to an engine on this thread. */
export function inPagePort(): Port {
  const host = newHost();
  let hear: ((reply: Reply) => void) | undefined;
  return {
    post: (call) => void answer(host, call).then((reply) => hear?.(reply)),
    listen(onReply) {
      hear = onReply;
    },
    close() {
      hear = undefined;
    },
  };
}
