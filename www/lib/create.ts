// From a started engine to what callers hold. A new question is one line in `Snapshot`, one here, one in rest.ts.

import { asking, askingAuthor } from "./ask.js";
import type { SegmentStore } from "./library/store.js";
import { startLive } from "./live.js";
import type { OwnLibrary } from "./library/library.js";
import type { Tools } from "./open.js";
import type { Rest } from "./rest.js";
import type { QueryOptions, Snapshot } from "./snapshot.js";
import type { Started } from "./start/ladder.js";
import { compile } from "./start/wasm.js";
import type { Opened, Report } from "./types.js";

/** The snapshot that an engine has opened; `readAll` reads what it has not read yet. */
export function createSnapshot(
  { connection, engine }: Started,
  opened: Opened & { readonly report: Report | null },
  { asOf, store }: { readonly asOf?: string; readonly store?: SegmentStore },
  tools: Tools,
  readAll: Snapshot["readAll"] = () => Promise.resolve(),
): Snapshot {
  const { call, dispose } = connection;
  const request = ({ signal: _, ...options }: QueryOptions) => (asOf === undefined ? options : { asOf, ...options });
  const ask = asking(connection);
  const author = askingAuthor(
    connection,
    once(async () => call("author", [await compile("author", undefined)])),
  );
  /** Tells of every delta that was applied. */
  const changes = new EventTarget();
  let hasLibrary = store !== undefined;
  const library = lazily<OwnLibrary>(async () => {
    hasLibrary = true;
    return (await import("./library/library.js")).createLibrary({ author, ask, snapshot }, store);
  });
  const rest = lazily<Rest>(async () => (await import("./rest.js")).createRest(ask, author, request));

  const snapshot: Omit<Snapshot, typeof Symbol.dispose> = {
    ...opened,
    engine,
    readAll,
    count: (segment, options = {}) => call("count", [segment, request(options)], options),
    live: (segment, options) => startLive(snapshot, segment, options, changes),
    check: (segment, options = {}) => call("check", [segment, request(options)], options),
    format: (segment, to, options) => author("format", { segment, to }, options),
    memberIds: async (segment, options = {}) =>
      (await call("members", [segment, request(options), 0, snapshot.customers], options)).ids,
    complete: rest.complete,
    describe: rest.describe,
    toSql: rest.toSql,
    sqlSchema: rest.sqlSchema,
    explain: rest.explain,
    members: rest.members,
    exportCsv: rest.exportCsv,
    distribution: rest.distribution,
    statistics: rest.statistics,
    breakdown: rest.breakdown,
    overlap: rest.overlap,
    values: rest.values,
    compare: rest.compare,
    timeline: rest.timeline,
    library,
    apply: async (source, options) =>
      (await import("./apply.js")).apply(snapshot, connection, tools, readAll, request, changes, hasLibrary && library, source, options),
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

/** The same promise for every call until it fails. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}
