// Language support for CodeMirror 6: colours, problems with their fixes, completion.

import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { LanguageSupport, StreamLanguage, type StringStream } from "@codemirror/language";
import { linter, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { FieldDescription, Problem } from "./types.js";

/** What the editor asks for. */
export interface SegmentQueryOptions {
  /** Fields and functions to complete: those of a snapshot, or of the language alone. */
  readonly fields?: readonly FieldDescription[] | (() => readonly FieldDescription[]);
  /** Tells the problems of a text: `(text) => snapshot.check(text)`. Without it none are shown. */
  readonly check?: (text: string) => PromiseLike<{ readonly problems: readonly Problem[] }>;
  /** Milliseconds without an edit before a text is checked; by default 150. */
  readonly delay?: number;
}

/** The segment query language. */
export function segmentQuery(options: SegmentQueryOptions = {}): LanguageSupport {
  const { check, delay = 150, fields = [] } = options;
  const language = segmentLanguage();
  const complete = completionOf(typeof fields === "function" ? fields : () => fields);
  const support: Extension[] = [language.data.of({ autocomplete: complete }), autocompletion()];
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

/** What stands before the cursor: names, words and punctuation, without blanks and comments. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const found = TOKENS.map(([pattern]) => pattern.exec(rest)?.[0]).find((token) => token !== undefined) ?? rest[0]!;
    if (!found.startsWith("--")) tokens.push(found);
    rest = rest.slice(found.length).trimStart();
  }
  return tokens;
}

function completionOf(fields: () => readonly FieldDescription[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\p{L}\p{N}_.]*$/u);
    const from = word?.from ?? context.pos;
    if (from === context.pos && !context.explicit) return null;
    const tokens = tokensOf(context.state.sliceDoc(0, from));
    const options = optionsAfter(tokens, fields());
    return options.length === 0 ? null : { from, options, validFor: /^[\p{L}\p{N}_.]*$/u };
  };
}

/** What may stand after the tokens. */
function optionsAfter(tokens: readonly string[], fields: readonly FieldDescription[]): Completion[] {
  const last = tokens.at(-1);
  const scope = functionAround(tokens, fields);
  const names = scope?.parameters ?? fields.filter(({ available }) => available);
  const known = (name: string | undefined) => names.find((each) => each.name === name);
  if (last === undefined || /^(?:AND|OR|NOT)$/i.test(last) || last === "(" || last === ",") return names.map(nameOption);
  const before = known(last);
  if (before) return before.operators.map((label) => ({ label, type: "keyword" }));
  const field = [...tokens].reverse().map(known).find((each) => each !== undefined);
  if (field && wantsValue(last)) return valueOptions(field);
  return scope ? [] : ["AND", "OR"].map((label) => ({ label, type: "keyword" }));
}

function wantsValue(token: string): boolean {
  return /^(?:!=|>=|<=|=|>|<|BETWEEN|CONTAINS|WITH|\()$/i.test(token);
}

type Named = Pick<FieldDescription, "name" | "label" | "help" | "type" | "operators"> & Partial<FieldDescription>;

function nameOption({ name, label, help, type, kind }: Named): Completion {
  return { label: name, detail: label, info: help, type: kind === "function" ? "function" : "property", boost: type === "any" ? -1 : 0 };
}

function valueOptions({ type, values }: Named): Completion[] {
  const labels =
    values?.map((value) => `'${value}'`) ??
    (type === "boolean" ? ["true", "false"] : type === "date" ? ["today", "yesterday", "-7d", "-30d", "-12m"] : []);
  return labels.map((label) => ({ label, type: "constant" }));
}

/** The function whose parameters are being written. */
function functionAround(tokens: readonly string[], fields: readonly FieldDescription[]): FieldDescription | undefined {
  let depth = 0;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    if (tokens[at] === ")") depth += 1;
    if (tokens[at] !== "(") continue;
    if (depth > 0) depth -= 1;
    else {
      const name = tokens.slice(0, at).reverse().find((token) => !/^(?:NOT|MATCHES|NOT_MATCHES)$/i.test(token));
      return fields.find((field) => field.kind === "function" && field.name === name);
    }
  }
  return undefined;
}
