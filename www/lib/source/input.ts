// Files to pack, whatever they come from: a name and chunks of bytes.

import { checkAborted } from "../errors.js";
import { chunksOf } from "./http.js";

/** A file to pack. */
export interface Input {
  /** Its base name tells which table it is. */
  readonly name: string;
  /** Bytes, if known before reading. */
  readonly size: number | null;
  /** Its bytes; each chunk's buffer is the caller's own and may be transferred. */
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** Bytes of one chunk: few messages, little memory. */
const CHUNK = 4 << 20;

/** A file or blob, read slice by slice. */
export function blobInput(name: string, blob: Blob): Input {
  return {
    name,
    size: blob.size,
    async *chunks(signal) {
      for (let start = 0; start < blob.size; start += CHUNK) {
        checkAborted(signal);
        yield new Uint8Array(await blob.slice(start, start + CHUNK).arrayBuffer());
      }
    },
  };
}

/** Bytes in memory; they are copied, for the caller keeps them. */
export function bytesInput(name: string, bytes: Uint8Array): Input {
  return {
    name,
    size: bytes.length,
    async *chunks(signal) {
      for (let start = 0; start < bytes.length; start += CHUNK) {
        checkAborted(signal);
        yield bytes.slice(start, start + CHUNK) as Uint8Array<ArrayBuffer>;
      }
    },
  };
}

/** A download, begun but not yet read. */
export function responseInput(name: string, response: Response): Input {
  const length = response.headers.get("content-encoding") === null ? response.headers.get("content-length") : null;
  return { name, size: length === null ? null : Number(length), chunks: (signal) => chunksOf(response, signal) };
}

/** Rows of one table as objects with its canonical column names. */
export function recordsInput(table: string, records: Iterable<object>): Input {
  return {
    name: `${table}.jsonl`,
    size: null,
    async *chunks(signal) {
      const encoder = new TextEncoder();
      let text = "";
      for (const record of records) {
        text += `${JSON.stringify(record)}\n`;
        if (text.length < CHUNK / 4) continue;
        checkAborted(signal);
        yield encoder.encode(text);
        text = "";
      }
      yield encoder.encode(text);
    },
  };
}

/** The last component of a path or URL. */
export function baseName(path: string): string {
  const plain = path.split(/[?#]/, 1)[0]!;
  const name = plain.slice(plain.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
