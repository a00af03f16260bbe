// Questions about a snapshot's rows, and their answers, by name.

import type { CompleteQuestion, CompletionReply } from "./completion.js";
import type { DistributionQuestion, DistributionReply } from "./distribution.js";
import type { CompareQuestion, CompareReply, TimelineQuestion, TimelineReply } from "./changes.js";
import type { ExplainQuestion, ExplainReply } from "./explain.js";
import type { MembersQuestion, MembersReply, MembershipsQuestion } from "./members.js";
import type {
  BreakdownQuestion,
  BreakdownReply,
  OverlapQuestion,
  OverlapReply,
  StatisticsQuestion,
  StatisticsReply,
  ValuesQuestion,
  ValuesReply,
} from "./values.js";

/** What can be asked of the engine beside counting, and what it answers, by name. */
export interface Questions {
  readonly explain: { readonly question: ExplainQuestion; readonly answer: ExplainReply };
  readonly members: { readonly question: MembersQuestion; readonly answer: MembersReply };
  /** Null if nothing with an order is compared at the path. */
  readonly distribution: { readonly question: DistributionQuestion; readonly answer: DistributionReply | null };
  readonly statistics: { readonly question: StatisticsQuestion; readonly answer: StatisticsReply };
  readonly breakdown: { readonly question: BreakdownQuestion; readonly answer: BreakdownReply };
  readonly overlap: { readonly question: OverlapQuestion; readonly answer: OverlapReply };
  readonly values: { readonly question: ValuesQuestion; readonly answer: ValuesReply };
  readonly compare: { readonly question: CompareQuestion; readonly answer: CompareReply };
  readonly timeline: { readonly question: TimelineQuestion; readonly answer: TimelineReply };
  readonly complete: { readonly question: CompleteQuestion; readonly answer: CompletionReply };
  /** The ids of those of the segments that the customer is in. */
  readonly memberships: { readonly question: MembershipsQuestion; readonly answer: readonly string[] };
}

/** One question: `{ memberships: { … } }`. */
export type Question = { [K in keyof Questions]: { readonly [Name in K]: Questions[K]["question"] } }[keyof Questions];

/** The answer to the question of the same name. */
export type Answer = Questions[keyof Questions]["answer"];
