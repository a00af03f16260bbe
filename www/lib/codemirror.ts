// Language support for CodeMirror 6: colours, problems with their fixes, completion.

import { autocompletion, pickedCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { LanguageSupport, StreamLanguage, type StringStream } from "@codemirror/language";
import { linter, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { CompletionReply, Problem, Proposal } from "./types.js";

/** What the editor asks for. */
export interface SegmentQueryOptions {
  /** Tells what may stand at a place: `(text, offset) => snapshot.complete(text, offset)`. Without it nothing is proposed. */
  readonly complete?: (text: string, offset: number) => PromiseLike<CompletionReply>;
  /** Tells the problems of a text: `(text) => snapshot.check(text)`. Without it none are shown. */
  readonly check?: (text: string) => PromiseLike<{ readonly problems: readonly Problem[] }>;
  /** Milliseconds without an edit before a text is checked; by default 150. */
  readonly delay?: number;
}

/** The segment query language. */
export function segmentQuery(options: SegmentQueryOptions = {}): LanguageSupport {
  const { check, complete, delay = 150 } = options;
  const language = segmentLanguage();
  const support: Extension[] = [];
  if (complete) {
    const source = (context: CompletionContext) => completionAt(context, complete);
    // A name calls for an operator, an operator for a value.
    const activateOnCompletion = ({ type }: Completion) => type !== "punctuation";
    // What the snapshot cannot answer is told apart.
    const optionClass = ({ type }: Completion) => (type === "unavailable" ? "cm-completionUnavailable" : "");
    support.push(
      language.data.of({ autocomplete: source }),
      autocompletion({ activateOnCompletion, optionClass, icons: false }),
      EditorView.baseTheme({ ".cm-completionUnavailable": { fontStyle: "italic" } }),
    );
  }
  if (check) support.push(linter((view) => diagnose(view, check), { delay }));
  return new LanguageSupport(language, support);
}

const KEYWORD = /^(?:AND|OR|NOT|BETWEEN|IN|CONTAINS|ANY|ALL|NONE|STARTS|ENDS|WITH|IS|NULL|MATCHES|NOT_MATCHES|STAT)$/i;

/** Patterns in the order they are tried; a word is decided by its text. */
const TOKENS: readonly (readonly [RegExp, string | ((text: string) => string)])[] = [
  [/^--.*/, "comment"],
  [/^'(?:[^'\\]|\\.)*'?/, "string"],
  [/^\d{4}-\d\d-\d\d(?:T[\d:]+)?/, "literal"],
  [/^[+-]?\d+(?:min|[dwmyh])\b/, "literal"],
  [/^[+-]?\d+(?:\.\d+)?/, "number"],
  [/^(?:!=|>=|<=|=|>|<)/, "operator"],
  [/^[(),:]/, "punctuation"],
  [/^[\p{L}_](?:[\p{L}\p{N}_-]|\.(?:'(?:[^'\\]|\\.)*'?|[\p{L}\p{N}_-]+))*/u, wordStyle],
];

function wordStyle(word: string): string {
  if (KEYWORD.test(word)) return "keyword";
  if (/^(?:true|false)$/i.test(word)) return "bool";
  return /^(?:today|yesterday)$/i.test(word) ? "literal" : "variableName";
}

/** The language's colours alone. */
export function segmentLanguage(): StreamLanguage<null> {
  return StreamLanguage.define<null>({
    name: "segment query",
    startState: () => null,
    token(stream: StringStream) {
      if (stream.eatSpace()) return null;
      for (const [pattern, style] of TOKENS) {
        const match = stream.match(pattern) as RegExpMatchArray | null;
        if (match) return typeof style === "string" ? style : style(match[0]);
      }
      stream.next();
      return "invalid";
    },
    languageData: { commentTokens: { line: "--" }, closeBrackets: { brackets: ["(", "'"] } },
  });
}

async function diagnose(
  view: EditorView,
  check: NonNullable<SegmentQueryOptions["check"]>,
): Promise<readonly Diagnostic[]> {
  const { problems } = await check(view.state.doc.toString());
  const { length } = view.state.doc;
  return problems.map((problem) => diagnosticOf(problem, length));
}

/** A problem as CodeMirror shows it. */
export function diagnosticOf({ span, severity, message, code, fix }: Problem, length: number): Diagnostic {
  // The text may have become shorter since it was checked.
  const within = (offset: number) => Math.min(offset, length);
  return {
    from: within(span?.start ?? 0),
    to: within(span?.end ?? length),
    severity,
    message,
    source: code,
    actions: fix
      ? [
          {
            name: fix.text === "" ? "Remove" : fix.text,
            apply: (view) =>
              view.dispatch({
                changes: { from: fix.span.start, to: fix.span.end, insert: fix.text },
                userEvent: "input.fix",
              }),
          },
        ]
      : [],
  };
}

async function completionAt(
  context: CompletionContext,
  complete: NonNullable<SegmentQueryOptions["complete"]>,
): Promise<CompletionResult | null> {
  const { state, pos, explicit } = context;
  const { span, proposals } = await complete(state.doc.toString(), pos);
  const word = state.sliceDoc(span.start, span.end);
  // Unasked, a list opens where a word begins or goes on, and never for what is there already.
  const begins = /^$|[\s(,:=<>]$/.test(state.sliceDoc(Math.max(0, pos - 1), pos)) || span.start < pos;
  const wanted = explicit ? proposals : proposals.filter(({ kind, insert }) => kind !== "punctuation" && insert !== word);
  if (context.aborted || wanted.length === 0 || !(explicit || begins)) return null;
  // The engine has matched and ordered them, values by their counts.
  return { from: span.start, to: span.end, options: wanted.map(optionOf), filter: false };
}

/** A proposal as CodeMirror shows it. */
export function optionOf({ kind, label, insert, back, available, detail, help, customers }: Proposal): Completion {
  return {
    label,
    type: available ? kind : "unavailable",
    detail: [customers?.toLocaleString(), detail].filter((part) => part !== undefined).join(" "),
    ...(help !== undefined && { info: help }),
    apply: (view, completion, from, to) => {
      const selection = { anchor: from + insert.length - back };
      const annotations = pickedCompletion.of(completion);
      view.dispatch({ changes: { from, to, insert }, selection, userEvent: "input.complete", annotations, scrollIntoView: true });
    },
  };
}
