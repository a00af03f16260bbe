// What can be learnt about a segment: how it grew, and what an edit did to it.
import type { CountOptions, Snapshot } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { both, without } from "../state/algebra.js";
import { lineChart, type Point } from "./chart.js";
import { View } from "./view.js";

const DAY = 86_400_000;
/** Points of a timeline. */
const POINTS = 53;
const SPANS = [30, 90, 365, 730] as const;

/** Who came and went between two versions of a segment. */
interface Comparison {
  readonly entered: number;
  readonly left: number;
  readonly stayed: number;
}

/** The insight of the segment being edited. */
class Insight extends View {
  static override properties = { span: { state: true }, points: { state: true }, comparison: { state: true } };
  declare span: (typeof SPANS)[number];
  declare points: readonly Point[];
  declare comparison: Comparison | null;
  #asked = "";
  #turn = 0;

  constructor() {
    super();
    this.span = 365;
    this.points = [];
    this.comparison = null;
  }

  override render(): TemplateResult {
    const { draft } = this.workspace;
    if (!draft?.answer || draft.answer.count === null) return html`<p class="nothing">${this.say("people.waiting")}</p>`;
    const columns = [this.say("insight.day"), this.say("count.title")] as const;
    return html`<div class="insight">
      ${this.comparison ? this.#compared(this.comparison) : nothing}
      <section class="stack" aria-labelledby="timeline-title">
        <div class="row spread"><h3 id="timeline-title">${this.say("insight.timeline")}</h3>
          <div class="segmented" role="group" aria-label=${this.say("insight.span")}>
            ${SPANS.map((span) => html`<button type="button" aria-pressed=${String(span === this.span)} @click=${() => { this.span = span; }}>${this.say("insight.days", { count: span })}</button>`)}
          </div></div>
        ${this.points.length > 1 ? lineChart(this.points, this.say("insight.timeline.label", { from: this.points[0]!.label, to: this.points[this.points.length - 1]!.label }), columns, this.language) : html`<p class="quiet">${this.say("count.waiting")}</p>`}
      </section>
    </div>`;
  }

  #compared({ entered, left, stayed }: Comparison): TemplateResult {
    return html`<section class="stack" aria-labelledby="compare-title"><h3 id="compare-title">${this.say("insight.compare")}</h3>
      <dl class="figures">
        <div><dt>${this.say("insight.entered")}</dt><dd>${this.language.difference(entered)}</dd></div>
        <div><dt>${this.say("insight.left")}</dt><dd>${this.language.difference(-left)}</dd></div>
        <div><dt>${this.say("insight.stayed")}</dt><dd>${this.language.number(stayed)}</dd></div>
      </dl></section>`;
  }

  protected override updated(): void {
    const { draft, shop } = this.workspace;
    if (!draft || !shop || draft.stale || draft.answer?.count == null) return;
    const asked = JSON.stringify([draft.text, draft.options, this.span]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    const turn = ++this.#turn;
    void this.#compare(shop.snapshot, draft.text, draft.stored, draft.saved !== null && draft.edited, draft.options, turn);
    void this.#timeline(shop.snapshot, draft.text, draft.options, turn);
  }

  /** Counts the segment at each step back from its instant, newest first, while nothing newer is asked. */
  async #timeline(snapshot: Snapshot, text: string, options: CountOptions, turn: number): Promise<void> {
    const end = Date.parse(options.asOf ? `${options.asOf}T00:00:00Z` : `${snapshot.takenAt.slice(0, 10)}T00:00:00Z`);
    const days = [...new Set(Array.from({ length: POINTS }, (_, at) => Math.round((at * this.span) / (POINTS - 1))))];
    const points: Point[] = [];
    for (const back of days) {
      const day = new Date(end - back * DAY).toISOString().slice(0, 10);
      // The newest point is the count on the page; a bare date would mean the end of that day.
      const count = await snapshot.count(text, back ? { ...options, asOf: day } : options).catch(() => null);
      if (turn !== this.#turn) return;
      if (count?.count != null) points.unshift({ label: this.language.local(`${day}T00:00:00`, false), value: count.count });
    }
    this.points = points;
  }

  async #compare(snapshot: Snapshot, after: string, before: string, wanted: boolean, options: CountOptions, turn: number): Promise<void> {
    const size = async (text: string | null) => (text === null ? 0 : ((await snapshot.count(text, options).catch(() => null))?.count ?? null));
    const [entered, left, stayed] = wanted ? await Promise.all([size(without(after, before)), size(without(before, after)), size(both(after, before))]) : [null, null, null];
    if (turn !== this.#turn) return;
    this.comparison = entered === null || left === null || stayed === null ? null : { entered, left, stayed };
  }
}

customElements.define("headcount-insight", Insight);
