// Hooks over a snapshot for React 18 and later.

import { createContext, createElement, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { HeadcountError } from "./errors.js";
import { openSnapshot } from "./index.js";
import type { Live } from "./live.js";
import type { OpenOptions, Progress } from "./options.js";
import type { Count, Snapshot } from "./snapshot.js";
import type { Source } from "./source/source.js";
import type { CountOptions, SegmentInput } from "./types.js";

export { ruleFields, type RuleField, type RuleFieldOption } from "./rule-fields.js";

/** A snapshot on its way. */
export type SnapshotState =
  | { readonly status: "opening"; readonly snapshot: null; readonly error: null; readonly progress: Progress | null }
  | { readonly status: "open"; readonly snapshot: Snapshot; readonly error: null; readonly progress: null }
  | { readonly status: "failed"; readonly snapshot: null; readonly error: HeadcountError; readonly progress: null };

/** A count on its way: the last answer stays until the next one is there. */
export interface CountState {
  readonly count: Count | null;
  /** What stopped the newest count. */
  readonly error: HeadcountError | null;
  /** Whether `count` belongs to an older segment. */
  readonly pending: boolean;
}

const OPENING: SnapshotState = { status: "opening", snapshot: null, error: null, progress: null };
const NOTHING: CountState = { count: null, error: null, pending: false };

/**
 * Opens a snapshot while the component is mounted, and again when `source` is another one: a list or
 * function made during rendering must be memoized. Of `options` the newest hold when it opens.
 */
export function useSnapshot(source: Source | null, options: Omit<OpenOptions, "signal"> = {}): SnapshotState {
  const [state, setState] = useState<SnapshotState>(OPENING);
  const latest = useLatest(options);
  const key = source instanceof URL ? source.href : source;
  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const { onProgress } = latest.current;
    let opened: Snapshot | undefined;
    setState(OPENING);
    const tell = (progress: Progress) => {
      if (signal.aborted) return;
      onProgress?.(progress);
      if (progress.phase === "later") return;
      setState({ ...OPENING, progress } as SnapshotState);
    };
    openSnapshot(key, { ...latest.current, onProgress: tell, signal }).then(
      (snapshot) => {
        // StrictMode unmounts once before it mounts to stay.
        if (signal.aborted) return snapshot.dispose();
        opened = snapshot;
        setState({ status: "open", snapshot, error: null, progress: null });
      },
      (error: HeadcountError) => {
        if (!signal.aborted) setState({ status: "failed", snapshot: null, error, progress: null });
      },
    );
    return () => {
      controller.abort();
      opened?.dispose();
    };
  }, [key]);
  return state;
}

/** The exact count of a segment, following its edits. The newest `options` hold from the next edit on. */
export function useCount(snapshot: Snapshot | null, segment: SegmentInput, options: CountOptions = {}): CountState {
  const [state, setState] = useState(NOTHING);
  const live = useRef<Live | null>(null);
  const latest = useLatest(segment);
  const request = JSON.stringify(options);
  useEffect(() => {
    if (!snapshot) return setState(NOTHING);
    setState((before) => ({ ...before, pending: true }));
    const started = snapshot.live(latest.current, {
      ...(JSON.parse(request) as CountOptions),
      onCount: (count) => setState({ count, error: null, pending: false }),
      onError: (error) => setState((before) => ({ ...before, error, pending: false })),
    });
    live.current = started;
    return () => {
      live.current = null;
      started.dispose();
    };
  }, [snapshot, request]);
  const key = typeof segment === "string" ? segment : JSON.stringify(segment);
  const first = useRef(true);
  useEffect(() => {
    // The live count has begun with the first segment already.
    if (first.current) {
      first.current = false;
      return;
    }
    if (!live.current) return;
    setState((before) => ({ ...before, pending: true }));
    live.current.update(latest.current);
  }, [key]);
  return state;
}

const Context = /* @__PURE__ */ createContext<SnapshotState>(OPENING);

/** Props of `SnapshotProvider`. */
export interface SnapshotProviderProps extends Omit<OpenOptions, "signal"> {
  readonly source: Source | null;
  readonly children?: ReactNode;
}

/** Opens a snapshot for all components inside it. */
export function SnapshotProvider({ source, children, ...options }: SnapshotProviderProps) {
  const state = useSnapshot(source, options);
  return createElement(Context.Provider, { value: useMemo(() => state, [state]) }, children);
}

/** The snapshot of the nearest `SnapshotProvider`. */
export function useSharedSnapshot(): SnapshotState {
  return useContext(Context);
}

function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
