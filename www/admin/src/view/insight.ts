// What can be learnt about a segment: what an edit did to it, its figures, how its people spread over a field, how it grew.
import type { BreakdownReply, CountOptions, FieldStatistics, Part, Snapshot } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { cellText } from "./cells.js";
import { barChart, type Bar } from "./chart.js";
import "./compare.js";
import "./timeline.js";
import { View } from "./view.js";

/** Bars of a breakdown. */
const BARS = 12;
/** Figures shown of a segment. */
const FIGURES = ["amount_spent", "number_of_orders", "average_order_value", "days_since_last_order"];
/** Fields a segment is first broken down by, the first that the shop has. */
const BREAKDOWNS = ["customer_countries", "default_country", "customer_tags", "email_subscription_status"];

/** The insight of the segment being edited. */
class Insight extends View {
  static override properties = { figures: { state: true }, field: { state: true }, broken: { state: true } };
  declare figures: readonly FieldStatistics[];
  /** The field the segment is broken down by; the first that suits until someone chooses. */
  declare field: string | null;
  declare broken: BreakdownReply | null;
  #asked = "";
  #turn = 0;

  constructor() {
    super();
    this.figures = [];
    this.field = null;
    this.broken = null;
  }

  override render(): TemplateResult {
    const { draft } = this.workspace;
    if (!draft?.answer || draft.answer.count === null) return html`<p class="nothing">${this.say("people.waiting")}</p>`;
    return html`<div class="insight">
      <headcount-compare></headcount-compare>
      ${this.figures.length ? this.#statistics() : nothing}
      ${this.#breakdown()}
      <headcount-timeline></headcount-timeline>
    </div>`;
  }

  #statistics(): TemplateResult {
    const { currency } = this.workspace.shop!.snapshot;
    const columns = ["sum", "average", "median", "min", "max"] as const;
    return html`<section class="stack" aria-labelledby="figures-title"><h3 id="figures-title">${this.say("insight.figures")}</h3>
      <div class="table-frame" tabindex="0" role="region" aria-label=${this.say("insight.figures")}><table class="plain">
        <thead><tr><td></td>${columns.map((column) => html`<th scope="col" class="end">${this.say(`insight.${column}`)}</th>`)}</tr></thead>
        <tbody>${this.figures.map((figure) => html`<tr><th scope="row">${this.#label(figure.field)}</th>${columns.map((column) => html`<td class="end">${cellText(figure[column], figure.kind, currency, this.language)}</td>`)}</tr>`)}</tbody>
      </table></div></section>`;
  }

  #breakdown(): TemplateResult | typeof nothing {
    const fields = this.#fields();
    const field = this.#broken();
    if (field === null) return nothing;
    return html`<section class="stack" aria-labelledby="breakdown-title">
      <div class="row spread"><h3 id="breakdown-title">${this.say("insight.breakdown")}</h3>
        <select class="input auto" aria-label=${this.say("insight.breakdown")} @change=${(event: Event) => { this.field = (event.target as HTMLSelectElement).value; }}>
          ${fields.map(({ name, label }) => html`<option value=${name} ?selected=${name === field}>${label}</option>`)}
        </select></div>
      ${this.broken ? this.#parts(this.broken, field) : html`<p class="quiet">${this.say("count.waiting")}</p>`}
    </section>`;
  }

  #parts({ parts, total, everyone, missing, values, kind }: BreakdownReply, field: string): TemplateResult {
    const bars = parts.map((part): Bar => ({ label: this.#name(part, kind), value: part.count, everyone: part.everyone }));
    if (missing.count) bars.push({ label: this.say("insight.breakdown.missing"), value: missing.count, everyone: missing.everyone });
    const more = values - parts.length;
    return html`${barChart(bars, total, everyone, [this.#label(field), this.say("count.title"), this.say("insight.everyone")], this.language)}
      ${more > 0 ? html`<p class="quiet small">${this.say("insight.breakdown.more", { count: more })}</p>` : nothing}`;
  }

  #name(part: Part, kind: string): string {
    const { currency } = this.workspace.shop!.snapshot;
    const write = (value: string) => cellText(value, kind, currency, this.language);
    if (part.value !== undefined) return part.name ?? write(part.value);
    return part.until === null ? this.say("insight.from", { from: write(part.from) }) : this.say("insight.range", { from: write(part.from), until: write(part.until) });
  }

  /** Fields with values. */
  #fields() {
    const { snapshot } = this.workspace.shop!;
    return this.language.source(snapshot).fields.filter((field) => field.kind === "field" && field.available && !["email", "phone", "random_bucket"].includes(field.name));
  }

  #broken(): string | null {
    const fields = this.#fields();
    return this.field ?? BREAKDOWNS.find((name) => fields.some((field) => field.name === name)) ?? fields[0]?.name ?? null;
  }

  #label(name: string): string {
    return this.language.source(this.workspace.shop!.snapshot).fields.find((field) => field.name === name)?.label ?? name;
  }

  protected override updated(): void {
    const { draft, shop } = this.workspace;
    if (!draft || !shop || draft.stale || draft.dragging || draft.answer?.count == null) return;
    const broken = this.#broken();
    const asked = JSON.stringify([draft.text, draft.options, broken, draft.answer.count]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    const turn = ++this.#turn;
    void this.#learn(shop.snapshot, draft.text, broken, draft.options, turn);
  }

  /** Asks for the figures and the breakdown. */
  async #learn(snapshot: Snapshot, text: string, field: string | null, options: CountOptions, turn: number): Promise<void> {
    const fields = FIGURES.filter((name) => snapshot.fields.some((one) => one.name === name && one.available));
    const [figures, broken] = await Promise.all([
      snapshot.statistics(text, fields, options).then((reply) => reply.fields, () => []),
      field === null ? null : snapshot.breakdown(text, field, { ...options, limit: BARS }).catch(() => null),
    ]);
    if (turn !== this.#turn) return;
    this.figures = figures;
    this.broken = broken;
  }
}

customElements.define("headcount-insight", Insight);
