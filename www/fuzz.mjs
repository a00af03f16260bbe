// `npm run fuzz`: builds the fuzz targets with their coverage counted and runs one after the other.
import { parseArgs } from "node:util";
import { TARGETS, build, built } from "./fuzz/build.mjs";
import { fuzz } from "./fuzz/run.mjs";
import { seed } from "./fuzz/seeds.mjs";
import { rust } from "./setup/rust.mjs";
import { SetupError, main } from "./setup/run.mjs";

const HELP = `npm run fuzz [-- OPTIONS] [TARGET…]

Feeds what reads the words and files of others with inputs that coverage guides, and holds the answers to the
properties of tests/fuzz/properties. Targets: ${Object.keys(TARGETS).join(", ")}; all if none is named.

  --minutes N   minutes of processor time in all, split by how much code is behind each target (default 12)
  --again FILE  only replays the input in FILE on the one TARGET
  --help        this text

What it learns stays in .cache/fuzz and is where the next run begins. An input that breaks a property is kept there too
and is shown as a line for tests/fuzz/regressions.txt. It exits with 1 if there is any.`;

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: "string", default: "12" }, again: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(HELP);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new SetupError(`'${values.minutes}' is no number of minutes.`, "Write --minutes 12.");
  const unknown = positionals.find((name) => !(name in TARGETS));
  if (unknown !== undefined) throw new SetupError(`There is no target '${unknown}'.`, `There are ${Object.keys(TARGETS).join(", ")}.`);
  if (!rust.ready()) await rust.make();
  await build();
  const chosen = positionals.length > 0 ? positionals : Object.keys(TARGETS);
  if (values.again !== undefined) return again(chosen, values.again);
  const shares = chosen.reduce((sum, name) => sum + TARGETS[name].share, 0);
  const rows = [];
  for (const name of chosen) {
    await seed(name);
    rows.push(await fuzz(name, (minutes * 60 * TARGETS[name].share) / shares));
  }
  conclude(rows);
});

async function again(chosen, file) {
  if (chosen.length !== 1) throw new SetupError("An input is of one target.", "Name it: npm run fuzz -- --again FILE TARGET");
  const { spawnSync } = await import("node:child_process");
  process.exitCode = spawnSync(built(chosen[0]), [file], { stdio: "inherit" }).status === 0 ? 0 : 1;
}

function conclude(rows) {
  const heads = ["executions", "edges", "corpus", "minutes", "findings"];
  console.log(`\n${"".padEnd(12)}${heads.map((head) => head.padStart(12)).join("")}`);
  for (const { name, executions, edges, corpus, seconds, findings } of rows) {
    const cells = [executions.toLocaleString("en"), edges.toLocaleString("en"), corpus, (seconds / 60).toFixed(1), findings.length];
    console.log(name.padEnd(12) + cells.map((cell) => String(cell).padStart(12)).join(""));
  }
  for (const { name, findings } of rows) {
    for (const { said, kept, line } of findings) console.log(`\n${name}: ${said}\n  ${kept}\n  ${line}`);
  }
  const found = rows.reduce((sum, { findings }) => sum + findings.length, 0);
  process.exitCode = found > 0 ? 1 : 0;
  const minutes = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  console.log(`\n${minutes.toFixed(1)} minutes of processor time, ${found} findings`);
}
