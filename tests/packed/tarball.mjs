// The tarball: what is in it, how large it is, and what the linters of packages say.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { apps, root, tarball } from "./install.mjs";

/** Files lighter than this are told together. */
const HEAVY = 20_000;

test("the tarball keeps to its budget", (t) => {
  const { most } = JSON.parse(readFileSync(join(root, "www/budgets.json"), "utf8")).find(({ what }) => what === "tarball");
  const weights = tarball.files.map((path) => [path, gzipSync(readFileSync(join(apps, "node_modules/headcount", path)), { level: 9 }).length]);
  const heavy = weights.filter(([, weight]) => weight >= HEAVY).sort(([, one], [, other]) => other - one);
  for (const [path, weight] of heavy) t.diagnostic(`${path}: ${weight}`);
  t.diagnostic(`all ${weights.length - heavy.length} others: ${weights.reduce((sum, [, weight]) => sum + (weight < HEAVY ? weight : 0), 0)}`);
  t.diagnostic(`the tarball: ${tarball.size} of ${most} bytes`);
  assert.ok(tarball.size <= most, `${tarball.size} bytes`);
});

test("the tarball holds what is used and no more", () => {
  const others = tarball.files.filter((path) => !/^(dist\/|package\.json$|README|CHANGELOG|LICENSE)/.test(path));
  assert.deepEqual(others, []);
  assert.ok(tarball.files.some((path) => path === "LICENSE-MIT"));
});

test("the page shares the package's modules instead of carrying its own", () => {
  assert.deepEqual(tarball.files.filter((path) => /^dist\/admin\/.*(bytes-|\.wasm$)/.test(path)), []);
  const inlined = tarball.files.filter((path) => /^dist\/(\w+-)?bytes-\w+\.js$/.test(path));
  const offline = readFileSync(join(apps, "node_modules/headcount/dist/admin/offline.js"), "utf8");
  for (const path of inlined) assert.ok(offline.includes(path.replace("dist/", "../")), path);
});

test("every export exists", () => {
  const { exports, bin } = JSON.parse(readFileSync(join(apps, "node_modules/headcount/package.json"), "utf8"));
  const paths = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  for (const path of [...paths, ...Object.values(bin)]) {
    assert.ok(tarball.files.includes(path.replace("./", "")), path);
  }
});

test("publint has nothing to say", async () => {
  const pkgDir = join(apps, "node_modules/headcount");
  const { messages, pkg } = await publint({ pkgDir, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test("the types are right for ES modules", () => {
  const args = [tarball.path, "--profile", "esm-only", "--format", "json"];
  const ignored = ["--exclude-entrypoints", "./engine.wasm", "./schema.json", "./package.json", "./worker"];
  const { stdout } = spawnSync(join(root, "node_modules/.bin/attw"), [...args, ...ignored], { encoding: "utf8", maxBuffer: 1 << 26 });
  // The package is for ES modules: what CommonJS and the resolver before Node 16 find is no promise.
  const promised = ({ resolutionKind }) => !["node10", "node16-cjs"].includes(resolutionKind);
  assert.deepEqual(Object.values(JSON.parse(stdout).problems ?? {}).flat().filter(promised), []);
});

test("no file of the package names a path of the machine it was built on", () => {
  const found = spawnSync("grep", ["-rlE", "/(home|root|Users|work)/[a-z.]", join(apps, "node_modules/headcount")], { encoding: "utf8" });
  assert.equal(found.stdout, "");
});

test("the command line runs", () => {
  const bin = join(apps, "node_modules/headcount/dist/cli.js");
  const printed = execFileSync(process.execPath, [bin, "format", "products_purchased(quantity: 5) = true"], { encoding: "utf8" });
  assert.equal(printed.trim(), "products_purchased MATCHES (quantity = 5)");
});
