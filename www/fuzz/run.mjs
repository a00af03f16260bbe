// One target run for its share of processor time, restarted behind each finding.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { TARGETS, built } from "./build.mjs";
import { place } from "./seeds.mjs";

/** A target that is broken more often than this is broken enough. */
const MOST_FINDINGS = 5;

/** Seconds that an input may take, on a busy machine too, and megabytes that the process may hold. */
const LIMITS = ["-timeout=30", "-rss_limit_mb=2048"];

/** Runs a target for so many seconds of processor time. */
export async function fuzz(name, budget) {
  const found = place("found", name);
  const corpus = place("corpus", name);
  for (const folder of [found, corpus]) mkdirSync(folder, { recursive: true });
  const options = [`-max_len=${TARGETS[name].longest}`, `-dict=${place(`${name}.dict`)}`, `-artifact_prefix=${found}/`, ...LIMITS];
  const row = { name, executions: 0, edges: 0, corpus: 0, seconds: 0, findings: [] };
  const known = new Set(readdirSync(found));
  while (row.seconds < budget && row.findings.length < MOST_FINDINGS) {
    process.stderr.write(`\n── ${name}, ${Math.round(budget - row.seconds)} seconds\n`);
    const { said, ...counts } = await through(name, [...options, corpus, place(`${name}.seeds`)], budget - row.seconds);
    row.executions += counts.executions;
    row.seconds += counts.seconds;
    Object.assign(row, { edges: counts.edges, corpus: counts.corpus });
    const kept = readdirSync(found).find((file) => !known.has(file));
    if (kept === undefined) break;
    known.add(kept);
    const seen = row.findings.some((finding) => finding.said === said);
    if (!seen) row.findings.push({ said, kept: `${found}/${kept}`, line: regression(name, readFileSync(`${found}/${kept}`)) });
    // What comes again at once would take the rest of the time.
    if (seen) break;
  }
  row.corpus = readdirSync(corpus).length;
  return row;
}

/** One process; its last line of progress tells the counts, the first line behind a panic what is wrong. */
async function through(name, args, budget) {
  const child = spawn(built(name), args, { stdio: ["ignore", "ignore", "pipe"] });
  const counts = { executions: 0, edges: 0, corpus: 0, seconds: 0, said: "" };
  let panicked = false;
  createInterface({ input: child.stderr }).on("line", (line) => {
    const [, executions, edges, corpus] = /^#(\d+)\s.*cov: (\d+).*corp: (\d+)/.exec(line) ?? [];
    if (executions !== undefined) Object.assign(counts, { executions: Number(executions), edges: Number(edges), corpus: Number(corpus) });
    if (panicked && counts.said === "") counts.said = line.slice(0, 300);
    if (line.includes("panicked at")) panicked = true;
    if (/^==\d+== ?ERROR/.test(line) && counts.said === "") counts.said = line;
    if (panicked || counts.said !== "" || /^#\d+\s+(INITED|pulse)/.test(line)) process.stderr.write(`${line.slice(0, 1000)}\n`);
  });
  const from = performance.now();
  const watch = setInterval(() => {
    counts.seconds = processor(child.pid) ?? (performance.now() - from) / 1000;
    if (counts.seconds >= budget) child.kill("SIGINT");
  }, 250);
  await once(child, "close");
  clearInterval(watch);
  return counts;
}

/** Seconds of processor time of a process, where the system tells. */
function processor(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/** An input as a line of tests/fuzz/regressions.txt. */
function regression(name, bytes) {
  const byte = (code) => (code >= 0x20 && code < 0x7f && code !== 0x5c ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, "0")}`);
  return `${name} ${[...bytes].map(byte).join("")}`;
}
