// npm run bench: races headcount against its peers and prints the tables. `--help` tells the options.
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { dist, path } from "../../www/project.mjs";
import { setUpPeers } from "../../www/setup/index.mjs";
import { SetupError, main } from "../../www/setup/run.mjs";

const HELP = `Races headcount, duckdb-wasm, sql.js, arquero, crossfilter2 and hand-written loops on one made-up shop.

  --size quick|S|M|L   rows of the shop (default M; see shop.mjs)
  --quick              a few steps on the quick shop: a test of the benchmark itself
  --in node|chromium   where to race (default both)
  --adversarial        one customer owns 200,000 orders
  --only a,b           only peers whose name contains one of these
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
  const { table } = await import("./race.mjs");
  const version = JSON.parse(readFileSync(path("package.json"), "utf8")).version;
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
});
