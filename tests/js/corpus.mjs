// Runs the corpus on a package's `openSnapshot`, in Node or on a page; imports nothing.

/** The first difference between a case and what the package answers; null if there is none. */
export async function failureOf(snapshot, { segment, condition, members, universe, problems, dates, used_current, ...given }) {
  const input = segment ?? { version: 1, condition };
  const options = optionsOf(given);
  for (const earlier of given.after ?? []) await snapshot.count(earlier, options);
  const reply = await snapshot.count(input, options);
  const found = { problems: reply.problems.map((problem) => problemOf(problem, segment)) };
  if (members === null) {
    if (reply.count !== null) return `counted ${reply.count} in spite of errors`;
    const errors = found.problems.filter(({ severity }) => severity === "error");
    const unlisted = errors.find((error) => !(problems ?? []).some((problem) => problem.code === error.code));
    if (unlisted) return `reports ${JSON.stringify(unlisted)}`;
  } else {
    if (reply.count === null) return `is refused: ${JSON.stringify(reply.problems)}`;
    const ids = await snapshot.memberIds(input, options);
    const difference = differing("members", sorted(members), ids);
    if (difference) return difference;
    if (reply.count !== members.length) return `counts ${reply.count}, lists ${members.length}`;
  }
  if (universe && reply.total !== universe.length) return `total is ${reply.total} of ${universe.length}`;
  for (const problem of problems ?? []) {
    const same = (other) => other.code === problem.code && (problem.at === undefined || other.at === problem.at);
    if (!found.problems.some(same)) return `lacks ${JSON.stringify(problem)} among ${JSON.stringify(found.problems)}`;
  }
  for (const { path, from, until } of dates ?? []) {
    const date = reply.dates.find((date) => date.path === path);
    if (date?.from !== from || date?.until !== until) return `${path} is ${JSON.stringify(date)}, not ${from} … ${until}`;
  }
  return used_current ? differing("current values", sorted(used_current), sorted(reply.usedCurrentValues)) : null;
}

/** The open shop of a corpus, its saved segments in the library. */
export async function openShop(openSnapshot, shop, options = {}) {
  const { time_zone: timeZone, currency, taken_at: takenAt, tables, files, segments } = shop;
  const encoder = new TextEncoder();
  const source = files
    ? Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]))
    : tables;
  const snapshot = await openSnapshot(source, { timeZone, currency, takenAt, ...options });
  for (const [name, segment] of Object.entries(segments ?? {})) {
    const { library } = snapshot;
    if (typeof segment !== "string") await library.createManual(name, segment);
    // The library refuses what refers to itself; `isPossible` leaves out the cases about that.
    else await library.create(name, segment).catch((error) => error.code === "segment-cycle" || Promise.reject(error));
  }
  return snapshot;
}

/** Whether a library could come into the state a case is about. */
export function isPossible({ problems = [] }) {
  return !problems.some(({ code }) => code === "segment-cycle");
}

/** Every case of the files with its shop's name, those of one shop together. */
export function casesByShop(files) {
  const shops = new Map();
  for (const { shop, cases } of files) {
    for (const each of cases) {
      const name = each.shop ?? shop;
      shops.set(name, [...(shops.get(name) ?? []), each]);
    }
  }
  return shops;
}

function optionsOf({ as_of: asOf, policy, strict_missing: strictMissing }) {
  return Object.fromEntries(Object.entries({ asOf, policy, strictMissing }).filter(([, value]) => value !== undefined));
}

function problemOf({ code, severity, span }, segment) {
  return { code, severity, at: span && segment ? segment.slice(span.start, span.end) : undefined };
}

function differing(what, expected, found) {
  const [wanted, given] = [expected.map(String), found.map(String)];
  return JSON.stringify(wanted) === JSON.stringify(given) ? null : `${what} are [${given}], not [${wanted}]`;
}

/** Ascending by bytes, as ids are. */
function sorted(ids) {
  return ids.map(String).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
