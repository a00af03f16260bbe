// How segments share their people: a matrix of every pair.
import type { SegmentRecord } from "headcount";
import { html, type TemplateResult } from "lit";
import { both } from "../state/algebra.js";
import { textOf } from "../state/workspace.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** Most segments that are compared at once. */
const MOST = 12;

/** The matrix. */
class Overlap extends View {
  static override properties = { chosen: { state: true }, counts: { state: true } };
  declare chosen: ReadonlySet<string>;
  /** People in both of a pair, by `id id`. */
  declare counts: ReadonlyMap<string, number>;
  #turn = 0;

  constructor() {
    super();
    this.chosen = new Set(this.workspace.records.slice(0, 6).map((record) => record.id));
    this.counts = new Map();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#count();
  }

  override render(): TemplateResult {
    const { records } = this.workspace;
    const shown = records.filter((record) => this.chosen.has(record.id));
    return html`
      <div class="page-head"><div class="title"><a class="button plain icon" href="#/" aria-label=${this.say("editor.back")}>${icon("back")}</a><h1>${this.say("overlap.title")}</h1></div></div>
      <section class="card stack">
        <p class="quiet">${this.say("overlap.help")}</p>
        <div class="row" role="group" aria-label=${this.say("overlap.choose")}>
          ${records.map((record) => html`<button class="button" type="button" aria-pressed=${String(this.chosen.has(record.id))} ?disabled=${!this.chosen.has(record.id) && this.chosen.size >= MOST} @click=${() => this.#toggle(record.id)}>${record.name}</button>`)}
        </div>
        ${shown.length > 1 ? this.#matrix(shown) : html`<p class="nothing">${this.say("overlap.few")}</p>`}
      </section>`;
  }

  #matrix(shown: readonly SegmentRecord[]): TemplateResult {
    return html`<div class="table-frame" tabindex="0" role="region" aria-label=${this.say("overlap.title")}><table class="plain matrix">
      <thead><tr><td></td>${shown.map((column) => html`<th scope="col">${column.name}</th>`)}</tr></thead>
      <tbody>${shown.map((row) => html`<tr><th scope="row">${row.name}</th>${shown.map((column) => this.#cell(row.id, column.id))}</tr>`)}</tbody>
    </table></div>`;
  }

  #cell(row: string, column: string): TemplateResult {
    const shared = this.counts.get(key(row, column));
    const whole = this.counts.get(key(row, row));
    if (shared === undefined || whole === undefined) return html`<td class="end">…</td>`;
    const share = whole ? shared / whole : 0;
    return html`<td class="end" .style=${`background-color: color-mix(in srgb, var(--hc-accent) ${Math.round(share * 40)}%, transparent)`}><strong>${this.language.number(shared)}</strong><br /><span class="small">${this.language.share(share)}</span></td>`;
  }

  #toggle(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
    void this.#count();
  }

  /** Counts the pairs not yet counted. */
  async #count(): Promise<void> {
    const { shop, records, options } = this.workspace;
    if (!shop) return;
    const turn = ++this.#turn;
    const shown = records.filter((record) => this.chosen.has(record.id));
    const texts = await Promise.all(shown.map((record) => textOf(record, shop.snapshot)));
    for (let row = 0; row < shown.length; row += 1) {
      for (let column = row; column < shown.length; column += 1) {
        const pair = key(shown[row]!.id, shown[column]!.id);
        if (this.counts.has(pair)) continue;
        const text = row === column ? texts[row]! : both(texts[row]!, texts[column]!);
        const count = await shop.snapshot.count(text, options).catch(() => null);
        if (turn !== this.#turn) return;
        if (count?.count != null) this.counts = new Map(this.counts).set(pair, count.count);
      }
    }
  }
}

const key = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

customElements.define("headcount-overlap", Overlap);
