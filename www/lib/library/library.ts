// The segment library of an open snapshot. The rules are the engine's; this keeps engine and store in step.

import { HeadcountError } from "../errors.js";
import type { Ask } from "../question.js";
import type { Snapshot } from "../snapshot.js";
import type {
  AppliedReply,
  AuthorQuestions,
  CountOptions,
  CustomerSegments,
  LibraryAction,
  LibraryChange,
  LibraryFilter,
  LibraryQuestion,
  LogPage,
  Merge,
  SavedSegment,
  SegmentRecord,
} from "../types.js";
import { memoryStore, type SegmentStore } from "./store.js";

/** Commands are tried again this often when another tab has written in between. */
const TRIES = 20;

/** The saved segments. Every change is in the store when its promise resolves. */
export interface SegmentLibrary {
  /** Reads the store again, as another tab may have written. */
  reload(): Promise<void>;
  /** Every segment, by name. */
  list(): Promise<readonly SegmentRecord[]>;
  /** The segments a filter lets through. */
  search(filter: LibraryFilter): Promise<readonly SegmentRecord[]>;
  /** A new automatic segment; gives its id. */
  create(name: string, condition: SavedSegment, options?: { readonly active?: boolean }): Promise<string>;
  /** A new manual segment; gives its id. */
  createManual(name: string, members?: readonly string[], options?: { readonly active?: boolean }): Promise<string>;
  /**
   * Other criteria for a segment that was at `version`; `conflict` if it was changed since, and
   * nothing is lost: neither that change nor this one.
   */
  save(
    id: string,
    version: number,
    condition: SavedSegment,
    counts?: { readonly before?: number; readonly after?: number },
  ): Promise<void>;
  /** Another name; segments that refer to it follow. */
  rename(id: string, version: number, name: string): Promise<void>;
  activate(id: string): Promise<void>;
  deactivate(id: string): Promise<void>;
  /** A copy, inactive; gives its id. */
  duplicate(id: string, name?: string): Promise<string>;
  /** Refused with `segment-in-use` while something needs it. */
  remove(id: string, version: number): Promise<void>;
  attachCampaign(id: string, campaign: string, name: string): Promise<void>;
  attachFlow(id: string, flow: string, name: string, options?: { readonly active?: boolean }): Promise<void>;
  detachFlow(id: string, flow: string): Promise<void>;
  assignVariants(id: string, variants: readonly string[]): Promise<void>;
  addMembers(id: string, customers: readonly string[]): Promise<void>;
  removeMembers(id: string, customers: readonly string[]): Promise<void>;
  /** Carries out any action. */
  change(action: LibraryAction): Promise<LibraryChange>;
  /** Counts every segment on the snapshot and keeps the counts. */
  count(options?: CountOptions): Promise<void>;
  /** The segments one customer is in, and the product variants they are shown. */
  customer(id: string, options?: CountOptions): Promise<CustomerSegments>;
  /** The log, newest first. */
  log(options?: { readonly segment?: string; readonly offset?: number; readonly limit?: number }): Promise<LogPage>;
  /** The whole library as one JSON text. */
  export(): Promise<string>;
  /** Takes in an exported library; gives the ids of the segments that came. */
  import(document: string, merge: Merge): Promise<readonly string[]>;
  /** Calls `onChange` after another tab has changed the library; gives what ends it. */
  watch(onChange: () => void): Promise<() => void>;
  /** Uses another store from now on. */
  use(store: SegmentStore): Promise<void>;
}

/** A library, and what only its snapshot asks of it. */
export interface OwnLibrary extends SegmentLibrary {
  /** The condition of every segment. */
  conditions(): Promise<readonly { readonly id: string; readonly segment: SavedSegment }[]>;
  /** Keeps what a delta did, and writes into the log who entered and left. */
  moved(reply: AppliedReply): Promise<void>;
}

/** What a library stands on: its rules, and the rows of an open snapshot. */
export interface Ground {
  readonly author: Ask<AuthorQuestions>;
  readonly ask: Ask;
  readonly snapshot: Pick<Snapshot, "snapshotId" | "count">;
}

