// Starts an engine: a worker by URL, then from a Blob, then on the page. A handshake decides, for a
// worker that cannot load fails late and sometimes silently.

import { connect, type Connection } from "../connection.js";
import { failure, HeadcountError, wordsOf } from "../errors.js";
import type { Port, Reply } from "../protocol.js";
import type { EngineInfo, StartOptions, WorkerLike, WorkerOption } from "./options.js";
import { compile } from "./wasm.js";

/** Milliseconds a worker may take to load and to instantiate the module. */
const HANDSHAKE = 5_000;

/** A running engine and where it runs. */
export interface Started {
  readonly connection: Connection;
  readonly engine: EngineInfo;
}

/** A step: its name, the worker, and what to do when it has started or failed. */
interface Step {
  readonly thread: EngineInfo["thread"];
  port(): Port | Promise<Port>;
}

/** Starts an engine, or an author alone, on the first step of the ladder that answers. */
export async function start(options: StartOptions, what: "engine" | "author" = "engine"): Promise<Started> {
  const { worker = "auto", signal } = options;
  const module = await compile(what, what === "engine" ? options.wasm : undefined, signal);
  const passed: string[] = [];
  for (const step of steps(worker)) {
    try {
      const connection = connect(await step.port());
      const version = await shakeHands(connection, [what, module], step.thread, signal);
      return { connection, engine: { version, thread: step.thread, passed } };
    } catch (error) {
      if (error instanceof HeadcountError && error.code === "aborted") throw error;
      passed.push(`${step.thread}: ${wordsOf(error)}`);
    }
  }
  throw failure("worker-failed", `The engine could not be started. ${passed.join(" ")}`, {
    help: "Allow workers by worker-src 'self' blob:, or leave the option worker at \"auto\".",
  });
}

function steps(worker: WorkerOption): Step[] {
  if (typeof worker === "function") return [{ thread: "worker", port: () => workerPort(worker()) }];
  const page: Step = { thread: "page", port: async () => (await import("./in-page.js")).inPagePort() };
  if (worker === false) return [page];
  const workers: Step[] = [
    // Bundlers know this expression by its shape.
    { thread: "worker", port: () => workerPort(new Worker(new URL("./worker.js", import.meta.url))) },
    { thread: "blob", port: blobPort },
  ];
  return worker === "required" ? workers : [...workers, page];
}

async function blobPort(): Promise<Port> {
  const { default: text } = await import("../engine/worker-text.js");
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return workerPort(new Worker(url), () => URL.revokeObjectURL(url));
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

/** `onFirst` runs at the first sign of life or of death. */
function workerPort(worker: WorkerLike, onFirst: () => void = () => {}): Port {
  return {
    post: (call, transfer) => worker.postMessage(call, [...transfer]),
    listen(onReply, onDeath) {
      worker.addEventListener("message", (event) => {
        onFirst();
        onReply((event as MessageEvent<Reply>).data);
      });
      worker.addEventListener("messageerror", () => onDeath("a message could not be read."));
      worker.addEventListener("error", (event) => {
        onFirst();
        const { message } = event as Partial<ErrorEvent>;
        onDeath(message || "its script could not be loaded.");
      });
    },
    close: () => worker.terminate(),
  };
}

async function shakeHands(
  connection: Connection,
  first: ["engine" | "author", WebAssembly.Module],
  thread: EngineInfo["thread"],
  signal: AbortSignal | undefined,
): Promise<string> {
  const limit = new AbortController();
  const timer = thread === "page" ? undefined : setTimeout(() => limit.abort("no answer"), HANDSHAKE);
  const onAbort = () => limit.abort();
  signal?.addEventListener("abort", onAbort);
  try {
    return await connection.call("start", first, { signal: limit.signal });
  } catch (error) {
    connection.dispose();
    if (signal?.aborted || !limit.signal.aborted) throw error;
    throw failure("worker-failed", `No answer within ${HANDSHAKE / 1000} seconds.`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
