// npm run bench: races headcount against its peers and prints the tables. `--help` tells the options.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HELP = `Races headcount, duckdb-wasm, sql.js, arquero, crossfilter2 and hand-written loops on one made-up shop.

  --size quick|S|M|L   rows of the shop (default M; see shop.mjs)
  --quick              a few steps on the quick shop: a test of the benchmark itself
  --in node|chromium   where to race (default both)
  --adversarial        one customer owns 200,000 orders
  --only a,b           only peers whose name contains one of these
  --budget MS          most milliseconds a peer may spend on one trace (default 4000)
`;

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

function install() {
  if (existsSync(join(here, "node_modules/@duckdb/duckdb-wasm"))) return;
  console.log("Installing the peers …");
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });
}

async function main() {
  const { values } = parseArgs({
    options: {
      size: { type: "string" },
      quick: { type: "boolean" },
      in: { type: "string" },
      adversarial: { type: "boolean" },
      only: { type: "string" },
      budget: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (!existsSync(join(root, "dist/node.js"))) throw new Error("There is no dist/node.js: run `npm run build` first.");
  install();
  const options = {
    size: values.size ?? (values.quick ? "quick" : "M"),
    brief: values.quick ?? false,
    adversarial: values.adversarial ?? false,
    only: values.only?.split(","),
    budget: Number(values.budget ?? 4_000),
    log: (line) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`),
  };
  const { table } = await import("./race.mjs");
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  console.log(`headcount ${version}, shop ${options.size}, ${cpus()[0]?.model ?? "unknown processor"}\n`);
  if (values.in !== "chromium") {
    const { raceInNode } = await import("./node.mjs");
    const answer = await raceInNode(options);
    console.log(`Node ${process.version}: ${answer.compared} counts, equal in all peers\n\n${table(answer)}\n`);
  }
  if (values.in !== "node") {
    const { raceInChromium } = await import("./chromium.mjs");
    const answer = await raceInChromium(options);
    console.log(`Chromium ${answer.browser}: ${answer.compared} counts, equal in all peers\n\n${table(answer)}\n`);
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
