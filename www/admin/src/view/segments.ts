// The list of saved segments: found by words and filters, counted as it is shown.
import type { LibraryFilter, SegmentLibrary, SegmentRecord } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { addressOf } from "../state/route.js";
import { shareBar } from "./count.js";
import { download } from "./download.js";
import { icon } from "./icons.js";
import "./new-list.js";
import { View } from "./view.js";

const TABS = {
  all: {},
  active: { active: true },
  inactive: { active: false },
  automatic: { kind: "automatic" },
  manual: { kind: "manual" },
  campaign: { usedIn: "campaign" },
  flow: { usedIn: "flow" },
} as const satisfies Record<string, LibraryFilter>;
type Tab = keyof typeof TABS;
const SORTS = ["name", "count", "edited", "created"] as const;

/** The list. */
class Segments extends View {
  static override properties = { tab: { state: true }, filter: { state: true }, found: { state: true }, refused: { state: true } };
  declare tab: Tab;
  declare filter: LibraryFilter;
  declare found: readonly SegmentRecord[];
  declare refused: string;
  #records: readonly SegmentRecord[] | null = null;
  #asked = 0;

  constructor() {
    super();
    this.tab = "all";
    this.filter = { order: "name" };
    this.found = [];
    this.refused = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.workspace.countAll();
  }

