// Starts the engine in Node, on the caller's own thread.

import { connect } from "../connection.js";
import { failure } from "../errors.js";
import { inPagePort } from "./in-page.js";
import type { Started } from "./ladder.js";
import type { StartOptions } from "./options.js";
import { compile } from "./wasm.js";

/** Starts an engine, or an author alone, in this process. */
export async function startInProcess(options: StartOptions, what: "engine" | "author" = "engine"): Promise<Started> {
  const { worker = "auto", signal } = options;
  if (worker !== "auto" && worker !== false) {
    throw failure("worker-failed", "In Node the engine runs in process.", {
      help: "Leave the option worker out, or start a thread yourself and open the snapshot there.",
    });
  }
  const module = await compile(what, what === "engine" ? options.wasm : undefined, signal);
  const connection = connect(inPagePort());
  const version = await connection.call("start", [what, module], { signal });
  return { connection, engine: { version, thread: "page", passed: [] } };
}
