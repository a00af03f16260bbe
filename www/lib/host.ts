// The engine's side of the protocol: runs in a worker or, where none may start, on the page.

import createAuthorGlue, { type Author } from "./engine/author-glue.js";
import createGlue, { type Engine } from "./engine/glue.js";
import createPackerGlue, { type Packer, type Packing } from "./engine/packer-glue.js";
import { failure, HeadcountError, isPlain, wordsOf } from "./errors.js";
import { checkFits, SMALLER, tooLarge } from "./memory.js";
import { Pieces } from "./pieces.js";
import type { Call, Reply } from "./protocol.js";
import { partsOf } from "./source/packed.js";
import type {
  Answer,
  AppliedReply,
  ApplyRequest,
  AuthorAnswer,
  AuthorQuestion,
  CountOptions,
  CountReply,
  LibraryQuestion,
  Opened,
  PackOptions,
  PackedDocuments,
  PackedPart,
  PlainError,
  Question,
  Report,
  SegmentInput,
  Table,
  TimeZone,
} from "./types.js";

/** One engine: a compiled module and what was made of it so far. */
export interface Host {
  module: WebAssembly.Module | null;
  /** Of an instance of its own, dropped with its memory before counting begins. */
  packer: Packer | null;
  packing: Packing | null;
  engine: Engine | null;
  /** Of the open snapshot. */
  manifest: string;
  /** Of an instance of its own. */
  author: Author | null;
  /** Of the engine's instance, or the packer's before there is one. */
  memory: WebAssembly.Memory | null;
  /** Buffers of the reply that move instead of being copied. */
  moved: ArrayBuffer[];
  crash: PlainError | null;
}

/** Bytes of pieces that go in one reply, unless there are no more. */
const REPLY = 4 << 20;

/** An engine that was not started. */
export function newHost(): Host {
  return { module: null, packer: null, packing: null, engine: null, manifest: "", author: null, memory: null, moved: [], crash: null };
}

/** Every method that can be called, by name. */
const methods = {
  /** The handshake: the first call, once. Answers with the engine's version. */
  async start(host: Host, what: "engine" | "author", module: WebAssembly.Module): Promise<string> {
    if (what === "author") return author(host, module);
    host.module = module;
    return (await instance(host)).version();
  },

  // Without rows.
  author,
  askAuthor(host: Host, question: AuthorQuestion, now: number): AuthorAnswer {
    const { author, engine } = host;
    if (author === null) throw failure("worker-failed", "The author was called before it was started.");
    const answer = author.ask(question, now);
    if ("library" in question && engine !== null && changes(question.library)) engine.referTo(author.nameable());
    return answer;
  },

  // Packing, in this order: pack, then file, push and endFile for each file, then packed, pieces
  // until there are none and documents, or openPacked instead of these.
  async pack(host: Host, module: WebAssembly.Module, options: PackOptions): Promise<void> {
    const glue = createPackerGlue();
    host.memory = (await glue.default({ module_or_path: module })).memory;
    host.packer = new glue.Packer(options);
  },
  file(host: Host, name: string): void {
    packer(host).startFile(name);
  },
  push(host: Host, chunk: Uint8Array<ArrayBuffer>): number {
    packer(host).push(chunk);
    return packer(host).rows();
  },
  endFile(host: Host): number {
    packer(host).endFile();
    return packer(host).rows();
  },
  packed(host: Host): void {
    host.packing = packer(host).finish();
    host.packer = null;
  },
  pieces(host: Host): PackedPart[] {
    const pieces: PackedPart[] = [];
    for (let bytes = 0; bytes < REPLY; bytes += pieces.at(-1)!.bytes.length) {
      const piece = packing(host).next();
      if (piece === undefined) break;
      pieces.push(piece);
    }
    host.moved = pieces.map((piece) => piece.bytes.buffer);
    return pieces;
  },
  documents(host: Host): PackedDocuments {
    const documents = packing(host).end();
    host.packing = null;
    return documents;
  },
  async openPacked(host: Host, maxBytes: number | undefined): Promise<Opened & { report: Report }> {
    methods.packed(host);
    const pieces = new Pieces();
    for (let piece = packing(host).next(); piece; piece = packing(host).next()) pieces.add(piece.path, piece.bytes);
    const { manifest, report } = methods.documents(host);
    checkFits(partsOf(manifest).parts, maxBytes);
    const pairs = pieces.parts().map(({ path, bytes }): [string, Uint8Array] => [path, bytes]);
    return { ...(await open(host, manifest, pairs, null, maxBytes)), report };
  },

  open,
  /** Reads parts of tables that were left out so far. */
  async read(host: Host, parts: [string, Uint8Array][], maxBytes: number | undefined): Promise<void> {
    const given = await hashed(parts);
    engine(host).read(given);
    checkHeld(host, maxBytes);
  },

  /** The text of the manifest of what is open. */
  manifest: (host: Host): string => host.manifest,
  async apply(host: Host, manifest: string, parts: [string, Uint8Array][], request: ApplyRequest): Promise<AppliedReply> {
    const segments = engine(host).apply(manifest, await hashed(parts), request);
    host.manifest = manifest;
    host.author?.rebase(engine(host).outline());
    return { opened: engine(host).opened(), segments };
  },

  // On a snapshot.
  count(host: Host, segment: SegmentInput, options: CountOptions): CountReply & { elapsed: number } {
    const start = performance.now();
    const reply = engine(host).count(segment, options);
    return { ...reply, elapsed: performance.now() - start };
  },
  check: (host: Host, segment: SegmentInput, options: CountOptions) => engine(host).check(segment, options),
  ask(host: Host, question: Question): Answer {
    const answer = engine(host).ask(question);
    host.moved = columnsOf(answer);
    return answer;
  },
  members: (host: Host, segment: SegmentInput, options: CountOptions, offset: number, limit: number) =>
    engine(host).members(segment, options, offset, limit),
};

