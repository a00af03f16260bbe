// The segment as text: CodeMirror with the problems underlined, their fixes at hand, and completion.
// It stands in a shadow root, for there CodeMirror's styles are adopted sheets, which a strict
// content security policy allows.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";
import type { CompletionReply, Problem } from "headcount";
import { diagnosticOf, segmentQuery } from "headcount/codemirror";
import type { Language } from "../messages/index.js";
import { editorTheme } from "./text-theme.js";

const NOTHING: CompletionReply = { span: { start: 0, end: 0, line: 1, column: 1 }, proposals: [], fitting: 0 };

/** A text box for a segment. Fires `segment-text` with the text at each edit of a person. */
export class SegmentText extends HTMLElement {
  #view: EditorView | null = null;
  #text = "";
  #language: Language | null = null;
  #shown: readonly Problem[] = [];
  readonly #words = new Compartment();

  set value(text: string) {
    if (text === this.value) return;
    this.#text = text;
    const view = this.#view;
    // The cursor stays where it is as far as the new text reaches.
    view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }

  get value(): string {
    return this.#view?.state.doc.toString() ?? this.#text;
  }

  /** Words of the editor itself. */
  set language(language: Language) {
    if (this.#language === language) return;
    this.#language = language;
    this.#view?.dispatch({ effects: this.#words.reconfigure(this.#wording()) });
  }

  /** Tells what may stand at a place of the text. */
  complete: ((text: string, offset: number) => Promise<CompletionReply>) | null = null;

  set problems(problems: readonly Problem[]) {
    const view = this.#view;
    if (!view || problems === this.#shown) return;
    this.#shown = problems;
    const { length } = view.state.doc;
    view.dispatch(setDiagnostics(view.state, problems.filter((problem) => problem.span).map((problem) => diagnosticOf(problem, length))));
  }

  /** Applies a problem's fix as an edit of the person's, so that it can be undone. */
  apply({ fix }: Problem): void {
    if (!fix) return;
    const [from, to] = [fix.span.start, fix.span.end];
    this.#view?.dispatch({ changes: { from, to, insert: fix.text }, selection: { anchor: from + fix.text.length }, userEvent: "input.fix" });
    this.#view?.focus();
  }

  /** Puts the cursor on a problem. */
  show({ span }: Problem): void {
    const view = this.#view;
    if (!view || !span) return;
    view.dispatch({ selection: { anchor: Math.min(span.start, view.state.doc.length), head: Math.min(span.end, view.state.doc.length) }, scrollIntoView: true });
    view.focus();
  }

  override focus(): void {
    this.#view?.focus();
  }

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const edited = EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      const text = update.state.doc.toString();
      if (text === this.#text) return;
      this.#text = text;
      this.dispatchEvent(new CustomEvent("segment-text", { detail: text, bubbles: true }));
    });
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: this.#text,
        extensions: [
          history(), drawSelection(), bracketMatching(), closeBrackets(), EditorView.lineWrapping, editorTheme,
          segmentQuery({ complete: (text, offset) => this.complete?.(text, offset) ?? Promise.resolve(NOTHING) }),
          keymap.of([...completionKeymap, ...closeBracketsKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
          this.#words.of(this.#wording()), edited,
        ],
      }),
    });
  }

  disconnectedCallback(): void {
    this.#view?.destroy();
    this.#view = null;
  }

  #wording(): Extension {
    const say = (key: "text.label" | "text.empty") => this.#language?.say(key) ?? "";
    return [placeholder(say("text.empty")), EditorView.contentAttributes.of({ "aria-label": say("text.label"), dir: "ltr", spellcheck: "false" })];
  }
}

customElements.define("headcount-text", SegmentText);

declare global {
  interface HTMLElementTagNameMap {
    "headcount-text": SegmentText;
  }
}
