// A reporter of node:test that writes one JSON line for each test: its name, outcome and, if skipped, why.

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    // A file or suite is no test of its own, unless it failed by itself.
    const suite = data.details?.type === "suite" || data.nesting === undefined;
    if (suite && type === "test:pass") continue;
    const { skip, todo } = data;
    const reason = skip === undefined && todo === undefined ? undefined : (skip ?? todo);
    yield `${JSON.stringify({ name: data.name, passed: type === "test:pass", skipped: reason })}\n`;
  }
}
