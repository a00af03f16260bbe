// How the text editor looks, in the page's own colours.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.operator, tags.compareOperator], class: "tok-operator" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: [tags.number, tags.literal, tags.atom, tags.bool, tags.null], class: "tok-number" },
  { tag: [tags.function(tags.variableName), tags.standard(tags.variableName)], class: "tok-function" },
  { tag: [tags.propertyName, tags.variableName], class: "tok-name" },
  { tag: tags.comment, class: "tok-comment" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--hc-text)", backgroundColor: "var(--hc-surface-raised)", border: "1px solid var(--hc-border-strong)", borderRadius: "var(--hc-radius)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--hc-focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--hc-mono)", lineHeight: "1.6", minHeight: "112px", maxHeight: "50vh" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--hc-text)" },
  ".cm-line": { padding: "0 12px" },
  ".cm-cursor": { borderLeftColor: "var(--hc-text)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--hc-focus) 26%, transparent)" },
  ".cm-placeholder": { color: "var(--hc-text-quiet)", fontFamily: "var(--hc-font)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--hc-accent-surface)", outline: "1px solid var(--hc-accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--hc-error-line) 1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--hc-warning-line) 1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--hc-error-line)" },
  ".cm-lintPoint-warning::after": { borderBottomColor: "var(--hc-warning-line)" },
  ".cm-tooltip": { backgroundColor: "var(--hc-surface-raised)", color: "var(--hc-text)", border: "0", borderRadius: "var(--hc-radius)", boxShadow: "var(--hc-shadow-raised)", overflow: "hidden", maxWidth: "min(44ch, 92vw)" },
  ".cm-diagnostic": { fontFamily: "var(--hc-font)", fontSize: "13px", padding: "8px 12px", borderLeft: "0", borderInlineStart: "3px solid transparent" },
  ".cm-diagnostic-error": { borderInlineStartColor: "var(--hc-error-line)" },
  ".cm-diagnostic-warning": { borderInlineStartColor: "var(--hc-warning-line)" },
  ".cm-diagnosticAction": { fontSize: "13px", fontWeight: "550", color: "var(--hc-link)", background: "none", padding: "2px 0", margin: "4px 12px 0 0", borderRadius: "4px", cursor: "pointer", textDecoration: "underline" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--hc-font)", fontSize: "13px", maxHeight: "18em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--hc-surface-active)", color: "var(--hc-text)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--hc-text-quiet)" },
  ".cm-completionInfo": { padding: "8px 12px", fontFamily: "var(--hc-font)", fontSize: "13px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "650" },
  ".cm-completionIcon": { display: "none" },
  ".tok-keyword": { color: "light-dark(#8a1c7c, #e29bd8)", fontWeight: "600" },
  ".tok-operator": { color: "light-dark(#5c5f62, #b5b5b5)" },
  ".tok-string": { color: "light-dark(#9a4b00, #f2b27a)" },
  ".tok-number": { color: "light-dark(#0b5cad, #8ec1ff)" },
  ".tok-function": { color: "light-dark(#17734f, #5cc79b)" },
  ".tok-name": { color: "var(--hc-text)" },
  ".tok-comment": { color: "var(--hc-text-quiet)", fontStyle: "italic" },
});

/** Layout, problems, tooltips and colours. */
export const editorTheme = [theme, syntaxHighlighting(colours)];
