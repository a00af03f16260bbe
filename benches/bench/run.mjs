// npm run bench: races headcount against its peers and prints the tables. `--help` tells the options.
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { dist, path } from "../../www/project.mjs";
import { setUpPeers } from "../../www/setup/index.mjs";
import { SetupError, main } from "../../www/setup/run.mjs";
import * as report from "./report.mjs";

const HELP = `Races headcount, duckdb-wasm, sql.js, arquero, crossfilter2 and hand-written loops on one made-up shop.

  --size quick|S|M|L   rows of the shop (default M; see shop.mjs)
  --quick              a few steps on the quick shop: a test of the benchmark itself
  --in node|chromium   where to race (default both)
  --adversarial        one customer owns 200,000 orders
  --only a,b           only peers whose name contains one of these
  --growth             how an edit's time grows with the shop, and nothing else
  --budget MS          most milliseconds a peer may spend on one trace (default 4000)
`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      size: { type: "string" },
      quick: { type: "boolean" },
      in: { type: "string" },
      adversarial: { type: "boolean" },
      only: { type: "string" },
      growth: { type: "boolean" },
      budget: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (!existsSync(`${dist}/node.js`)) throw new SetupError("The package is not built.", "Run 'npm run build' first.");
  await setUpPeers();
  const options = {
    size: values.size ?? (values.quick ? "quick" : "M"),
    brief: values.quick ?? false,
    adversarial: values.adversarial ?? false,
    only: values.only?.split(","),
    budget: Number(values.budget ?? 4_000),
    log: (line) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`),
  };
  const version = JSON.parse(readFileSync(path("package.json"), "utf8")).version;
  console.log(`headcount ${version}, shop ${options.size}${options.adversarial ? ", adversarial" : ""}, ${cpus()[0]?.model ?? "unknown processor"}\n`);
  if (values.growth) return void console.log(report.growth(await (await import("./node.mjs")).growthInNode(options)));
  const { nativeLimit } = await import("./limit.mjs");
  const limit = nativeLimit(options);
  console.log(limit ? `${limitText(limit)}\n` : "No Rust compiler, so no native limit to compare with.\n");
  if (values.in !== "chromium") {
    const { raceInNode } = await import("./node.mjs");
    print(`Node ${process.version}`, { ...(await raceInNode(options)), limit }, options);
  }
  if (values.in !== "node") {
    const { raceInChromium } = await import("./chromium.mjs");
    const run = await raceInChromium(options);
    print(`Chromium ${run.browser}`, { ...run, limit }, options);
  }
});

function limitText({ readGigabytesPerSecond, scanMilliseconds, scatterNanosecondsPerRow }) {
  return (
    `One core, natively: reads ${readGigabytesPerSecond.toFixed(1)} GB/s; a million 16-bit codes → bitmap → count ` +
    `${scanMilliseconds.toFixed(3)} ms; scatters a row in ${scatterNanosecondsPerRow.toFixed(2)} ns.`
  );
}

/** Aims are of a million customers. */
function print(where, run, { size }) {
  console.log(`## ${where}: ${run.compared} answers, equal in all peers\n`);
  const parts = [report.own(run), report.race(run), ...run.notes];
  if (size === "M" || size === "L") parts.push(report.verdicts(run));
  for (const part of parts) console.log(`${part}\n`);
}
