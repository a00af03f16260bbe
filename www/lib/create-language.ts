// From a started author to what callers hold; loaded before one is started.

import type { askingAuthor } from "./ask.js";
import type { Language } from "./language.js";
import type { Started } from "./start/ladder.js";
import type { CheckReply } from "./types.js";

/** The language service of a started author. */
export function createLanguage({ connection, engine: { version } }: Started, asking: typeof askingAuthor): Language {
  const ask = asking(connection, async () => {});
  return {
    version,
    check: (segment, { now = new Date(), ...options } = {}) =>
      connection.call("askAuthor", [{ check: { segment } }, now.getTime()], options) as Promise<CheckReply>,
    complete: (text, offset, options) => ask("complete", { text, offset }, options),
    format: (segment, to, options) => ask("format", { segment, to }, options),
    describe: (segment, { signal, language = null, dates = false, ...options } = {}) =>
      ask("describe", { segment, options, language, dates }, { signal }),
    toSql: (segment, dialect, { signal, ...options } = {}) => ask("sql", { segment, options, dialect }, { signal }),
    sqlSchema: (dialect, options) => ask("schema", { dialect }, options),
    fields: (options) => ask("fields", null, options),
    dispose: connection.dispose,
  };
}
