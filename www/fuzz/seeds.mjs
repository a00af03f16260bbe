// What a run begins with: the targets write their own seeds, given the Arrow files of real writers where they can be made.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache, path } from "../project.mjs";
import { interpreter, python } from "../setup/python.mjs";
import { answer, run } from "../setup/run.mjs";
import { built } from "./build.mjs";

/** A folder of what fuzzing learns. */
export const place = (...parts) => join(cache, "fuzz", ...parts);

/** Writes the seeds of a target and its dictionary, anew. */
export async function seed(name) {
  rmSync(place(`${name}.seeds`), { recursive: true, force: true });
  mkdirSync(place("formats"), { recursive: true });
  const env = { HEADCOUNT_FUZZ_SEEDS: place(`${name}.seeds`) };
  const data = process.env.HEADCOUNT_DATA ?? path("..", "shared", "data");
  if (existsSync(data)) env.HEADCOUNT_DATA = data;
  if (name === "arrow" && python.ready() && answer(interpreter, [path("tests", "format", "write.py"), place("formats")])) {
    env.HEADCOUNT_FUZZ_FORMATS = place("formats");
  }
  await run(built(name), [], { env, quiet: true });
}
