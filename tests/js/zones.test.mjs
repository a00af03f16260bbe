// Zones spelled out from Intl, against known changes and against Python's zone database.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { source } from "./source.mjs";

const { zoneOf } = await source("zones.ts");
const python = process.env.HEADCOUNT_PYTHON ?? "python3";
const takenAt = Date.UTC(2026, 5, 1);
const second = (text) => Date.parse(text) / 1000;

const KNOWN = [
  ["Europe/London", "1995-03-26T01:00:00Z", 3600],
  ["Europe/London", "2036-03-30T01:00:00Z", 3600],
  ["America/New_York", "1974-01-06T07:00:00Z", -14400],
  ["Pacific/Apia", "2011-12-30T10:00:00Z", 50400],
  ["Australia/Lord_Howe", "2024-04-06T15:00:00Z", 37800],
  ["Asia/Kathmandu", "1985-12-31T18:30:00Z", 20700],
  ["America/Recife", "2000-10-15T02:00:00Z", -10800],
  ["Africa/Monrovia", "1972-01-07T00:44:30Z", 0],
];

for (const [zone, at, offset] of KNOWN) {
  test(`${zone} changes at ${at}`, () => {
    const { transitions } = zoneOf(zone, takenAt);
    assert.ok(transitions.some(([from, to]) => from === second(at) && to === offset), JSON.stringify(transitions));
  });
}

test("transitions ascend, change something, and reach ten years past taken_at", () => {
  const { name, source, transitions } = zoneOf("Europe/London", takenAt);
  assert.equal(name, "Europe/London");
  assert.match(source, /^tz \d{4}\w, ICU \d/);
  for (const [at, [from, offset]] of transitions.entries()) {
    if (at === 0) continue;
    assert.ok(from > transitions[at - 1][0] && offset !== transitions[at - 1][1]);
  }
  const last = transitions.at(-1)[0];
  assert.ok(last > second("2036-01-01T00:00:00Z") && last < second("2036-06-02T00:00:00Z"));
});

test("UTC never changes", () => {
  assert.deepEqual(zoneOf("UTC", takenAt).transitions, [[second("1900-01-01T00:00:00Z"), 0]]);
});

test("an unknown zone is an error that names it", () => {
  assert.throws(() => zoneOf("Europe/Londn", takenAt), { code: "bad-time-zone", message: /'Europe\/Londn'/ });
});

// Prints, for every tenth zone, the seconds since 1970 at which Python's database changes its offset.
const SCRIPT = `
import datetime, json, zoneinfo
def changes(name, until):
    zone = zoneinfo.ZoneInfo(name)
    at = lambda s: round(datetime.datetime.fromtimestamp(s, zone).utcoffset().total_seconds())
    found, second, day = [], 0, 86400
    while second < until:
        after = min(second + day, until)
        if at(after) == at(second):
            second = after
            continue
        low, high = second, after
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if at(middle) == at(second) else (low, middle)
        found.append([high, at(high)])
        second = high
    return found
names = [name for name in sorted(zoneinfo.available_timezones()) if "/" in name and not name.startswith(("posix", "right"))]
print(json.dumps({name: changes(name, 1735689600) for name in names[::10]}))
`;

test("every tenth zone of Python's database changes at the same seconds from 1970 to 2025", (t) => {
  const { status, stdout } = spawnSync(python, ["-c", SCRIPT], { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0 || stdout === "{}\n") return t.skip("no Python with a zone database");
  const zones = Object.entries(JSON.parse(stdout));
  const differing = zones.filter(([name, changes]) => {
    const ours = zoneOf(name, takenAt).transitions.filter(([from]) => from > 0 && from < 1735689600);
    return JSON.stringify(ours) !== JSON.stringify(changes);
  });
  t.diagnostic(`${zones.length} zones, differing: ${differing.map(([name]) => name).join(", ") || "none"}`);
  // The two databases are of different releases: a zone whose past was corrected in between may differ.
  assert.ok(differing.length <= zones.length / 50, differing.map(([name]) => name).join(", "));
});
