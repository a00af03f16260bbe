// `npm test`: sets up, runs every check there is, and ends with one table and one line of totals.
import { chromedriver, chromium } from "./setup/browser.mjs";
import { setUp } from "./setup/index.mjs";
import { main } from "./setup/run.mjs";
import { steps } from "./test/steps.mjs";

const HELP = `npm test [-- STEP…]

Runs every step, or those whose names begin with a word given: ${steps.map(({ name }) => `'${name}'`).join(", ")}.`;

await main(async () => {
  const wanted = process.argv.slice(2);
  if (wanted.includes("--help")) return console.log(HELP);
  await setUp({ tests: true });
  const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
  const rows = [];
  for (const step of chosen) {
    process.stderr.write(`\n── ${step.name}\n`);
    const from = performance.now();
    const counts = await (step.browser && !browsable() ? withoutBrowser() : step.run());
    rows.push({ name: step.name, ...counts, seconds: (performance.now() - from) / 1000 });
  }
  conclude(rows);
});

function browsable() {
  return chromium() !== undefined && chromedriver() !== undefined;
}

// Where nobody looks, a missing browser must not pass for green.
function withoutBrowser() {
  return { passed: 0, failed: process.env.CI === "true" ? 1 : 0, skipped: ["no Chromium with chromedriver"] };
}

function conclude(rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.log(`\n${"".padEnd(18)}${["passed", "failed", "skipped", "seconds"].map((word) => word.padStart(9)).join("")}`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    const cells = [passed, failed, skipped.length, seconds.toFixed(0)];
    console.log(name.padEnd(18) + cells.map((cell) => String(cell).padStart(9)).join(""));
  }
  for (const { name, skipped } of rows) for (const what of skipped) console.log(`skipped in ${name}: ${what}`);
  for (const [witness, things, number] of rows.flatMap((row) => row.witnesses ?? [])) console.log(`${witness}: ${number} ${things}`);
  const failed = sum("failed");
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${sum("passed")} passed, ${failed} failed`);
}
