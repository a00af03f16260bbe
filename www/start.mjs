// `npm start`: from a bare clone to the admin page with a made-up shop.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { unlessUnchanged } from "./build/stamp.mjs";
import { cache, dist } from "./project.mjs";
import { setUp } from "./setup/index.mjs";
import { main, run } from "./setup/run.mjs";

const HELP = `npm start [-- OPTIONS]

Sets up what is missing, builds, makes up a shop of 100,000 customers once, and serves the admin page.

  --port N   8420 or the next free one if missing
  --empty    without the shop: drop your own files on the page
  --help     this text`;

const args = process.argv.slice(2);
const cli = join(dist, "cli.js");
const shop = join(cache, "shop");

await main(async () => {
  if (args.includes("--help")) return console.log(HELP);
  await setUp();
  // What builds is itself installed by the set-up.
  const { build } = await import("./build.mjs");
  await build();
  const empty = args.includes("--empty");
  if (!empty) {
    const made = { sources: [".cache/demo/demo.wasm", ".cache/packer/packer.wasm"], results: [join(shop, "manifest.json")] };
    await unlessUnchanged("demo-shop", made, () => run(process.execPath, [cli, "demo", "--pack-only", "--out", shop]));
  }
  const options = args.filter((arg) => arg !== "--empty");
  const server = spawn(process.execPath, [cli, "serve", ...(empty ? [] : [shop]), ...options], { stdio: "inherit" });
  // The server hears the terminal's interrupt itself; a plain kill of this process is passed on.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => server.kill("SIGTERM"));
  const [code] = await once(server, "close");
  process.exitCode = code ?? 0;
});
