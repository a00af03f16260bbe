// What `npm test` runs, in order: the quick and general first.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { cache, path, root } from "../project.mjs";
import { chromedriver, chromium } from "../setup/browser.mjs";
import { interpreter } from "../setup/python.mjs";
import { SetupError } from "../setup/run.mjs";
import { ofCargo, ofNode, one, witnesses } from "./counts.mjs";

const wasm = ["test", "--locked", "--target", "wasm32-unknown-unknown"];

/** Folders of tests/ with JavaScript tests, and whether they need a browser. */
const FOLDERS = [
  { folder: "js" },
  { folder: "types" },
  { folder: "format" },
  { folder: "parity" },
  { folder: "packed", browser: true },
  { folder: "e2e", browser: true },
  { folder: "bench" },
];

/** The steps; each `run` answers with counts. */
export const steps = [
  { name: "rustfmt", run: () => checked("cargo", ["fmt", "--check"]) },
  { name: "clippy", run: () => checked("cargo", ["clippy", "--locked", "--all-targets", "--", "-D", "warnings"]) },
  { name: "rust", run: () => cargo(["test", "--locked", "--", "--show-output"], { HEADCOUNT_PYTHON: interpreter }) },
  { name: "wasm in Node", run: () => cargo([...wasm, "--test", "wasm_node"]) },
  { name: "wasm in Chromium", browser: true, run: () => cargo([...wasm, "--test", "wasm_browser"], driven()) },
  { name: "build", run: built },
  ...FOLDERS.filter(({ folder }) => testsIn(folder).length > 0).map(({ folder, browser }) => ({
    name: `tests/${folder}`,
    browser,
    run: () => node(folder),
  })),
];

function testsIn(folder) {
  const place = path("tests", folder);
  if (!existsSync(place)) return [];
  const names = readdirSync(place).filter((name) => name.endsWith(".test.mjs"));
  return names.sort().map((name) => join(place, name));
}

async function checked(command, args) {
  const { code } = await observed(command, args, {});
  return one(code);
}

async function cargo(args, env = {}) {
  const { code, output } = await observed("cargo", args, env);
  return { ...ofCargo(code, output), witnesses: witnesses(output) };
}

function driven() {
  return { CHROMEDRIVER: chromedriver(), WASM_BINDGEN_TEST_TIMEOUT: "120" };
}

async function built() {
  try {
    // What builds is itself installed by the set-up.
    const { build } = await import("../build.mjs");
    await build();
    return one(0);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return one(1);
  }
}

async function node(folder) {
  const lines = join(cache, "tests", `${folder}.jsonl`);
  mkdirSync(join(cache, "tests"), { recursive: true });
  rmSync(lines, { force: true });
  const reporters = ["spec", "stdout", path("www", "test", "reporter.mjs"), lines];
  const options = reporters.map((value, at) => `--test-reporter${at % 2 ? "-destination" : ""}=${value}`);
  const env = { HEADCOUNT_PYTHON: interpreter, HEADCOUNT_CHROMIUM: chromium() };
  const { code, output } = await observed(process.execPath, ["--test", ...options, ...testsIn(folder)], env);
  return { ...ofNode(code, existsSync(lines) ? readFileSync(lines, "utf8") : ""), witnesses: witnesses(output) };
}

// Output goes to the terminal as it comes and is kept for counting.
function observed(command, args, env) {
  return new Promise((resolve) => {
    const given = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== undefined);
    const child = spawn(command, args, { cwd: root, env: Object.fromEntries(given), stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        chunks.push(chunk);
        process.stderr.write(chunk);
      });
    }
    child.on("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve({ code: 1, output: "" });
    });
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}
