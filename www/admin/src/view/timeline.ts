// The segment on every day: how it grew, and who leaves or joins in the days to come if nothing new happens.
import type { Snapshot, TimelineDay } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { lineChart } from "./chart.js";
import { View } from "./view.js";

const DAY = 86_400_000;
const SPANS = [30, 90, 365] as const;
/** Days to come. */
const AHEAD = 30;
/** Ids named a day. */
const NAMED = 5;

const shifted = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The timeline of the workspace's draft. */
class Timeline extends View {
  static override properties = { span: { state: true }, days: { state: true } };
  declare span: (typeof SPANS)[number];
  declare days: readonly TimelineDay[];
  #asked = "";
  #asking: AbortController | null = null;

  constructor() {
    super();
    this.span = 90;
    this.days = [];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  override render(): TemplateResult {
    const { days } = this;
    return html`<section class="stack" aria-labelledby="timeline-title">
      <div class="row spread"><h3 id="timeline-title">${this.say("insight.timeline")}</h3>
        <div class="segmented" role="group" aria-label=${this.say("insight.span")}>
          ${SPANS.map((span) => html`<button type="button" aria-pressed=${String(span === this.span)} @click=${() => { this.span = span; }}>${this.say("insight.days", { count: span })}</button>`)}
        </div></div>
      ${days.length ? this.#chart(days) : html`<p class="quiet">${this.say("count.waiting")}</p>`}
    </section>`;
  }

  #chart(days: readonly TimelineDay[]): TemplateResult {
    const date = (day: string) => this.language.local(`${day}T00:00:00`, false);
    const today = this.#today();
    const points = days.map(({ day, count, entered, left }) => ({ label: date(day), value: count, more: [this.language.difference(entered), this.language.difference(-left)], ahead: day > today }));
    const label = this.say("insight.timeline.label", { from: points[0]!.label, to: points[points.length - 1]!.label });
    const columns = [this.say("insight.day"), this.say("count.title"), this.say("insight.entered"), this.say("insight.left")];
    const ahead = days.filter(({ day }) => day > today);
    const sum = (key: "entered" | "left") => ahead.reduce((total, day) => total + day[key], 0);
    const moving = ahead.filter((day) => day.ids && (day.ids.left.length || day.ids.entered.length));
    return html`${lineChart(points, label, columns, this.language)}
      <p>${this.say("insight.ahead", { days: AHEAD, left: sum("left"), joined: sum("entered") })}</p>
      ${moving.length ? html`<details><summary class="small">${this.say("insight.ahead.who")}</summary><ul class="plain-list">${moving.map((day) => html`<li><span class="quiet">${date(day.day)}</span> ${this.#ids("−", day.ids!.left, day.left)} ${this.#ids("+", day.ids!.entered, day.entered)}</li>`)}</ul></details>` : nothing}`;
  }

  #ids(sign: string, ids: readonly string[], all: number): TemplateResult {
    return html`${ids.map((id) => html`<button class="link" type="button" @click=${() => this.workspace.look(id)}>${sign}${id}</button> `)}${all > ids.length ? html`<span class="quiet">${sign}${this.language.number(all - ids.length)} …</span>` : nothing}`;
  }

  /** The day counts are made for. */
  #today(): string {
    const { shop, asOf } = this.workspace;
    const { takenAt, timeZone } = shop!.snapshot;
    return asOf ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date(takenAt));
  }

  protected override updated(): void {
    const { draft, shop } = this.workspace;
    if (!draft || !shop || draft.stale || draft.dragging || draft.answer?.count == null) return;
    const asked = JSON.stringify([draft.text, draft.options, this.span, draft.answer.count]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.#ask(shop.snapshot);
  }

  async #ask(snapshot: Snapshot): Promise<void> {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    const { text, options } = this.workspace.draft!;
    const today = this.#today();
    const reply = await snapshot.timeline(text, { ...options, from: shifted(today, 1 - this.span), to: shifted(today, AHEAD), ids: NAMED, signal }).catch(() => null);
    if (!signal.aborted) this.days = reply?.days ?? [];
  }
}

customElements.define("headcount-timeline", Timeline);
