// headcount demo: the admin page with a made-up shop.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLanguage } from "../lib/node.js";
import createDemo from "../lib/engine/demo.js";
import { parse, wholeNumber, type Command } from "./command.js";
import { checkFolder, packInto } from "./folder.js";
import { complain, counted, progress, showPacking } from "./output.js";
import { servePage } from "./serve.js";

/** Customers of one chunk. */
const CHUNK = 2_000;

export const demo: Command = {
  usage: "",
  summary: "The same with a made-up shop of 100,000 customers",
  options: [
    ["--customers N", "100000 if missing"],
    ["--seed N", "another shop for every number; 1 if missing"],
    ["--out DIR", "where the shop goes; if missing, a temporary folder that is used again"],
    ["--pack-only", "make the shop, do not serve it"],
    ["--port N", "as for serve"],
  ],
  async run(args) {
    const { values } = parse(args, [], {
      customers: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      out: { type: "string" },
      "pack-only": { type: "boolean" },
      port: { type: "string" },
    });
    const customers = wholeNumber("customers", values.customers, 1, 4_000_000);
    const seed = wholeNumber("seed", values.seed, 0, 4_294_967_295);
    const folder = values.out ?? (await temporary(customers, seed));
    if (values.out !== undefined || !existsSync(join(folder, "manifest.json"))) await make(folder, customers, seed);
    if (!values["pack-only"]) await servePage(folder, values.port);
    return 0;
  },
};

/** A folder that another version or seed does not share. */
async function temporary(customers: number, seed: number): Promise<string> {
  const { version, dispose } = await openLanguage();
  dispose();
  const user = process.getuid?.() ?? "";
  return join(tmpdir(), `headcount-demo-${version}-${customers}-${seed}-${user}`);
}

async function make(folder: string, customers: number, seed: number): Promise<void> {
  await checkFolder(folder);
  const bar = progress();
  const wasm = await readFile(new URL("./demo.wasm", import.meta.url));
  const glue = createDemo();
  await glue.default({ module_or_path: new WebAssembly.Module(wasm) });
  const shop = new glue.DemoShop(customers, seed);
  const files = shop.files().map((name, table): [string, Response] => [name, new Response(rowsOf(shop, table, customers))]);
  await packInto(folder, Object.fromEntries(files), {
    timeZone: "Europe/Berlin",
    currency: "EUR",
    takenAt: shop.takenAt,
    onProgress: showPacking(bar),
  }).finally(() => bar.end());
  complain(`${counted(customers, "customer")} of a made-up shop in ${folder}`);
}

function rowsOf(shop: { rows(table: number, from: number, until: number): Uint8Array }, table: number, customers: number) {
  let from = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (from >= customers) return controller.close();
      const rows = shop.rows(table, from, from + CHUNK);
      from += CHUNK;
      // An empty chunk would not ask for the next one.
      controller.enqueue(rows);
    },
  });
}
