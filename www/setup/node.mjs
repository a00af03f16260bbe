// Node itself, and the npm packages of the lock file.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { path } from "../project.mjs";
import { SetupError, run } from "./run.mjs";

// Vite's floor; the package itself runs on any Node 20.
const LOWEST = [20, 19];

export const node = {
  name: "Node",
  ready() {
    const [major, minor] = process.versions.node.split(".").map(Number);
    return major > LOWEST[0] || (major === LOWEST[0] && minor >= LOWEST[1]);
  },
  make() {
    throw new SetupError(
      `Building Headcount needs Node ${LOWEST.join(".")} or later; this is ${process.versions.node}.`,
      "Install a current Node from https://nodejs.org and try again.",
    );
  },
};

/** A step that installs the npm packages of a folder's lock file. */
function installed(what, ...folder) {
  const stamp = path(...folder, "node_modules", ".headcount-lock");
  const locked = () => createHash("sha256").update(readFileSync(path(...folder, "package-lock.json"))).digest("hex");
  return {
    name: `installing ${what}`,
    ready() {
      try {
        return readFileSync(stamp, "utf8") === locked();
      } catch {
        return false;
      }
    },
    async make() {
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      await run("npm", args, { cwd: path(...folder), help: "Is there a network? Try 'npm ci' by hand." });
      writeFileSync(stamp, locked());
    },
  };
}

export const packages = installed("the npm packages of package-lock.json");

/** What the benchmark races against. */
export const peers = installed("the peers of the benchmark", "benches", "bench");
