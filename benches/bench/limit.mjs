// The machine's own limit: `benches/limit.rs`, compiled for this very processor and run.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cache, path } from "../../www/project.mjs";
import { answer } from "../../www/setup/run.mjs";

/** What one core takes natively, or undefined without a Rust compiler. `brief` runs everything once. */
export function nativeLimit({ brief }) {
  const program = join(cache, "bench", "limit");
  mkdirSync(join(cache, "bench"), { recursive: true });
  const options = ["--edition", "2024", "-C", "opt-level=3", "-C", "target-cpu=native", "-o", program];
  if (answer("rustc", [...options, path("benches", "limit.rs")]) === undefined) return undefined;
  const printed = answer(program, brief ? ["--test"] : []);
  return printed === undefined ? undefined : JSON.parse(printed);
}
