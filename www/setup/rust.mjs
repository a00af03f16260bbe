// The Rust toolchain, its wasm target, and the wasm-bindgen program that agrees with the crate.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { path, tools } from "../project.mjs";
import { SetupError, answer, run } from "./run.mjs";

const manifest = readFileSync(path("Cargo.toml"), "utf8");
const lowest = /^rust-version = "(\d+)\.(\d+)"/m.exec(manifest).slice(1).map(Number);
const pinned = /^wasm-bindgen = "=(.+)"/m.exec(manifest)[1];
const triple = "wasm32-unknown-unknown";

const version = () => /^rustc (\d+)\.(\d+)/.exec(answer("rustc", ["--version"]) ?? "")?.slice(1).map(Number);

export const rust = {
  name: "Rust",
  ready() {
    const [major, minor] = version() ?? [0, 0];
    return major > lowest[0] || (major === lowest[0] && minor >= lowest[1]);
  },
  async make() {
    if (answer("rustup", ["--version"]) === undefined) {
      const found = version();
      throw new SetupError(
        found === undefined ? "Rust is not installed." : `Rust ${found.join(".")} is too old; ${lowest.join(".")} is needed.`,
        "Install rustup from https://rustup.rs (one command, no root needed), open a new terminal and try again.",
      );
    }
    const help = "Is there a network? Try 'rustup toolchain install stable' by hand.";
    await run("rustup", ["toolchain", "install", "stable", "--profile", "minimal", "-c", "clippy", "-c", "rustfmt"], { help });
    if (!this.ready()) await run("rustup", ["update", "stable"], { help });
    if (!this.ready()) throw new SetupError(`Rust ${lowest.join(".")} or later is needed.`, "Try 'rustup update' by hand.");
  },
};

export const target = {
  name: `adding Rust's ${triple} target`,
  ready() {
    const folder = answer("rustc", ["--print", "target-libdir", "--target", triple]);
    return folder !== undefined && existsSync(folder);
  },
  async make() {
    const help = `Install Rust through rustup (https://rustup.rs), then 'rustup target add ${triple}'.`;
    await run("rustup", ["target", "add", triple], { help });
  },
};

const bindgenProgram = join(tools, "bin", "wasm-bindgen");

export const bindgen = {
  name: `building wasm-bindgen ${pinned} into .tools (once, about two minutes)`,
  ready: () => answer(bindgenProgram, ["--version"]) === `wasm-bindgen ${pinned}`,
  async make() {
    // Without --locked, so that mended versions of its dependencies are taken.
    const args = ["install", "wasm-bindgen-cli", "--version", pinned, "--root", tools, "--force"];
    await run("cargo", args, {
      env: { CARGO_TARGET_DIR: path("target") },
      help: "Is there a network, and a C linker (on Debian: apt-get install build-essential)?",
    });
  },
};

export { bindgenProgram };
