// What a delta did to a snapshot and to the segments that were watched.

import type { Moved, MovedIds } from "./changes.js";
import type { CountOptions } from "./options.js";
import type { SegmentInput } from "./segment.js";
import type { Opened } from "./snapshot.js";

/** What is to be watched while a delta is applied. */
export interface ApplyRequest {
  readonly segments: readonly { readonly id: string; readonly segment: SegmentInput }[];
  readonly options?: CountOptions;
  /** Most ids listed of those who entered, and of those who left; 0 by default. */
  readonly ids?: number | null;
}

/** What a delta did; segments with a problem are left out. */
export interface AppliedReply {
  /** The snapshot afterwards. */
  readonly opened: Opened;
  readonly segments: readonly SegmentMoved[];
}

/** What a delta did to a segment. */
export interface SegmentMoved extends Moved {
  readonly id: string;
  /** Members before. */
  readonly before: number;
  /** Members afterwards. */
  readonly after: number;
  /** Every clause, and whom a change of its answer moved; several may have moved one customer. */
  readonly causes: readonly (Moved & { readonly path: string })[];
  /** Whom no clause moved alone. */
  readonly together: Moved;
  /** Who was not there before, or is there no longer. */
  readonly presence: Moved;
  /** Whom the passing of time moved: with the data of before they would have moved, too. */
  readonly time: Moved;
  /** The first ids, ascending as text. */
  readonly ids: MovedIds;
}
