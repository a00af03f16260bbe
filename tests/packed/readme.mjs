// Every fenced block of README.md is run as it stands there, by the word after its language.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newPage, skip } from "./browser.mjs";
import { apps, root, tarball } from "./install.mjs";
import { serve } from "./server.mjs";
import { shop } from "./shop.mjs";

const readme = readFileSync(join(root, "README.md"), "utf8");

/** The blocks by the word that names what runs them. */
const blocks = new Map([...readme.matchAll(/^```(\w+) ?(\S*)\n([^]*?)^```$/gm)].map(([, , name, text]) => [name, text]));
const ran = new Set();

/** A block's text; the test that asks for it runs it. */
function block(name) {
  const text = blocks.get(name);
  assert.ok(text !== undefined, `README.md has no block '${name}'`);
  ran.add(name);
  return text;
}

const { load } = await import(join(apps, "load.mjs"));

/** A fresh folder. */
function place(name) {
  const folder = join(apps, "built", "readme", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A module as a bundler would deliver it. */
async function bundled(name, text, loader = "js") {
  const { build } = await load("esbuild");
  const outdir = place(name);
  await build({
    stdin: { contents: text, loader, resolveDir: apps },
    // The editors' packages are peers; the apps have none of them, but a React of their own.
    nodePaths: [join(root, "node_modules")],
    alias: { react: join(apps, "node_modules/react") },
    bundle: true,
    format: "esm",
    splitting: true,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    outdir,
    logLevel: "error",
  });
  return outdir;
}

/** Opens the page `html` beside the files of `folders` and the snapshot under `/snapshot/`, and hands it to `use`. */
async function onPage({ html, folders = [], mounts = {} }, use) {
  const under = { "/snapshot/": shop, ...mounts };
  const find = (path) => Object.entries(under).find(([prefix]) => path.startsWith(prefix));
  const { origin, close } = await serve({
    folders,
    pages: new Proxy({ "/": `<!doctype html><title>README</title>${html}` }, {
      get: (pages, path) => pages[path] ?? (find(path) && readFileSync(join(find(path)[1], path.slice(find(path)[0].length)))),
    }),
  });
  const { page, errors, close: leave } = await newPage();
  try {
    await page.goto(`${origin}/`);
    await use(page);
  } catch (error) {
    throw new Error(`${error.message}\n${errors.join("\n")}`);
  } finally {
    await leave();
    await close();
  }
}

const shows = (page, selector, text) =>
  page.waitForFunction(([selector, text]) => {
    const element = document.querySelector(selector);
    return (element?.value ?? element?.textContent) === text;
  }, [selector, text], { timeout: 20_000 });

test("README: the package is installed", () => {
  const folder = place("install");
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const command = block("install").replace(/\bheadcount$/m, `--offline --no-audit --no-fund "${tarball.path}"`);
  const { status, stderr } = spawnSync("sh", ["-ec", command], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.ok(existsSync(join(folder, "node_modules/headcount/dist/index.js")));
});

test("README: a page with a bundler", { skip }, async () => {
  const folder = await bundled("bundler", block("bundler"));
  const html = '<output></output><ul></ul><textarea></textarea><script type="module" src="./stdin.js"></script>';
  await onPage({ html, folders: [folder] }, async (page) => {
    await shows(page, "output", "1 of 3");
    await page.fill("textarea", "number_of_orders >= 1");
    await shows(page, "output", "2 of 3");
    await page.fill("textarea", "nmber_of_orders >= 1");
    await shows(page, "output", "… of 3");
    assert.match(await page.textContent("ul"), /did you mean number_of_orders/);
  });
});

test("README: a page without a bundler, with the builder", { skip }, async () => {
  const mounts = { "/headcount/": join(apps, "node_modules/headcount/dist") };
  await onPage({ html: block("page"), mounts }, async (page) => {
    await shows(page, "output", "1 of 3");
    await page.locator("segment-builder").getByText("Number of orders").first().waitFor();
  });
});

test("README: react-querybuilder", { skip }, async () => {
  const mounting = `
    import { createElement } from "react";
    import { createRoot } from "react-dom/client";
    createRoot(document.body.appendChild(document.createElement("main"))).render(createElement(Rules));`;
  const folder = await bundled("query-builder", block("query-builder") + mounting, "jsx");
  await onPage({ html: '<body><script type="module" src="./stdin.js"></script>', folders: [folder] }, async (page) => {
    await shows(page, "output", "3");
    await page.getByTestId("add-rule").click();
    await page.getByTestId("fields").selectOption("number_of_orders");
    await page.getByTestId("operators").selectOption(">=");
    await page.getByTestId("value-editor").fill("2");
    await shows(page, "output", "1");
    await page.getByTestId("fields").selectOption("customer_tags");
    await page.getByTestId("operators").selectOption("containsAny");
    await page.getByTestId("value-editor").fill("vip, other");
    await shows(page, "output", "2");
  });
});

test("README: React", { skip }, async () => {
  const mounting = `
    import { createElement, useState } from "react";
    import { createRoot } from "react-dom/client";
    function App() {
      const [segment, setSegment] = useState("number_of_orders >= 2");
      window.edit = setSegment;
      return createElement(Count, { segment });
    }
    createRoot(document.body.appendChild(document.createElement("main"))).render(createElement(App));`;
  const folder = await bundled("react", block("react") + mounting, "jsx");
  await onPage({ html: '<body><script type="module" src="./stdin.js"></script>', folders: [folder] }, async (page) => {
    await shows(page, "strong", "1");
    await page.evaluate(() => window.edit("number_of_orders >= 1"));
    await shows(page, "strong", "2");
  });
});

test("README: a Shopify embed, under its policy, without storage", { skip }, async () => {
  const [, name, value] = /^([\w-]+): (.*)$/.exec(block("embed-header").trim());
  const folder = await bundled("embed", block("embed"));
  const inside = await serve({
    folders: [folder],
    pages: {
      "/embed": '<!doctype html><output></output><input type="range" min="1" max="30"><script type="module" src="./patched.js"></script>',
      // What App Bridge does: the page's own fetch sends a token, without which the server has nothing.
      "/patched.js": `const { fetch } = window;
        window.fetch = (input, init) => fetch(input + "?token", init);
        await import("./stdin.js");`,
      ...Object.fromEntries(["manifest.json", ...JSON.parse(readFileSync(join(shop, "manifest.json"), "utf8")).parts.map(({ path }) => path)].map((path) => [`/app/snapshot/${path}?token`, readFileSync(join(shop, path))])),
    },
    headers: (path) => (path === "/embed" ? { [name]: value.replace(/frame-ancestors .*/, "frame-ancestors http://localhost:*") } : {}),
  });
  try {
    const html = `<iframe src="${inside.origin}/embed"></iframe>`;
    const outside = await serve({ folders: [], pages: { "/": `<!doctype html>${html}` }, host: "localhost" });
    const { page, errors, close } = await newPage();
    try {
      await page.goto(`${outside.origin}/`);
      const frame = await (await page.waitForSelector("iframe")).contentFrame();
      await shows(frame, "output", "1");
      await frame.fill("input", "1");
      await shows(frame, "output", "2");
      await frame.fill("input", "26");
      await shows(frame, "output", "0");
      assert.deepEqual(errors.filter((text) => !/404/.test(text)), []);
    } finally {
      await close();
      await outside.close();
    }
  } finally {
    await inside.close();
  }
});

test("README: a text editor", { skip }, async () => {
  const folder = await bundled("editor", block("editor"));
  await onPage({ html: '<main></main><script type="module" src="./stdin.js"></script>', folders: [folder] }, async (page) => {
    await page.click(".cm-content");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("nmber_of_orders >= 2");
    await page.waitForSelector(".cm-lintRange-error");
  });
});

test("README: Node", () => {
  const folder = place("node");
  cpSync(shop, join(folder, "snapshot"), { recursive: true });
  writeFileSync(join(folder, "main.mjs"), block("node"));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["main.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^2 SELECT [^]* true id,email,/);
});

test("README: without a snapshot", () => {
  const folder = place("alone");
  writeFileSync(join(folder, "main.mjs"), block("alone"));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["main.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^0 all .*mindestens 2[^]* SELECT [^]* orders_placed\(since: -90d, count_at_least: 2\) = true \[[^]*'contains'[^]*AND customer_tags CONTAINS 'VIP'\n$/);
});

test("README: what changed since yesterday", () => {
  const folder = place("delta");
  cpSync(shop, join(folder, "snapshot"), { recursive: true });
  mkdirSync(join(folder, "changes"));
  const { taken_at } = JSON.parse(readFileSync(join(shop, "manifest.json"), "utf8"));
  const placed_at = new Date(Date.parse(taken_at) + 1_000).toISOString();
  writeFileSync(join(folder, "changes", "customers.jsonl"), '{ "id": "new" }\n');
  writeFileSync(join(folder, "changes", "orders.jsonl"), `${JSON.stringify({ id: "new", customer_id: "new", placed_at, total: "1.00" })}\n`);
  const cli = join(apps, "node_modules/headcount/dist/cli.js");
  const command = `headcount() { "${process.execPath}" "${cli}" "$@"; }\n${block("changes")}`;
  const packed = spawnSync("sh", ["-ec", command], { cwd: folder, encoding: "utf8" });
  assert.equal(packed.status, 0, packed.stderr);
  writeFileSync(join(folder, "main.mjs"), block("delta"));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["main.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^1 2 3 \[ 'new' \] \[\]\n4 The data changed: customers who are new or gone \(1 entered\)\./);
});

test("README: the repository's own commands", () => {
  for (const line of commands(block("repository"))) {
    const { status, stdout, stderr } = spawnSync("sh", ["-ec", `${line} -- --help`], { cwd: root, encoding: "utf8" });
    assert.equal(status, 0, `${line}: ${stderr}`);
    assert.match(stdout, /--help|STEP/);
  }
});

const data = process.env.HEADCOUNT_DATA ?? join(root, "../shared/data");
const retail = ["online_retail/online_retail.csv.gz", "online_retail.csv.gz"].map((path) => join(data, path)).find(existsSync);

test("README: the command line", { skip: retail === undefined && "no UCI Online Retail in HEADCOUNT_DATA" }, () => {
  const folder = place("commands");
  symlinkSync(retail, join(folder, "online_retail.csv.gz"));
  symlinkSync(join(root, "examples"), join(folder, "examples"));
  const cli = join(apps, "node_modules/headcount/dist/cli.js");
  for (const line of commands(block("command-line"))) {
    const command = `headcount() { "${process.execPath}" "${cli}" "$@"; }\n${line}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 });
    // The one that shows a mistake finds it.
    assert.equal(status, /^headcount check /.test(line) ? 1 : 0, `${line}: ${stderr}`);
    assert.notEqual(stdout + stderr, "", line);
  }
});

test("README: no block is left out", { skip }, () => {
  const left = [...blocks.keys()].filter((name) => !ran.has(name) && !(name === "command-line" && retail === undefined));
  assert.deepEqual(left, []);
});

/** The commands of a block, long ones joined, comments left out. */
function commands(text) {
  return text.replaceAll("\\\n", " ").split("\n").map((line) => line.replace(/\s+#.*$/, "").trim()).filter(Boolean);
}
