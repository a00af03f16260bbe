// A manual segment: its list of customers, added and removed one by one, many at once, or from another segment.
import type { SegmentRecord } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { namedBy } from "../state/draft.js";
import { textOf } from "../state/workspace.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** Ids that are not in the shop are named up to this many. */
const NAMED = 20;

/** The ids in what someone typed or pasted: between commas, semicolons, tabs and line ends, for an id may hold blanks. */
export const idsIn = (text: string): string[] => [...new Set(text.split(/[,;\t\r\n]+/).map((id) => id.trim()).filter(Boolean))];

/** The list of the segment being edited. */
class Members extends View {
  static override properties = { typed: { state: true }, source: { state: true }, strangers: { state: true }, told: { state: true }, refused: { state: true } };
  declare typed: string;
  /** Id of the segment whose people are added or removed. */
  declare source: string;
  /** Members that the shop does not have. */
  declare strangers: readonly string[];
  /** What the latest change did. */
  declare told: string;
  declare refused: string;
  #seen: readonly string[] | null = null;

  constructor() {
    super();
    this.typed = "";
    this.source = "";
    this.strangers = [];
    this.told = "";
    this.refused = "";
  }

  override render(): TemplateResult | typeof nothing {
    const { draft, records } = this.workspace;
    if (draft?.saved?.kind !== "manual") return nothing;
    const others = records.filter((record) => record.id !== draft.saved!.id);
    return html`<section class="card stack" aria-labelledby="members-title">
      <header><h2 id="members-title">${this.say("members.title")}</h2><span class="quiet small">${this.say("members.size", { count: draft.saved.members.length })}</span></header>
      <p class="quiet small">${this.say("members.help")}</p>
      <form class="adder" @submit=${(event: Event) => { event.preventDefault(); void this.#typed(true); }}>
        <label class="field"><span>${this.say("members.ids")}</span>
          <textarea class="input" rows="2" spellcheck="false" autocomplete="off" placeholder=${this.say("members.ids.hint")} .value=${this.typed} @input=${(event: Event) => { this.typed = (event.target as HTMLTextAreaElement).value; }}
            @keydown=${(event: KeyboardEvent) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); void this.#typed(true); } }}></textarea></label>
        <div class="row">
          <button class="button primary" type="submit" ?disabled=${!idsIn(this.typed).length}>${this.say("members.add")}</button>
          <button class="button" type="button" ?disabled=${!idsIn(this.typed).length} @click=${() => void this.#typed(false)}>${this.say("members.remove")}</button>
        </div>
      </form>
      ${others.length ? html`<div class="adder">
        <label class="field"><span>${this.say("members.from")}</span>
          <select class="input" @change=${(event: Event) => { this.source = (event.target as HTMLSelectElement).value; }}>
            <option value="" ?selected=${!this.source}>${this.say("members.from.choose")}</option>
            ${others.map((record) => html`<option value=${record.id} ?selected=${record.id === this.source}>${record.name}${record.evaluated ? ` (${this.language.number(record.evaluated.count)})` : ""}</option>`)}
          </select></label>
        <div class="row">
          <button class="button" type="button" ?disabled=${!this.source} @click=${() => void this.#from(others, true)}>${this.say("members.from.add")}</button>
          <button class="button" type="button" ?disabled=${!this.source} @click=${() => void this.#from(others, false)}>${this.say("members.from.remove")}</button>
        </div>
      </div>` : nothing}
      ${this.refused ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused}</span></p>` : nothing}
      <p class="quiet small" role="status">${this.told}</p>
      ${this.strangers.length ? html`<div class="note warning">${icon("warning")}<span>${this.say("members.strangers", { count: this.strangers.length, ids: this.#some(this.strangers) })}</span>
        <button class="button" type="button" @click=${() => void this.#change(this.strangers, false)}>${this.say("members.strangers.remove")}</button></div>` : nothing}
    </section>`;
  }

  protected override updated(): void {
    const saved = this.workspace.draft?.saved;
    if (saved?.kind !== "manual" || saved.members === this.#seen) return;
    this.#seen = saved.members;
    void this.#meet(saved);
  }

  /** Finds the members that this shop does not have. */
  async #meet(saved: SegmentRecord & { kind: "manual" }): Promise<void> {
    const { snapshot } = this.workspace.shop!;
    const here = new Set(await snapshot.memberIds(namedBy(saved.name)).catch(() => saved.members));
    if (saved.members === this.#seen) this.strangers = saved.members.filter((id) => !here.has(id));
  }

  #some(ids: readonly string[]): string {
    return ids.length > NAMED ? `${ids.slice(0, NAMED).join(", ")} …` : ids.join(", ");
  }

  async #typed(adding: boolean): Promise<void> {
    const ids = idsIn(this.typed);
    if (ids.length && (await this.#change(ids, adding))) this.typed = "";
  }

  async #from(others: readonly SegmentRecord[], adding: boolean): Promise<void> {
    const source = others.find((record) => record.id === this.source);
    const { snapshot } = this.workspace.shop!;
    if (!source) return;
    try {
      await this.#change(await snapshot.memberIds(await textOf(source, snapshot), this.workspace.options), adding);
    } catch (error) {
      this.refused = this.language.error(error);
    }
  }

  async #change(customers: readonly string[], adding: boolean): Promise<boolean> {
    const before = this.workspace.draft!.saved as SegmentRecord & { kind: "manual" };
    const outcome = await this.workspace.change(async (library) => {
      await (adding ? library.addMembers(before.id, customers) : library.removeMembers(before.id, customers));
      await library.count(this.workspace.options);
    });
    this.refused = "refused" in outcome ? this.language.error(outcome.refused) : "";
    const after = this.workspace.stored;
    if (this.refused || after?.kind !== "manual") return false;
    const moved = Math.abs(after.members.length - before.members.length);
    this.told = this.say(adding ? "members.added" : "members.removed", { count: moved });
    return true;
  }
}

customElements.define("headcount-members", Members);
