// The reply to the question who is in a segment.

/** A page of members. */
export interface MembersReply {
  /** Members of the segment in all. */
  readonly total: number;
  /** Ids of this page, ascending as text. */
  readonly ids: readonly string[];
}
