// From a started engine to what callers hold. A new question is one line in `Snapshot` and one here.

import { asking, askingAlone } from "./ask.js";
import { distributionOf } from "./distribution.js";
import type { Language } from "./language.js";
import type { SegmentStore } from "./library/store.js";
import { startLive } from "./live.js";
import type { QueryOptions, Snapshot } from "./snapshot.js";
import type { Started } from "./start/ladder.js";
import type { Opened, Report } from "./types.js";

/** The snapshot that an engine has opened. */
export function createSnapshot(
  { connection, engine }: Started,
  opened: Opened & { readonly report: Report | null },
  { asOf, store }: { readonly asOf?: string; readonly store?: SegmentStore },
): Snapshot {
  const { call, dispose } = connection;
  const request = ({ signal: _, ...options }: QueryOptions) => (asOf === undefined ? options : { asOf, ...options });
  const ask = asking(connection);

  const snapshot: Omit<Snapshot, typeof Symbol.dispose> = {
    ...opened,
    engine,
    count: (segment, options = {}) => call("count", [segment, request(options)], options),
    live: (segment, options) => startLive(snapshot, segment, options),
    check: (segment, options = {}) => call("check", [segment, request(options)], options),
    format: (segment, to, options = {}) => call("format", [segment, to], options),
    describe: (segment, { language = null, dates = false, ...options } = {}) =>
      ask("describe", { segment, options: request(options), language, dates }, options),
    toSql: (segment, dialect, options = {}) => ask("sql", { segment, options: request(options), dialect }, options),
    sqlSchema: (dialect, options) => ask("schema", { dialect }, options),
    explain: (segment, customer, { days = null, ...options } = {}) =>
      ask("explain", { segment, options: request(options), customer, days }, options),
    members: (segment, { offset = 0, limit = 100, columns = [], sort = null, ...options } = {}) =>
      ask("members", { segment, options: request(options), offset, limit, columns, sort }, options),
    memberIds: async (segment, options = {}) =>
      (await call("members", [segment, request(options), 0, opened.customers], options)).ids,
    exportCsv: async (segment, options = {}) => (await import("./csv.js")).exportCsv(snapshot, segment, options),
    distribution: async (segment, path, { bins = null, ...options } = {}) => {
      const reply = await ask("distribution", { segment, options: request(options), path, bins }, options);
      return reply && distributionOf(reply);
    },
    statistics: (segment, fields, options = {}) =>
      ask("statistics", { segment, options: request(options), fields }, options),
    overlap: (segments, options = {}) => ask("overlap", { segments, options: request(options) }, options),
    values: (field, { prefix = null, limit = null, segment = null, ...options } = {}) =>
      ask("values", { field, prefix, limit, segment, options: request(options) }, options),
    compare: (before, after, { beforeOptions = null, ids = 0, ...options } = {}) => {
      const earlier = beforeOptions && request(beforeOptions);
      return ask("compare", { before, after, options: request(options), beforeOptions: earlier, ids }, options);
    },
    timeline: async (segment, { from = null, to = null, ids = 0, ...options } = {}) => {
      const { timeline } = await import("./timeline.js");
      return timeline(ask, { segment, options: request(options), from, to, ids }, options);
    },
    library: lazily(async () => {
      const { createLibrary } = await import("./library/library.js");
      return createLibrary((question) => ask("library", question), store);
    }),
    dispose,
  };
  // Older browsers have no `Symbol.dispose`; there `using` is compiled to this key.
  const key = Symbol.dispose ?? Symbol.for("Symbol.dispose");
  return Object.assign(snapshot as Snapshot, { [key]: dispose });
}

/** An object of asynchronous methods that is made when the first of them is called. */
function lazily<T extends object>(make: () => Promise<T>): T {
  let made: Promise<T> | undefined;
  const method =
    (name: string) =>
    async (...args: unknown[]) =>
      ((await (made ??= make())) as Record<string, (...args: unknown[]) => unknown>)[name]!(...args);
  // Awaiting the object itself is no call.
  return new Proxy({} as T, { get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : method(name)) });
}

/** The language service of a started engine. */
export function createLanguage({ connection, engine: { version } }: Started): Language {
  const { call, dispose } = connection;
  const ask = askingAlone(connection);
  return {
    version,
    check: (segment, { now = new Date(), ...options } = {}) => call("checkAlone", [segment, now.getTime()], options),
    format: (segment, to, options = {}) => call("format", [segment, to], options),
    describe: (segment, { signal, language = null, dates = false, ...options } = {}) =>
      ask("describe", { segment, options, language, dates }, { signal }),
    toSql: (segment, dialect, { signal, ...options } = {}) => ask("sql", { segment, options, dialect }, { signal }),
    sqlSchema: (dialect, options) => ask("schema", { dialect }, options),
    fields: (options = {}) => call("fieldsAlone", [], options),
    dispose,
  };
}
