// Rust → wasm → bindings and bytes in www/lib/engine: the engine, and the demo shop of the command line.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { constants, deflateRawSync } from "node:zlib";
import { cache, path, program } from "../project.mjs";
import { SetupError, answer, run } from "../setup/run.mjs";
import { bindgenProgram } from "../setup/rust.mjs";
import { namedInOrder } from "./order.mjs";
import { unlessUnchanged } from "./stamp.mjs";

const triple = "wasm32-unknown-unknown";
const generated = path("www", "lib", "engine");
const header = "// Written by www/build/engine.mjs.\n";

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

const COMMON = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo", "www/build/engine.mjs", "www/build/order.mjs"];

/** What is built: its sources, cargo's words for it, where cargo puts it, and the names of its glue and types. */
const ENGINE = {
  name: "engine",
  sources: ["src"],
  cargo: ["--lib", "--no-default-features", "--features", "engine"],
  raw: "headcount.wasm",
  glue: "glue",
  exports: "exports",
  bytes: "bytes",
};
// It touches no rows: nothing in it is waited for.
const AUTHOR = {
  ...ENGINE,
  name: "author",
  cargo: ["--lib", "--no-default-features", "--features", "author", "--config", 'profile.release.package.headcount.opt-level="z"'],
  glue: "author-glue",
  exports: "author-exports",
  bytes: "author-bytes",
};
const PACKER = {
  ...ENGINE,
  name: "packer",
  cargo: ["--lib", "--no-default-features", "--features", "packer"],
  glue: "packer-glue",
  exports: "packer-exports",
  bytes: "packer-bytes",
};
const DEMO = {
  name: "demo",
  sources: ["examples/demo_shop"],
  cargo: ["--example", "demo_shop_wasm"],
  raw: join("examples", "demo_shop_wasm.wasm"),
  glue: "demo",
  exports: "demo-exports",
};

/** Builds the engine if its sources changed; returns the path of its wasm. */
export const engine = () => built(ENGINE);

/** Builds the author if its sources changed; returns the path of its wasm. */
export const author = () => built(AUTHOR);

/** Builds the packer if its sources changed; returns the path of its wasm. */
export const packer = () => built(PACKER);

/** Builds the demo shop if its sources changed; returns the path of its wasm. */
export const demoShop = () => built(DEMO);

async function built(what) {
  const wasm = join(cache, what.name, `${what.name}.wasm`);
  const inlined = what.bytes === undefined ? [] : [`${what.bytes}.js`, `${what.bytes}.d.ts`];
  const files = [`${what.glue}.js`, `${what.glue}.d.ts`, `${what.exports}.d.ts`, ...inlined];
  const step = {
    sources: [...COMMON, ...what.sources],
    more: answer("rustc", ["--version"]),
    results: [wasm, ...files.map((name) => join(generated, name))],
  };
  await unlessUnchanged(what.name, step, async () => {
    process.stderr.write(`Building the ${what.name} (wasm)\n`);
    await make(what, wasm);
    if (what.bytes !== undefined) writeBytes(readFileSync(wasm), what.bytes);
  });
  return wasm;
}

// A call costs a page less than the same lines inlined at every place: with the compiler's own thresholds
// (50, and 325 for what is marked inline) the engine is a tenth larger and counts no faster.
const INLINING = ["inline-threshold", "inlinehint-threshold"].map((name) => `-Cllvm-args=-${name}=30`);

// Panics tell where they happened; a package tells nothing of the machine it was built on.
function flags() {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
  const registries = existsSync(sources) ? readdirSync(sources).map((name) => join(sources, name)) : [];
  const remapped = registries.map((folder) => `--remap-path-prefix=${folder}=crates`);
  return `target.${triple}.rustflags=${JSON.stringify([...INLINING, ...remapped])}`;
}

async function make(what, wasm) {
  const folder = join(cache, what.name);
  mkdirSync(folder, { recursive: true });
  mkdirSync(generated, { recursive: true });
  await run("cargo", ["build", "--release", ...what.cargo, "--target", triple, "--locked", "--config", flags()]);
  const { target_directory: target } = JSON.parse(answer("cargo", ["metadata", "--format-version", "1", "--no-deps"]));
  const bindgen = ["--target", "web", "--omit-default-module-path", "--out-dir", folder, "--out-name", "bindings"];
  await run(bindgenProgram, [...bindgen, join(target, triple, "release", what.raw)], { quiet: true });
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  // A function moved into its only caller no longer resembles others, which costs more once compressed than its call.
  const apart = "--one-caller-inline-max-function-size=0";
  // The stack's end lies below what a constant offset can reach, so an offset need not be added first.
  const unused = "--low-memory-unused";
  const optimised = join(folder, "optimised.wasm");
  const optimise = (...words) => run(program("wasm-opt"), [...words, ...FEATURES, ...strip], { quiet: true });
  await optimise("-Oz", apart, unused, join(folder, "bindings_bg.wasm"), "-o", optimised);
  writeFileSync(optimised, namedInOrder(readFileSync(optimised)));
  await optimise("--optimize-level=2", "--shrink-level=2", "--reorder-functions-by-name", optimised, "-o", wasm);
  writeGlue(folder, what);
}

// wasm-bindgen's module keeps its one instance in module variables. Inside a function the same
// text makes as many independent instances as are asked for, so a crashed one can be replaced.
function writeGlue(folder, { glue, exports }) {
  const source = readFileSync(join(folder, "bindings.js"), "utf8");
  const names = [...source.matchAll(/^export (class|function) (\w+)/gm)].map(([, kind, name]) => ({ kind, name }));
  const last = "export { initSync, __wbg_init as default };";
  const body = source.replace(/^\/\* @ts-self-types.*\n/, "").replace(/^export (class|function) /gm, "$1 ").replace(last, "");
  if (!source.includes(last) || /^(export|import) /m.test(body) || body.includes("import.meta")) {
    throw new SetupError("wasm-bindgen's output has changed its form; www/build/engine.mjs has to follow.");
  }
  const list = names.map(({ name }) => name).join(", ");
  writeFileSync(
    join(generated, `${glue}.js`),
    `${header}export default function createGlue() {\n${body.trimEnd()}\nreturn { default: __wbg_init, ${list} };\n}\n`,
  );
  writeFileSync(join(generated, `${exports}.d.ts`), readFileSync(join(folder, "bindings.d.ts")));
  const classes = names.filter(({ kind }) => kind === "class").map(({ name }) => name);
  const members = ["default", ...names.map(({ name }) => name)].map((name) => `${name}: typeof exports.${name};`);
  writeFileSync(
    join(generated, `${glue}.d.ts`),
    `${header}import type * as exports from "./${exports}.js";\n\nexport type { ${classes.join(", ")} } from "./${exports}.js";\n\n` +
      `/** An instance, once its \`default\` was awaited. */\nexport interface Glue {\n  ${members.join("\n  ")}\n}\n\n` +
      "/** Makes an instance; each is independent of every other. */\nexport default function createGlue(): Glue;\n",
  );
}

function writeBytes(wasm, name) {
  const deflated = deflateRawSync(wasm, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 }).toString("base64");
  writeFileSync(join(generated, `${name}.js`), `${header}export default "${deflated}";\n`);
  writeFileSync(
    join(generated, `${name}.d.ts`),
    `${header}/** The wasm, deflated (raw), in base64. */\ndeclare const bytes: string;\nexport default bytes;\n`,
  );
}