/** The library of an open snapshot. */
export function createLibrary({ author, ask, snapshot }: Ground, first: SegmentStore = memoryStore()): OwnLibrary {
  let store = first;
  /** The stored revision the engine's library is at. */
  let revision: number | null = null;
  let opened: Promise<void> | null = null;
  /** Questions one after another: a reload never falls between a change and its writing. */
  let queue: Promise<unknown> = Promise.resolve();

  const library = async <T>(question: LibraryQuestion) => (await author("library", question)) as T;
  const segments = () => library<readonly { readonly id: string; readonly segment: SavedSegment }[]>("segments");
  const open = async () => {
    const stored = await store.read();
    await library({ open: { document: stored?.document ?? null } });
    revision = stored?.revision ?? null;
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(async () => {
      await (opened ??= open().catch((error: unknown) => {
        opened = null;
        throw error;
      }));
      return work();
    });
    queue = turn.catch(() => {});
    return turn;
  };

  /** Does something that changes the library, and writes it; after another tab's change, again. */
  const write = <T>(work: () => Promise<T>) =>
    inTurn(async () => {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const answer = await work();
        const next = await library<{ revision: number; document: string }>("document");
        if (next.revision === revision) return answer;
        const written = await store.write(next, revision).catch(async (error: unknown) => {
          await open();
          throw error;
        });
        if (written) {
          revision = next.revision;
          return answer;
        }
        await open();
      }
      throw new HeadcountError({
        code: "conflict",
        message: "The library is being changed elsewhere all the time.",
        help: "Try again in a moment.",
      });
    });
  const countAll = async (options: CountOptions) => {
    const counts: { id: string; count: number }[] = [];
    let asOf = "";
    for (const { id, segment } of await segments()) {
      const reply = await snapshot.count(segment, options).catch((error: unknown) => {
        // A segment that cannot be read keeps its last count.
        if (error instanceof HeadcountError && error.code === "bad-segment") return null;
        throw error;
      });
      if (reply === null || reply.count === null) continue;
      counts.push({ id, count: reply.count });
      asOf = reply.asOf;
    }
    await library({ counted: { counts, snapshot: snapshot.snapshotId, asOf, now: new Date().toISOString() } });
  };
  const change = (action: LibraryAction) => write(() => library<LibraryChange>({ change: { now: new Date().toISOString(), ...action } }));
  const quiet = async (action: LibraryAction) => void (await change(action));
  const search = (filter: LibraryFilter) =>
    inTurn(async () => (await library<{ segments: readonly SegmentRecord[] }>({ search: filter })).segments);

  return {
    reload: () => inTurn(open),
    list: () => search({}),
    search,
    create: async (name, condition, { active = false } = {}) => (await change({ do: "create", name, condition, active })).id,
    createManual: async (name, members = [], { active = false } = {}) =>
      (await change({ do: "createManual", name, members, active })).id,
    save: (id, version, condition, { before, after } = {}) =>
      quiet({ do: "edit", id, version, condition, countBefore: before ?? null, countAfter: after ?? null }),
    rename: (id, version, name) => quiet({ do: "rename", id, version, name }),
    activate: (id) => quiet({ do: "activate", id }),
    deactivate: (id) => quiet({ do: "deactivate", id }),
    duplicate: async (id, name) => (await change({ do: "duplicate", id, name: name ?? null })).id,
    remove: (id, version) => quiet({ do: "remove", id, version }),
    attachCampaign: (id, campaign, name) => quiet({ do: "attachCampaign", id, campaign, name }),
    attachFlow: (id, flow, name, { active = false } = {}) => quiet({ do: "attachFlow", id, flow, name, active }),
    detachFlow: (id, flow) => quiet({ do: "detachFlow", id, flow }),
    assignVariants: (id, variants) => quiet({ do: "assignVariants", id, variants }),
    addMembers: (id, customers) => quiet({ do: "addMembers", id, customers }),
    removeMembers: (id, customers) => quiet({ do: "removeMembers", id, customers }),
    change,
    count: (options = {}) => write(() => countAll(options)),
    conditions: () => inTurn(segments),
    moved: ({ opened, segments: moved }) =>
      write(async () => {
        // A segment may have been removed meanwhile.
        const there = new Set((await segments()).map(({ id }) => id));
        const counts = moved
          .filter(({ id }) => there.has(id))
          .map(({ id, after, entered, left, causes, presence, time, ids }) => ({
            id,
            count: after,
            entered: { count: entered, ids: ids.entered },
            left: { count: left, ids: ids.left },
            causes,
            presence,
            time,
          }));
        await library({ counted: { counts, snapshot: opened.snapshotId, asOf: opened.takenAt, now: new Date().toISOString() } });
      }),
    customer: (customer, options = {}) =>
      inTurn(async () => {
        const found = await ask("memberships", { customer, segments: await segments(), options });
        return { segments: found, variants: await library<readonly string[]>({ shown: { segments: found } }) };
      }),
    log: ({ segment, offset = 0, limit = 100 } = {}) =>
      inTurn(() => library<LogPage>({ log: { segment: segment ?? null, offset, limit } })),
    export: () => inTurn(async () => (await library<{ document: string }>("document")).document),
    import: async (document, merge) =>
      (
        await write(() =>
          library<{ segments: readonly string[] }>({ import: { document, merge, now: new Date().toISOString() } }),
        )
      ).segments,
    watch: async (onChange) => store.watch?.(() => void inTurn(open).then(onChange, () => {})) ?? (() => {}),
    use: (next) =>
      inTurn(async () => {
        store = next;
        await open();
      }),
  };
}
