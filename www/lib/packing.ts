// From files to a packed snapshot; loaded when files are packed.

import type { Connection } from "./connection.js";
import { checkAborted, failure } from "./errors.js";
import type { PackFilesOptions, WritePart } from "./options.js";
import type { Input } from "./source/input.js";
import { compile } from "./start/wasm.js";
import type { PackedDocuments, PackOptions } from "./types.js";
import { spelledOut } from "./zones.js";

/** Sends files to the packer chunk by chunk, one ahead of what it reads. */
export async function feed(
  connection: Connection,
  inputs: readonly Input[],
  options: PackFilesOptions,
  signal: AbortSignal,
): Promise<void> {
  const totalBytes = inputs.reduce<number | null>(
    (sum, { size }) => (sum === null || size === null ? null : sum + size),
    0,
  );
  let bytes = 0;
  const module = await compile("packer", undefined, signal);
  await connection.call("pack", [module, packOptions(options)], { signal });
  for (const input of inputs) {
    await connection.call("file", [input.name], { signal });
    let sent = Promise.resolve(0);
    for await (const chunk of input.chunks(signal)) {
      const { length } = chunk;
      const rows = await sent;
      sent = connection.call("push", [chunk], { signal, transfer: [chunk.buffer] });
      sent.catch(() => {});
      bytes += length;
      options.onProgress?.({ phase: "pack", part: input.name, bytes, totalBytes, rows });
    }
    await sent;
    const rows = await connection.call("endFile", [], { signal });
    options.onProgress?.({ phase: "pack", part: input.name, bytes, totalBytes, rows });
  }
}

/** Hands over the parts of what was fed, piece by piece; gives what is said of them. */
export async function handOut(
  connection: Connection,
  write: WritePart,
  options: PackFilesOptions,
  signal: AbortSignal,
): Promise<PackedDocuments> {
  await connection.call("packed", [], { signal });
  let bytes = 0;
  for (;;) {
    const pieces = await connection.call("pieces", [], { signal });
    if (pieces.length === 0) break;
    for (const piece of pieces) {
      bytes += piece.bytes.length;
      await write(piece.path, piece.bytes);
    }
    options.onProgress?.({ phase: "write", part: pieces.at(-1)!.path, bytes, totalBytes: null, rows: null });
    // An engine on this thread would let nothing else run, not even an abort.
    await new Promise((proceed) => setTimeout(proceed));
    checkAborted(signal);
  }
  return connection.call("documents", [], { signal });
}

/** The engine's options of packing. */
function packOptions(options: PackFilesOptions): PackOptions {
  const { timeZone, currency, takenAt = new Date(), mapping, pseudonymous = false, maxBytes, base } = options;
  const instant = typeof takenAt === "string" ? takenAt : instantOf(takenAt);
  return {
    timeZone: timeZone === undefined ? null : spelledOut(timeZone, instant),
    currency: currency ?? null,
    takenAt: instant,
    mapping: mapping === undefined || typeof mapping === "string" ? (mapping ?? null) : JSON.stringify(mapping),
    pseudonymous,
    maxBytes: maxBytes ?? null,
    base: typeof base === "object" ? base.manifest : (base ?? null),
  };
}

function instantOf(date: Date): string {
  if (Number.isNaN(date.getTime())) throw failure("bad-argument", "The option takenAt is no valid date.");
  return `${date.toISOString().slice(0, 19)}Z`;
}
