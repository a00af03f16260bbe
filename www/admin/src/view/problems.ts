// Problems of the segment as a list: what to do, where, and the fix as a button.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Problem } from "headcount";
import type { Language } from "../messages/index.js";
import { icon } from "./icons.js";

/** What may be done about a problem. */
export interface Remedies {
  readonly apply: (problem: Problem) => void;
  readonly show?: (problem: Problem) => void;
}

/** The list; errors first, then warnings, each in the order of the text. */
export function problemList(problems: readonly Problem[], language: Language, remedies: Remedies): TemplateResult | typeof nothing {
  if (!problems.length) return nothing;
  const ordered = [...problems].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  return html`<ul class="stack problems" aria-label=${language.say("problems.label")}>
    ${repeat(ordered, (problem) => `${problem.code}${problem.path}${problem.span?.start}`, (problem) => problemItem(problem, language, remedies))}
  </ul>`;
}

function problemItem(problem: Problem, language: Language, { apply, show }: Remedies): TemplateResult {
  const { span, fix, severity } = problem;
  const place = span && language.say("problems.place", { line: span.line, column: span.column });
  return html`<li class="note ${severity}">
    ${icon(severity)}
    <span><span class="spoken">${language.say(severity === "error" ? "problems.error" : "problems.warning")}</span> ${problem.message}</span>
    <span class="row small">
      ${place && show ? html`<button class="link" type="button" @click=${() => show(problem)}>${place}</button>` : nothing}
      ${fix ? html`<button class="button" type="button" @click=${() => apply(problem)}>${language.say(fix.text ? "fix.replace" : "fix.remove", { text: fix.text })}</button>` : nothing}
    </span>
  </li>`;
}
