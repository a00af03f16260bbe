// Questions that need no rows, and their answers, by name.

import type { CompleteQuestion, CompletionReply } from "./completion.js";
import type { FieldDescription } from "./fields.js";
import type { LibraryAnswer, LibraryQuestion } from "./library.js";
import type { CountOptions } from "./options.js";
import type { CheckReply } from "./problems.js";
import type { SegmentInput } from "./segment.js";
import type { DescribeQuestion, DescribeReply, Format, FormatReply, SqlDialect, SqlQuestion, SqlReply } from "./words.js";

/** What can be asked about a segment without counting, and what is answered, by name. */
export interface AuthorQuestions {
  readonly check: {
    readonly question: { readonly segment: SegmentInput; readonly options?: CountOptions };
    readonly answer: CheckReply;
  };
  /** Without a snapshot. */
  readonly complete: { readonly question: CompleteQuestion; readonly answer: CompletionReply };
  readonly format: { readonly question: { readonly segment: SegmentInput; readonly to: Format }; readonly answer: FormatReply };
  readonly describe: { readonly question: DescribeQuestion; readonly answer: DescribeReply };
  readonly sql: { readonly question: SqlQuestion; readonly answer: SqlReply };
  /** The statements that create the tables the SQL is for. */
  readonly schema: { readonly question: { readonly dialect: SqlDialect }; readonly answer: string };
  readonly fields: { readonly question: null; readonly answer: readonly FieldDescription[] };
  readonly library: { readonly question: LibraryQuestion; readonly answer: LibraryAnswer };
}

/** One question: `{ describe: { … } }`. */
export type AuthorQuestion = {
  [K in keyof AuthorQuestions]: { readonly [Name in K]: AuthorQuestions[K]["question"] };
}[keyof AuthorQuestions];

/** The answer to the question of the same name. */
export type AuthorAnswer = AuthorQuestions[keyof AuthorQuestions]["answer"];