  override render(): TemplateResult {
    const { shop, records } = this.workspace;
    const used = this.language.source(shop!.snapshot).fields.filter((field) => records.some((record) => record.kind === "automatic" && JSON.stringify(record.condition).includes(field.name)));
    return html`
      <div class="page-head">
        <div class="title"><h1>${this.say("segments.title")}</h1></div>
        <div class="row">
          ${records.length > 1 ? html`<a class="button" href=${addressOf({ view: "overlap" })}>${icon("overlap")}<span class="text">${this.say("overlap.title")}</span></a>` : nothing}
          <button class="button" type="button" @click=${() => this.workspace.look("")}>${icon("search")}<span class="text">${this.say("segments.person")}</span></button>
          ${records.length ? html`<button class="button" type="button" @click=${() => void this.#export()}>${icon("download")}<span class="text">${this.say("segments.export")}</span></button>` : nothing}
          <button class="button" type="button" @click=${() => this.querySelector<HTMLInputElement>("input[type=file]")?.click()}>${icon("upload")}<span class="text">${this.say("segments.import")}</span></button>
          <input type="file" accept="application/json,.json" hidden @change=${(event: Event) => void this.#import(event.target as HTMLInputElement)} />
          <button class="button" type="button" @click=${() => this.querySelector("headcount-new-list")?.show()}>${this.say("segments.list")}</button>
          ${records.length ? html`<a class="button primary" href=${addressOf({ view: "segment", id: null })}>${this.say("segments.create")}</a>` : nothing}
        </div>
      </div>
      ${this.refused ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused}</span></p>` : nothing}
      ${shop!.kept ? nothing : html`<p class="note warning">${icon("warning")}<span>${this.say("segments.notKept")}</span></p>`}
      <section class="card flush" aria-label=${this.say("segments.title")}>
        ${records.length ? html`${this.#toolbar(used)}
          <p class="spoken" role="status">${this.say("segments.found", { count: this.found.length })}</p>
          ${this.found.length ? this.#table() : html`<p class="nothing">${this.say("segments.none")}</p>`}` : this.#empty()}
      </section>
      <headcount-panel></headcount-panel>
      <headcount-new-list></headcount-new-list>`;
  }

  protected override updated(): void {
    if (this.#records === this.workspace.records) return;
    this.#records = this.workspace.records;
    void this.#search();
  }

  /** Asks the library for what the filters let through; the newest question wins. */
  async #search(change: LibraryFilter = {}): Promise<void> {
    this.filter = { ...this.filter, ...change };
    const asked = ++this.#asked;
    const { order } = this.filter;
    const found = (await this.workspace.shop?.snapshot.library.search({ ...this.filter, ...TABS[this.tab], descending: order !== "name" })) ?? [];
    if (asked === this.#asked) this.found = found;
  }

  #toolbar(used: readonly { readonly name: string; readonly label: string }[]): TemplateResult {
    const text = (event: Event) => (event.target as HTMLInputElement).value;
    return html`<div class="toolbar">
      <div class="tabs" role="group" aria-label=${this.say("segments.filter")}>
        ${(Object.keys(TABS) as Tab[]).map((tab) => html`<button type="button" aria-pressed=${String(tab === this.tab)} @click=${() => { this.tab = tab; void this.#search(); }}>${this.say(`segments.${tab}`)}</button>`)}
      </div>
      <div class="row">
        <input class="input search" type="search" aria-label=${this.say("segments.search")} placeholder=${this.say("segments.search")} .value=${this.filter.keywords ?? ""} @input=${(event: Event) => void this.#search({ keywords: text(event) })} />
        <select class="input auto" aria-label=${this.say("segments.field")} @change=${(event: Event) => void this.#search({ field: text(event) || null })}>
          <option value="">${this.say("segments.anyField")}</option>
          ${used.map((field) => html`<option value=${field.name} ?selected=${field.name === this.filter.field}>${field.label}</option>`)}
        </select>
        <input class="input short" type="number" min="0" aria-label=${this.say("segments.least")} placeholder=${this.say("segments.least")} @input=${(event: Event) => void this.#search({ least: text(event) ? Number(text(event)) : null })} />
        <select class="input auto" aria-label=${this.say("segments.sort")} @change=${(event: Event) => void this.#search({ order: text(event) as (typeof SORTS)[number] })}>
          ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === this.filter.order}>${this.say(`segments.by.${sort}`)}</option>`)}
        </select>
      </div>
    </div>`;
  }

  #empty(): TemplateResult {
    return html`<div class="nothing stack">
      ${icon("people")}
      <h2>${this.say("segments.empty")}</h2>
      <p class="quiet">${this.say("segments.empty.help")}</p>
      <a class="button primary" href=${addressOf({ view: "segment", id: null })}>${this.say("segments.create")}</a>
    </div>`;
  }

  #table(): TemplateResult {
    const column = (key: "status" | "people" | "change" | "used" | "evaluated" | "edited", end = false) => html`<th scope="col" class=${`${end ? "end" : ""} col-${key}`}>${this.say(`segments.col.${key}`)}</th>`;
    return html`<div class="table-frame" tabindex="0" role="region" aria-label=${this.say("segments.title")}><table class="plain segments">
      <thead><tr><th scope="col">${this.say("segments.col.name")}</th>${column("status")}${column("people", true)}${column("change", true)}${column("used")}${column("evaluated")}${column("edited")}<th scope="col"><span class="spoken">${this.say("segments.col.actions")}</span></th></tr></thead>
      <tbody>${repeat(this.found, (record) => record.id, (record) => this.#row(record))}</tbody>
    </table></div>`;
  }

  #row(record: SegmentRecord): TemplateResult {
    const { snapshot } = this.workspace.shop!;
    const { evaluated, name } = record;
    const people = evaluated?.count;
    const share = people === undefined ? 0 : people / (snapshot.customers || 1);
    const change = evaluated && evaluated.previous !== null ? evaluated.count - evaluated.previous : null;
    const uses = [...record.campaigns, ...record.flows].map((use) => use.name);
    if (record.variants.length) uses.push(this.say("segments.variants", { count: record.variants.length }));
    return html`<tr>
      <th scope="row"><a href=${addressOf({ view: "segment", id: record.id })}>${name}</a>${record.kind === "manual" ? html` <span class="badge">${this.say("segments.manual")}</span>` : nothing}</th>
      <td class="col-status">${record.active ? html`<span class="badge good">${icon("check")}${this.say("segments.active")}</span>` : html`<span class="badge">${this.say("segments.inactive")}</span>`}</td>
      <td class="end col-people">${people === undefined ? "–" : html`<strong>${this.language.number(people)}</strong> <span class="quiet small">${this.language.share(share)}</span>${shareBar(share)}`}</td>
      <td class="end col-change">${change === null ? "–" : this.language.difference(change)}</td>
      <td class="col-used">${uses.join(", ") || "–"}</td>
      <td class="col-evaluated quiet">${evaluated ? this.language.instant(evaluated.at, snapshot.timeZone) : "–"}</td>
      <td class="col-edited quiet">${this.language.instant(record.edited, snapshot.timeZone, "date")}</td>
      <td><div class="row nowrap">
        ${this.#action("edit", record, () => this.querySelector("headcount-panel")?.show(record))}
        ${this.#action("copy", record, () => void this.#do((library) => library.duplicate(record.id)))}
        ${this.#action("remove", record, () => void this.#do((library) => library.remove(record.id, record.version)))}
      </div></td>
    </tr>`;
  }

  #action(what: "edit" | "copy" | "remove", { name }: SegmentRecord, act: () => void): TemplateResult {
    const label = this.say(`segments.${what}`, { name });
    return html`<button class="button plain icon ${what === "remove" ? "danger" : ""}" type="button" aria-label=${label} title=${label} @click=${act}>${icon(what)}</button>`;
  }

  async #do(change: (library: SegmentLibrary) => Promise<unknown>): Promise<void> {
    const outcome = await this.workspace.change(async (library) => {
      await change(library);
      await library.count(this.workspace.options);
    });
    this.refused = "refused" in outcome ? this.language.error(outcome.refused) : "";
  }

  async #export(): Promise<void> {
    const { snapshot, name } = this.workspace.shop!;
    download(`${name} segments.json`, await snapshot.library.export(), "application/json");
  }

  async #import(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (file) await this.#do(async (library) => library.import(await file.text(), "rename"));
  }
}

customElements.define("headcount-segments", Segments);
