// How segments share their people: a matrix of every pair, who is in one alone, in any, in all.
import type { OverlapReply, SegmentRecord } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { textOf } from "../state/workspace.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** Most segments that are compared at once. */
const MOST = 12;

/** A matrix and the segments it is of. */
interface Found {
  readonly records: readonly SegmentRecord[];
  readonly reply: OverlapReply;
}

/** The matrix. */
class Overlap extends View {
  static override properties = { chosen: { state: true }, found: { state: true }, refused: { state: true } };
  declare chosen: ReadonlySet<string>;
  declare found: Found | null;
  declare refused: string;
  #asked = "";

  constructor() {
    super();
    this.chosen = new Set(this.workspace.records.slice(0, 6).map((record) => record.id));
    this.found = null;
    this.refused = "";
  }

  override render(): TemplateResult {
    const { records } = this.workspace;
    return html`
      <div class="page-head"><div class="title"><a class="button plain icon" href="#/" aria-label=${this.say("editor.back")}>${icon("back")}</a><h1>${this.say("overlap.title")}</h1></div></div>
      <section class="card stack">
        <p class="quiet">${this.say("overlap.help")}</p>
        <div class="row" role="group" aria-label=${this.say("overlap.choose")}>
          ${records.map((record) => html`<button class="button" type="button" aria-pressed=${String(this.chosen.has(record.id))} ?disabled=${!this.chosen.has(record.id) && this.chosen.size >= MOST} @click=${() => this.#toggle(record.id)}>${record.name}</button>`)}
        </div>
        ${this.refused ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused}</span></p>` : nothing}
        ${this.chosen.size < 2 ? html`<p class="nothing">${this.say("overlap.few")}</p>` : this.found ? this.#matrix(this.found) : nothing}
      </section>`;
  }

  #matrix({ records, reply }: Found): TemplateResult {
    const { language } = this;
    return html`<div class="table-frame" tabindex="0" role="region" aria-label=${this.say("overlap.title")}><table class="plain matrix">
      <thead><tr><td></td>${records.map((column) => html`<th scope="col">${column.name}</th>`)}<th scope="col" class="end">${this.say("overlap.alone")}</th></tr></thead>
      <tbody>${records.map((row, a) => html`<tr><th scope="row">${row.name}</th>
        ${records.map((_, b) => this.#cell(reply.shared[a]![b]!, reply.shared[a]![a]!))}
        <td class="end">${language.number(reply.alone[a]!)}</td></tr>`)}</tbody>
    </table></div>
    <dl class="figures">
      <div><dt>${this.say("overlap.any")}</dt><dd>${language.number(reply.any)}</dd></div>
      <div><dt>${this.say("overlap.all")}</dt><dd>${language.number(reply.all)}</dd></div>
    </dl>`;
  }

  #cell(shared: number, whole: number): TemplateResult {
    const share = whole ? shared / whole : 0;
    return html`<td class="end" .style=${`background-color: color-mix(in srgb, var(--hc-accent) ${Math.round(share * 40)}%, transparent)`}><strong>${this.language.number(shared)}</strong><br /><span class="small">${this.language.share(share)}</span></td>`;
  }

  #toggle(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  protected override updated(): void {
    const { shop, records, options } = this.workspace;
    const shown = records.filter((record) => this.chosen.has(record.id));
    const asked = JSON.stringify([shown.map(({ id, version }) => [id, version]), options]);
    if (!shop || asked === this.#asked) return;
    this.#asked = asked;
    if (shown.length > 1) void this.#count(shown, asked);
  }

  async #count(records: readonly SegmentRecord[], asked: string): Promise<void> {
    const { snapshot } = this.workspace.shop!;
    try {
      const texts = await Promise.all(records.map((record) => textOf(record, snapshot)));
      const reply = await snapshot.overlap(texts, this.workspace.options);
      if (asked !== this.#asked) return;
      this.found = { records, reply };
      this.refused = "";
    } catch (error) {
      if (asked !== this.#asked) return;
      this.found = null;
      this.refused = this.language.error(error);
    }
  }
}

customElements.define("headcount-overlap", Overlap);
