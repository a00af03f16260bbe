// What can be undone: trees, newest last, sharing what did not change.

/** Most steps kept. */
const DEPTH = 200;

/** A line of states with a place in it. */
export class History<T> {
  #past: T[] = [];
  #future: T[] = [];
  #key: string | null = null;
  #now: T;

  constructor(first: T) {
    this.#now = first;
  }

  /** The state in use. */
  get now(): T {
    return this.#now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Goes on to another state. Consecutive edits with one key (the same text box) are one step. */
  push(next: T, key: string | null = null): void {
    if (key === null || key !== this.#key) this.#past = [...this.#past, this.#now].slice(-DEPTH);
    this.#key = key;
    this.#future = [];
    this.#now = next;
  }

  undo(): boolean {
    const earlier = this.#past.pop();
    if (earlier === undefined) return false;
    this.#future.push(this.#now);
    this.#now = earlier;
    this.#key = null;
    return true;
  }

  redo(): boolean {
    const later = this.#future.pop();
    if (later === undefined) return false;
    this.#past.push(this.#now);
    this.#now = later;
    this.#key = null;
    return true;
  }
}
