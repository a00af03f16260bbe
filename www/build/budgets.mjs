// Sizes of what a page downloads, against www/budgets.json.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, path } from "../project.mjs";
import { SetupError } from "../setup/run.mjs";

/** What ends a chunk's name. */
const HASH = /-[A-Z0-9]{8}\.js$/;

const gzipped = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;

/** Prints the gzip size of each budgeted file with all it imports at once, less what another file has brought, and throws when one is over. */
export function checkBudgets(outputs) {
  const budgets = JSON.parse(readFileSync(path("www", "budgets.json"), "utf8"));
  const over = [];
  const names = readdirSync(dist);
  for (const { what, file: wanted, without, most } of budgets) {
    const file = names.find((name) => name === wanted || name.replace(HASH, ".js") === wanted);
    if (file === undefined) continue;
    const shared = without === undefined ? new Set() : together(without, outputs);
    const alone = [...together(file, outputs)].filter((name) => !shared.has(name));
    const size = alone.reduce((sum, name) => sum + gzipped(name), 0);
    process.stderr.write(`${what.padEnd(28)} ${kB(size).padStart(9)} of ${kB(most).padStart(9)}\n`);
    if (size > most) over.push(what);
  }
  if (over.length > 0) throw new SetupError(`Over its budget of www/budgets.json: ${over.join(", ")}.`, "Sizes are gzip -9.");
}

// The file and the chunks it imports statically; what is imported lazily is not downloaded with it.
function together(file, outputs, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? []) {
    if (kind === "import-statement" && !external) together(path, outputs, found);
  }
  return found;
}

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
