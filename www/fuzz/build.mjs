// The fuzz targets, and how they are built: on a stable toolchain, by the compiler's own coverage pass.
import { join } from "node:path";
import { path } from "../project.mjs";
import { answer, run } from "../setup/run.mjs";

/** Share of the time, and most bytes of an input, by target. */
export const TARGETS = {
  text: { share: 15, longest: 2048 },
  documents: { share: 9, longest: 4096 },
  questions: { share: 9, longest: 4096 },
  import: { share: 15, longest: 8192 },
  arrow: { share: 9, longest: 16384 },
  library: { share: 3, longest: 4096 },
};

const folder = path("target", "fuzz");
const coverage = ["level=4", "inline-8bit-counters", "pc-table", "trace-compares"];

const host = () => /^host: (.+)$/m.exec(answer("rustc", ["-vV"]) ?? "")?.[1];

/** The program of a target. */
export const built = (name) => join(folder, host(), "release", name);

/** Builds every target. */
export async function build() {
  const passes = coverage.map((what) => `-C llvm-args=-sanitizer-coverage-${what}`);
  // With a target named, the programs that run while building are built without.
  await run("cargo", ["build", "--release", "--locked", "--target", host()], {
    cwd: path("tests", "fuzz"),
    env: { CARGO_TARGET_DIR: folder, RUSTFLAGS: ["-C passes=sancov-module", ...passes].join(" ") },
    help: "libFuzzer is compiled from C++: is there a compiler (on Debian: apt-get install g++)?",
  });
}
