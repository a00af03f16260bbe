// The worker: a single self-contained file, started by URL or from a Blob.

import { answer, newHost } from "./host.js";
import type { Call } from "./protocol.js";

const scope = globalThis as unknown as {
  onmessage: ((event: { data: Call }) => void) | null;
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
};
const host = newHost();

scope.onmessage = ({ data }) => {
  void answer(host, data).then((reply) => scope.postMessage(reply, host.moved));
};