/** The methods' types; the page needs no more of this file. */
export type Methods = typeof methods;

/** Carries out a call; never throws. */
export async function answer(host: Host, call: Call): Promise<Reply> {
  if (host.crash !== null) return { id: call.id, error: host.crash, died: true };
  host.moved = [];
  try {
    const method = methods[call.method as keyof Methods] as (host: Host, ...args: readonly unknown[]) => unknown;
    return { id: call.id, value: await method(host, ...call.args) };
  } catch (thrown) {
    const error = plainOf(host, thrown);
    // Reading tells of parts that are absent or come too early; questions, of tables they need.
    const asked = error.code === "missing-part" && !["open", "read", "apply"].includes(call.method);
    if (asked) return { id: call.id, wanted: error.path!.split(", ") as Table[] };
    return { id: call.id, error, died: host.crash !== null };
  }
}

/** Starts what needs no rows, for the open snapshot if there is one. */
async function author(host: Host, module: WebAssembly.Module): Promise<string> {
  const glue = createAuthorGlue();
  await glue.default({ module_or_path: module });
  host.author = new glue.Author(host.engine?.outline());
  return glue.version();
}

/** Whether a question changes what conditions may name. */
function changes(question: LibraryQuestion): boolean {
  return typeof question === "object" && ("open" in question || "change" in question || "import" in question);
}

/** A fresh instance of the engine: its memory is as small as it ever is. */
async function instance(host: Host) {
  if (host.module === null) throw failure("worker-failed", "The engine was called before it was started.");
  const glue = createGlue();
  host.memory = (await glue.default({ module_or_path: host.module })).memory;
  return glue;
}

/** The hash by the processor's own instructions; null where the page is not secure, and the engine computes it. */
async function sha256(bytes: Uint8Array): Promise<string | null> {
  if (globalThis.crypto?.subtle === undefined) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function open(
  host: Host,
  manifest: string,
  parts: [string, Uint8Array][],
  timeZone: TimeZone | null,
  maxBytes: number | undefined,
): Promise<Opened> {
  const given = hashed(parts);
  const { Engine } = await instance(host);
  host.engine = new Engine(manifest, await given, timeZone ?? undefined);
  host.manifest = manifest;
  checkHeld(host, maxBytes);
  return host.engine.opened();
}

/** Refuses to hold more: what was told from the manifest was a guess. */
function checkHeld(host: Host, maxBytes: number | undefined): void {
  const bytes = host.memory!.buffer.byteLength;
  if (maxBytes !== undefined && bytes > maxBytes) throw tooLarge(`The snapshot takes ${bytes} bytes of memory`, bytes, maxBytes);
}

/** Parts with their hashes. They leave the list that gave them: the engine lets go of each once it is read. */
function hashed(parts: [string, Uint8Array][]): Promise<[string, Uint8Array, string | null][]> {
  return Promise.all(
    parts.splice(0).map(async ([path, bytes]): Promise<[string, Uint8Array, string | null]> => [path, bytes, await sha256(bytes)]),
  );
}

/** The buffers of the columns of an answer. */
function columnsOf(answer: Answer): ArrayBuffer[] {
  const values: unknown[] = typeof answer === "object" && answer !== null ? Object.values(answer) : [];
  return values.flatMap((value) => (value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []));
}

function packer(host: Host): Packer {
  if (host.packer === null) throw failure("worker-failed", "Nothing is being packed.");
  return host.packer;
}

function packing(host: Host): Packing {
  if (host.packing === null) throw failure("worker-failed", "Nothing is being written.");
  return host.packing;
}

function engine(host: Host): Engine {
  if (host.engine === null) throw failure("worker-failed", "No snapshot is open.");
  return host.engine;
}

/**
 * The error of memory that was refused. Panics are thrown with their words: a trap that comes without
 * any is an allocation that failed.
 */
function ranOut(host: Host, thrown: unknown): PlainError | undefined {
  const refused = thrown instanceof WebAssembly.RuntimeError && /unreachable/i.test(thrown.message);
  if (!refused && !/capacity overflow/.test(wordsOf(thrown))) return undefined;
  const bytes = host.memory?.buffer.byteLength ?? 0;
  const message = `The engine had ${bytes} bytes of memory and was refused more.`;
  return { code: "too-large", message, help: SMALLER, bytes };
}

/** The engine throws plain errors; anything else killed the instance. */
function plainOf(host: Host, thrown: unknown): PlainError {
  if (isPlain(thrown)) return thrown;
  if (thrown instanceof HeadcountError) {
    const { code, message, bytes } = thrown;
    return bytes === undefined ? { code, message } : { code, message, bytes };
  }
  host.crash = ranOut(host, thrown) ?? {
    code: "engine-crashed",
    message: `The engine crashed: ${wordsOf(thrown)}`,
    help: "Open the snapshot again; please report what was asked.",
  };
  host.packer = host.packing = host.engine = host.author = null;
  return host.crash;
}
