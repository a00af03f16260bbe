// The package as npm packs it, installed once beside the bundlers that the checks build with.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const root = new URL("../..", import.meta.url).pathname;
const folder = join(root, ".cache", "packed");

/** The folder of the apps: sources, and node_modules with the packed package. */
export const apps = join(folder, "apps");

const npm = (args, cwd) => execFileSync("npm", [...args, "--loglevel=error"], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith(".tgz")) rmSync(join(folder, name));
const [{ filename, size, files }] = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root));

/** The tarball: its path, its bytes and the files in it. */
export const tarball = { path: join(folder, filename), size, files: files.map(({ path }) => path) };

const source = new URL("./apps", import.meta.url).pathname;
cpSync(source, apps, { recursive: true });
const stamp = join(folder, "stamp");
const lock = createHash("sha256").update(readFileSync(join(source, "package-lock.json"))).digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], apps);
  writeFileSync(stamp, lock);
}
// Unpacked rather than installed: npm would look at every other package again.
const installed = join(apps, "node_modules", "headcount");
rmSync(installed, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
execFileSync("tar", ["-xzf", tarball.path, "-C", installed, "--strip-components=1"]);
