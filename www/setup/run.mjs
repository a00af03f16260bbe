// Child processes whose failure is a sentence, never a stack.
import { spawn, spawnSync } from "node:child_process";
import { root } from "../project.mjs";

/** Something outside the project that stops it; `help` says what to do. */
export class SetupError extends Error {
  constructor(message, help) {
    super(message);
    this.name = "SetupError";
    this.help = help;
  }
}

/** Runs a program with its output on the terminal; throws a `SetupError` when it fails. */
export async function run(command, args, { env, cwd = root, quiet = false, help } = {}) {
  const { code, output } = await spawned(command, args, { env, cwd, quiet });
  if (code === 0) return output;
  if (quiet) process.stderr.write(output);
  const what = [command.split("/").at(-1), ...args].join(" ");
  throw new SetupError(code === undefined ? `'${command}' is not installed.` : `'${what}' failed (exit ${code}).`, help);
}

/** What a program prints, trimmed; undefined if it is missing or fails. */
export function answer(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : undefined;
}

function spawned(command, args, { env, cwd, quiet }) {
  return new Promise((resolve) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : ["ignore", 2, 2];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString();
    child.on("error", () => resolve({ code: undefined, output: output() }));
    child.on("close", (code, signal) => resolve({ code: code ?? signal, output: output() }));
  });
}

/** Runs a script's main function; an expected failure is two lines and exit 1. */
export async function main(script) {
  try {
    await script();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`\n${error.message}\n${error.help ? `${error.help}\n` : ""}`);
    process.exitCode = 1;
  }
}
