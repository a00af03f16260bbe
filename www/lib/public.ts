// What every entry exports besides its functions.

export { HeadcountError } from "./errors.js";
export { memoryStore } from "./library/store.js";
export { filesOf } from "./source/drop.js";
export type { SegmentLibrary } from "./library/library.js";
export type { SegmentStore, StoredLibrary } from "./library/store.js";
export type { Alone } from "./functions.js";
export type { Language } from "./language.js";
export type { Live, LiveOptions } from "./live.js";
export type { ApplyOptions, OpenOptions, PackFilesOptions, Progress, WritePart } from "./options.js";
export type {
  Applied,
  AskOptions,
  BreakdownOptions,
  CompareOptions,
  CompleteOptions,
  Count,
  CsvOptions,
  DescribeOptions,
  DistributionOptions,
  ExplainOptions,
  MembersOptions,
  QueryOptions,
  Snapshot,
  TimelineOptions,
  ValuesOptions,
} from "./snapshot.js";
export type { FileSource, Records, Source } from "./source/source.js";
export type { EngineInfo, StartOptions, WasmSource, WorkerLike, WorkerOption } from "./start/options.js";
export type * from "./types.js";
