// The race: every peer counts every trace on the same shop in the same run, and all counts must be equal.
import { supports } from "./criteria.mjs";

const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];

/** First, median and 99th percentile of samples in milliseconds. */
function figures(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return { steps: samples.length, first: samples[0], second: samples[1], p50: percentile(sorted, 50), p99: percentile(sorted, 99), worst: sorted.at(-1) };
}

const says = (peer, { tree, asOf }) =>
  supports(peer.kinds, tree) && (peer.fits?.(tree) ?? true) && (peer.only?.(asOf) ?? true);

/**
 * Races `peers` over `traces`; the first peer's counts are what the others' are held against. A slow
 * peer stops a trace after `budget` milliseconds; the figures say how many steps it did.
 */
export async function race(peers, traces, { budget = 4_000, log = () => {} } = {}) {
  const results = [];
  const truth = new Map();
  for (const peer of peers) {
    log(`${peer.name}: building`);
    const began = performance.now();
    await peer.build();
    const built = performance.now() - began;
    const rows = {};
    let answers = 0;
    for (const [name, steps] of Object.entries(traces)) {
      if (!steps.every((step) => says(peer, step))) continue;
      log(`${peer.name}: ${name}`);
      const samples = [];
      await peer.begin?.(name, steps);
      const until = performance.now() + budget;
      for (const [index, step] of steps.entries()) {
        const from = performance.now();
        const answer = peer.count(step.tree, step.asOf, index);
        const count = answer instanceof Promise ? await answer : answer;
        samples.push(performance.now() - from);
        answers += 1;
        const key = `${name} ${index}`;
        if (!truth.has(key)) truth.set(key, count);
        if (truth.get(key) !== count) {
          throw new Error(`${peer.name} counts ${count} instead of ${truth.get(key)} at step ${index} of '${name}': ${JSON.stringify(step)}`);
        }
        if (performance.now() > until) break;
      }
      await peer.end?.();
      rows[name] = figures(samples);
    }
    const memory = peer.memory?.();
    await peer.close?.();
    results.push({ name: peer.name, built, memory, answers, rows });
  }
  return { results, compared: truth.size };
}

const time = (ms) => (ms >= 100 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(3));

/** The results as a Markdown table: median (99th percentile) milliseconds, and ratios of medians to headcount's. */
export function table({ results }) {
  const names = [...new Set(results.flatMap((result) => Object.keys(result.rows)))];
  const own = results.find((result) => result.name === "headcount") ?? results[0];
  const lines = [
    `| ms: p50 (p99) | ${results.map((result) => result.name).join(" | ")} |`,
    `|---|${results.map(() => "---:").join("|")}|`,
    `| load and build | ${results.map((result) => time(result.built)).join(" | ")} |`,
  ];
  for (const name of names) {
    const cells = results.map((result) => {
      const row = result.rows[name];
      if (!row) return "–";
      const base = own.rows[name]?.p50;
      const ratio = result === own || !base ? "" : ` · ${(row.p50 / base).toFixed(row.p50 / base < 10 ? 1 : 0)}×`;
      return `${time(row.p50)} (${time(row.p99)})${ratio}`;
    });
    lines.push(`| ${name} | ${cells.join(" | ")} |`);
  }
  return lines.join("\n");
}
