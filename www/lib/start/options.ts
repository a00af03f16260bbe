// How an engine is started, and what is told of it; nothing else, for callers see it.

/** Where the engine's wasm is; by default inside the package. */
export type WasmSource = WasmBytes | WasmModule;

/** Wasm that is not compiled yet. */
export type WasmBytes = string | URL | Response | PromiseLike<Response> | ArrayBuffer | Uint8Array<ArrayBuffer>;

/** A `WebAssembly.Module`, where the program's types know of it. */
type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M : never;

/** As much of a `Worker` as is used. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message" | "messageerror" | "error", listener: (event: { readonly type: string }) => void): void;
  terminate(): void;
}

/** Where the engine may run: a worker if one starts, a worker only, never, or this worker only. */
export type WorkerOption = "auto" | "required" | false | (() => WorkerLike);

/** How to start an engine. */
export interface StartOptions {
  /** The engine's wasm; by default it travels inside the package. */
  readonly wasm?: WasmSource;
  readonly worker?: WorkerOption;
  readonly signal?: AbortSignal;
}

/** Where an engine runs. */
export interface EngineInfo {
  readonly version: string;
  readonly thread: "worker" | "blob" | "page";
  /** Why the steps of the ladder before it failed. */
  readonly passed: readonly string[];
}
