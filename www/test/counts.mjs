// What a run of tests printed → how many passed and failed, and what was skipped.

/** A run that is one check: it passed or it failed. */
export const one = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });

/** Counts of cargo's test binaries, native or wasm. A run that broke off has failed even if its tests passed. */
export function ofCargo(code, output) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const [, passed, failed] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
  }
  for (const [, name] of output.matchAll(/^test (\S+) \.\.\. ignored/gm)) counts.skipped.push(name);
  for (const [, why] of output.matchAll(/^skipped: (.*)$/gm)) counts.skipped.push(why);
  return honest(counts, code);
}

/** Counts of node:test, from the lines of reporter.mjs. */
export function ofNode(code, lines) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const line of lines.split("\n").filter(Boolean)) {
    const { name, passed, skipped } = JSON.parse(line);
    if (skipped !== undefined) counts.skipped.push(typeof skipped === "string" && skipped !== "" ? `${name}: ${skipped}` : name);
    else if (passed) counts.passed += 1;
    else counts.failed += 1;
  }
  return honest(counts, code);
}

/** How much each witness was asked, from lines like `witness native engine: 1162 cases`; the same witness and things are added up. */
export function witnesses(output) {
  const found = new Map();
  for (const [, witness, number, things] of output.matchAll(/^\W*witness (.+): (\d+) (.+)$/gm)) {
    const what = JSON.stringify([witness, things]);
    found.set(what, (found.get(what) ?? 0) + Number(number));
  }
  return [...found].map(([what, number]) => [...JSON.parse(what), number]);
}

function honest(counts, code) {
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
