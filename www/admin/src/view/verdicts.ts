// Why a customer is in a segment or not: the verdict of every condition, the customer's own values,
// how far they are from the other answer, and when it changes by itself.
import type { ExplainReply, FieldDescription, OwnValue, Verdict } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { nodeAt } from "../state/nodes.js";
import type { Workspace } from "../state/workspace.js";
import { icon } from "./icons.js";

/** The card. */
export function verdicts(why: ExplainReply, workspace: Workspace): TemplateResult {
  const { language, draft } = workspace;
  const { say } = { say: language.say.bind(language) };
  const inside = why.member;
  return html`<section class="card stack" aria-labelledby="person-why">
    <h3 id="person-why">${say("why.title", { name: draft?.name || say("editor.new") })}</h3>
    <p class="row"><span class="badge ${inside ? "good" : "error"}">${icon(inside ? "check" : "close")}${say(inside ? "why.in" : "why.out")}</span>
      ${why.present ? nothing : html`<span class="small quiet">${say("why.absent")}</span>`}</p>
    ${why.flipsLocal ? html`<p class="note">${icon("report")}<span>${say(inside ? "why.leaves" : "why.joins", { day: language.local(why.flipsLocal, false) })}</span></p>` : nothing}
    <ul class="verdicts">${why.nodes.map((verdict) => line(verdict, workspace))}</ul>
  </section>`;
}

/** One condition; conditions within stand further in. */
function line(verdict: Verdict, workspace: Workspace): TemplateResult {
  const { language } = workspace;
  const depth = (verdict.path.match(/\/of/g) ?? []).length;
  return html`<li .style=${`--depth: ${depth}`}>
    <span class="mark ${verdict.holds ? "holds" : "fails"}">${icon(verdict.holds ? "check" : "close")}<span class="spoken">${language.say(verdict.holds ? "why.holds" : "why.fails")}</span></span>
    <span>${nameOf(verdict, workspace)}
      ${verdict.values.map((value) => html`<span class="own">${own(value, verdict, workspace)}</span>`)}
      ${verdict.missing ? html`<span class="own quiet">${language.say("why.missing")}</span>` : nothing}
      ${verdict.flipsLocal && verdict.values.length ? html`<span class="own quiet">${language.say("why.until", { day: language.local(verdict.flipsLocal, false) })}</span>` : nothing}
    </span></li>`;
}

function nameOf({ path }: Verdict, { draft, language, shop }: Workspace): string {
  const node = nodeAt(draft?.condition ?? null, path) as { kind?: string; field?: string; function?: string } | null | undefined;
  const fields = language.source(shop!.snapshot).fields;
  const label = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
  switch (node?.kind) {
    case "all": return language.say("why.all");
    case "any": return language.say("why.any");
    case "not": return language.say("why.not");
    case "function": return label(node.function!);
    case "field":
    case "anniversary": return label(node.field!);
    default: return path || language.say("why.all");
  }
}

/** A value of the customer's, and how far it is from the other answer. */
function own(value: OwnValue, verdict: Verdict, workspace: Workspace): string {
  const { language, shop, draft } = workspace;
  const fields = language.source(shop!.snapshot).fields;
  const node = nodeAt(draft?.condition ?? null, verdict.path) as { field?: string; function?: string } | null | undefined;
  const described: Pick<FieldDescription, "label" | "type" | "unit"> | undefined = node?.function
    ? fields.find((field) => field.name === node.function)?.parameters?.find((parameter) => parameter.name === value.parameter)
    : fields.find((field) => field.name === node?.field);
  const money = described?.type === "money";
  const written = ((): string => {
    switch (value.kind) {
      case "missing": return "–";
      case "boolean": return language.say(value.value ? "yes" : "no");
      case "list": return value.value.join(", ") || "–";
      case "number":
      case "average": return money ? language.money(value.value, shop!.snapshot.currency) : language.figure(value.value);
      case "kilometres": return `${language.figure(value.value)} km`;
      case "date":
      case "datetime": return language.local(value.kind === "date" ? `${value.value}T00:00:00` : value.value, value.kind === "datetime");
      default: return described?.type === "enum" ? language.spoken(value.value) : value.value;
    }
  })();
  const label = node?.function && value.parameter ? `${described?.label ?? value.parameter}: ${written}` : written;
  if (value.distance === null) return label;
  const far = Number(value.distance);
  const dated = value.kind === "date" || value.kind === "datetime";
  const size = dated ? `${language.figure(String(Math.round(far / 86_400)))} ${language.say("why.days")}` : money ? language.money(value.distance, shop!.snapshot.currency) : language.figure(value.distance);
  return `${label} (${language.say("why.distance", { size: far > 0 && !size.startsWith("+") ? `+${size}` : size })})`;
}
