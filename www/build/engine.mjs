// Rust → wasm → bindings and bytes in www/lib/engine.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, deflateRawSync } from "node:zlib";
import { cache, path, program } from "../project.mjs";
import { SetupError, answer, run } from "../setup/run.mjs";
import { bindgenProgram } from "../setup/rust.mjs";
import { unlessUnchanged } from "./stamp.mjs";

const triple = "wasm32-unknown-unknown";
const generated = path("www", "lib", "engine");

// What rustc's default wasm target and SIMD use; all of it is in Chrome 91, Firefox 89 and Safari 16.4.
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
  "simd",
].map((feature) => `--enable-${feature}`);

/** Builds the engine if its sources changed; returns the path of the optimised wasm. */
export async function engine() {
  const optimised = join(cache, "engine", "engine.wasm");
  const step = {
    sources: ["src", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo", "www/lib/types.d.ts", "www/build/engine.mjs"],
    more: answer("rustc", ["--version"]),
    results: [optimised, ...["glue.js", "glue.d.ts", "exports.d.ts", "bytes.js", "bytes.d.ts"].map((name) => join(generated, name))],
  };
  await unlessUnchanged("engine", step, () => make(optimised));
  return optimised;
}

async function make(optimised) {
  process.stderr.write("Building the engine\n");
  const folder = join(cache, "engine");
  mkdirSync(folder, { recursive: true });
  mkdirSync(generated, { recursive: true });
  await run("cargo", ["build", "--release", "--lib", "--target", triple, "--locked"]);
  const folderOfTarget = JSON.parse(answer("cargo", ["metadata", "--format-version", "1", "--no-deps"])).target_directory;
  const raw = join(folderOfTarget, triple, "release", "headcount.wasm");
  const names = ["--target", "web", "--omit-default-module-path", "--out-dir", folder, "--out-name", "bindings"];
  await run(bindgenProgram, [...names, raw], { quiet: true });
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  await run(program("wasm-opt"), ["-Oz", ...FEATURES, ...strip, join(folder, "bindings_bg.wasm"), "-o", optimised], { quiet: true });
  writeGlue(folder);
  writeBytes(readFileSync(optimised));
}

// wasm-bindgen's module keeps its one instance in module variables. Inside a function the same
// text makes as many independent instances as are asked for, so a crashed one can be replaced.
function writeGlue(folder) {
  const source = readFileSync(join(folder, "bindings.js"), "utf8");
  const names = [...source.matchAll(/^export (?:class|function) (\w+)/gm)].map((match) => match[1]);
  const last = "export { initSync, __wbg_init as default };";
  const body = source.replace(/^\/\* @ts-self-types.*\n/, "").replace(/^export (class|function) /gm, "$1 ").replace(last, "");
  if (body.length === source.length || /^(export|import) /m.test(body) || body.includes("import.meta") || !source.includes(last)) {
    throw new SetupError("wasm-bindgen's output has changed its form; www/build/engine.mjs has to follow.");
  }
  const header = "// Written by www/build/engine.mjs from wasm-bindgen's output.\n";
  writeFileSync(
    join(generated, "glue.js"),
    `${header}export default function createGlue() {\n${body.trimEnd()}\nreturn { default: __wbg_init, ${names.join(", ")} };\n}\n`,
  );
  const declared = readFileSync(join(folder, "bindings.d.ts"), "utf8");
  writeFileSync(join(generated, "exports.d.ts"), declared);
  const members = [`default: typeof exports.default`, ...names.map((name) => `${name}: typeof exports.${name}`)];
  writeFileSync(
    join(generated, "glue.d.ts"),
    `${header}import type * as exports from "./exports.js";\n\nexport type { Engine, Packer } from "./exports.js";\n\n` +
      `/** An instance of the engine, once its \`default\` was awaited. */\nexport interface Glue {\n  ${members.join(";\n  ")};\n}\n\n` +
      "/** Makes an instance; each is independent of every other. */\nexport default function createGlue(): Glue;\n",
  );
}

function writeBytes(wasm) {
  const deflated = deflateRawSync(wasm, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 }).toString("base64");
  writeFileSync(join(generated, "bytes.js"), `// Written by www/build/engine.mjs.\nexport default "${deflated}";\n`);
  writeFileSync(
    join(generated, "bytes.d.ts"),
    "/** The wasm, deflated (raw), in base64. */\ndeclare const bytes: string;\nexport default bytes;\n",
  );
}
