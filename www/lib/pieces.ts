// Parts that come piece by piece.

import type { PackedPart } from "./types.js";

/** Gathers the pieces of parts, which come one part after the other. */
export class Pieces {
  readonly #parts: PackedPart[] = [];
  #path = "";
  #pieces: Uint8Array<ArrayBuffer>[] = [];

  add(path: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (path !== this.#path) this.#join();
    this.#path = path;
    this.#pieces.push(bytes);
  }

  /** The parts, when all pieces were added. */
  parts(): PackedPart[] {
    this.#join();
    return this.#parts;
  }

  #join(): void {
    if (this.#pieces.length === 0) return;
    const bytes = new Uint8Array(this.#pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#parts.push({ path: this.#path, bytes });
    this.#pieces = [];
  }
}
