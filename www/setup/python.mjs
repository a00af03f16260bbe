// A Python environment with the engines the tests compare against.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { path, tools } from "../project.mjs";
import { answer, run } from "./run.mjs";

const folder = join(tools, "python");
const stamp = join(folder, "headcount-requirements.txt");
const wanted = readFileSync(path("tests", "requirements.txt"), "utf8");

/** The interpreter the tests use. */
export const interpreter = process.env.HEADCOUNT_PYTHON ?? join(folder, "bin", "python");

export const python = {
  name: "installing DuckDB, Polars and pyarrow into .tools/python",
  ready: () =>
    process.env.HEADCOUNT_PYTHON !== undefined || (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted),
  async make() {
    const venv = "import ensurepip, venv";
    if (answer("python3", ["-c", venv]) === undefined && process.getuid?.() === 0) {
      await run("apt-get", ["install", "-y", "-q", "python3-venv"], { env: { DEBIAN_FRONTEND: "noninteractive" } });
    }
    const help = "The tests need python3 with venv (on Debian: apt-get install python3-venv) and a network.";
    await run("python3", ["-m", "venv", "--clear", folder], { help });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", path("tests", "requirements.txt")];
    await run(join(folder, "bin", "python"), pip, { help });
    writeFileSync(stamp, wanted);
  },
};
