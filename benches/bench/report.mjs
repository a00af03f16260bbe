// The results of a run as Markdown tables.
import { AIMS } from "./aims.mjs";
import { time, times } from "./figures.mjs";

const row = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) =>
  [row(head), `|---|${head.slice(1).map(() => "---:").join("|")}|`, ...rows.map(row)].join("\n");

/** The engine's own figures of every trace, in milliseconds. */
export function own({ results: [{ rows }] }) {
  const head = ["ms", "steps", "first", "second", "then p50", "p99", "worst", "over 16.7"];
  const cells = Object.entries(rows).map(([name, { steps, first, second, p50, p99, worst, slow }]) => {
    return [name, steps, ...[first, second, p50, p99, worst].map(time), slow];
  });
  return table(head, cells);
}

/** Every peer's median (99th percentile) milliseconds after the second run, and ratios of medians to the first peer's. */
export function race({ results }) {
  const names = [...new Set(results.flatMap((result) => Object.keys(result.rows)))];
  const [first] = results;
  const cells = (name) =>
    results.map((result) => {
      const row = result.rows[name];
      if (!row) return "–";
      const base = first.rows[name]?.p50;
      const ratio = result === first || !base ? "" : ` · ${times(row.p50 / base)}`;
      return `${time(row.p50)} (${time(row.p99)})${ratio}`;
    });
  const built = ["load and build", ...results.map((result) => time(result.built))];
  return table(["ms: p50 (p99)", ...results.map((result) => result.name)], [built, ...names.map((name) => [name, ...cells(name)])]);
}

/** What was measured for an aim; undefined if the run did not. */
function measured(aim, { results, limit, values = {} }) {
  if (aim.value) return values[aim.value];
  const own = results[0].rows[aim.trace];
  if (!own) return undefined;
  if (aim.of) return own[aim.of];
  if (aim.limit) return limit && limit[aim.limit] / own.p50;
  const peer = results.find(({ name }) => name === aim.times)?.rows[aim.trace];
  return peer && peer.p50 / own.p50;
}

/** Which number an aim is about, and how such numbers are written. */
function written({ of, times: peer, limit, unit }) {
  if (peer) return { what: `× ${peer}`, form: times };
  if (of === "slow") return { what: "", form: String };
  if (of) return { what: `${of}, ms`, form: time };
  if (limit) return { what: "", form: (share) => share.toFixed(2) };
  return { what: unit, form: (number) => (number < 10 ? number.toFixed(1) : number.toFixed(0)) };
}

/** Every aim with what the run measured. Aims are of the shop M; another shop's verdict says little. */
export function verdicts(run) {
  const cells = AIMS.map((aim) => {
    const { what, form } = written(aim);
    const number = measured(aim, run);
    const goal = aim.most === undefined ? `≥ ${aim.least}` : `≤ ${aim.most}`;
    const met = number === undefined ? "–" : number <= (aim.most ?? Infinity) && number >= (aim.least ?? 0) ? "yes" : "no";
    return [what ? `${aim.figure} (${what})` : aim.figure, goal, number === undefined ? "not measured" : form(number), met];
  });
  return table(["figure", "aim", "measured", "met"], cells);
}

/** Edit times by shop. */
export function growth(rows) {
  const head = ["customers", "orders", "events", "threshold edit p50, ms", "p99", "ns a customer"];
  const cells = rows.map(({ customers, orders, events, p50, p99 }) => {
    const numbers = [customers, orders, events].map((number) => number.toLocaleString("en"));
    return [...numbers, time(p50), time(p99), ((p50 * 1e6) / customers).toFixed(2)];
  });
  return table(head, cells);
}
