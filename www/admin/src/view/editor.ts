// One segment being edited, as a tree or as text: its name, its problems, its count, and what can be learnt about it.
import "headcount/element/define";
import type { LibraryAction, Problem, SegmentLibrary, SegmentRecord } from "headcount";
import type { SegmentChange, SegmentDrag } from "headcount/element";
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { Draft } from "../state/draft.js";
import { addressOf } from "../state/route.js";
import "./count.js";
import { download } from "./download.js";
import { icon } from "./icons.js";
import "./insight.js";
import "./link.js";
import "./log.js";
import "./members.js";
import "./people.js";
import { problemList } from "./problems.js";
import type { SegmentText } from "./text.js";
import "./uses.js";
import { View } from "./view.js";

/** Most customers an edit moves one way that the log names. */
const LOGGED = 20_000;

const TABS = ["people", "insight", "uses", "log"] as const;

const PANELS: Record<(typeof TABS)[number], () => TemplateResult> = {
  people: () => html`<headcount-people></headcount-people>`,
  insight: () => html`<headcount-insight></headcount-insight>`,
  uses: () => html`<headcount-uses></headcount-uses>`,
  log: () => html`<headcount-log></headcount-log>`,
};

/** Writes a draft into the library; gives its id. */
async function store({ name, text, saved, count, edited }: Draft, library: SegmentLibrary): Promise<string> {
  if (!saved) return library.create(name, text, { active: true });
  let { version } = saved;
  if (name.trim() !== saved.name) {
    await library.rename(saved.id, version, name);
    version = (await library.list()).find((record) => record.id === saved.id)?.version ?? version;
  }
  if (edited && saved.kind === "automatic") await library.save(saved.id, version, text, { ...(saved.evaluated && { before: saved.evaluated.count }), ...(count !== undefined && { after: count }) });
  return saved.id;
}

/** The editor of the workspace's draft. */
class Editor extends View {
  static override properties = { compact: { type: Boolean }, tab: { state: true }, refused: { state: true } };
  /** Whether it stands in a side panel: without what can be learnt. */
  declare compact: boolean;
  declare tab: (typeof TABS)[number];
  declare refused: string;
  readonly #text = createRef<SegmentText>();

  readonly #complete = async (text: string, offset: number) =>
    this.language.proposed(await this.workspace.shop!.snapshot.complete(text, offset, this.workspace.options));

  constructor() {
    super();
    this.compact = false;
    this.tab = "people";
    this.refused = "";
  }

  override render(): TemplateResult | typeof nothing {
    const { draft, settings } = this.workspace;
    if (!draft) return nothing;
    const visual = settings.editor === "visual" && !draft.unreadable;
    return html`
      ${this.#head()}
      ${this.refused ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused}</span></p>` : nothing}
      ${draft.conflict === undefined ? nothing : this.#conflict(draft.conflict)}
      ${draft.followed ? html`<p class="note" role="status">${icon("report")}<span>${this.say("editor.followed")}</span></p>` : nothing}
      <div class=${this.compact ? "stack" : "split"}>
        <div class="stack">
          ${draft.manual ? html`<headcount-members></headcount-members>` : html`<section class="card stack" aria-labelledby="who-title">
            <header>
              <h2 id="who-title">${this.say("editor.who")}</h2>
              <div class="segmented" role="group" aria-label=${this.say("editor.view")}>
                ${(["visual", "text"] as const).map((view) => html`<button type="button" aria-pressed=${String(visual === (view === "visual"))} @click=${() => this.#show(view)}>${this.say(`editor.${view}`)}</button>`)}
              </div>
            </header>
            ${draft.unreadable ? html`<p class="note warning" role="alert">${icon("warning")}<span>${this.say("editor.unreadable")}</span></p>` : nothing}
            ${visual ? this.#builder() : this.#box()}
          </section>`}
          ${this.compact ? nothing : this.#more()}
        </div>
        <div class="sticky"><headcount-count></headcount-count></div>
      </div>
      ${this.#strip()}
      <headcount-link></headcount-link>`;
  }

  /** The count again at the foot of a narrow page, where its card is out of sight. */
  #strip(): TemplateResult | typeof nothing {
    const answer = this.workspace.draft?.answer;
    if (!answer) return nothing;
    const { count, share } = answer;
    return html`<p class="strip" aria-hidden="true">${count === null || share === null ? this.say("count.none") : html`<strong class="number">${this.language.number(count)}</strong> <span>${this.say("count.of", { total: answer.total })}</span> <span class="quiet">${this.language.share(share)}</span>`}</p>`;
  }

  #head(): TemplateResult {
    const draft = this.workspace.draft!;
    const { saved } = draft;
    return html`<div class="page-head">
      <div class="title">
        ${this.compact ? nothing : html`<a class="button plain icon" href=${addressOf({ view: "segments" })} aria-label=${this.say("editor.back")}>${icon("back")}</a>`}
        <h1 class="spoken">${saved?.name ?? this.say("editor.new")}</h1>
        <input data-name class="input name" aria-label=${this.say("editor.name")} placeholder=${this.say("editor.new")} maxlength="255" .value=${draft.name} @input=${(event: Event) => { draft.name = (event.target as HTMLInputElement).value; this.workspace.changed(); }} />
        ${saved ? html`<button class="badge ${saved.active ? "good" : ""}" type="button" aria-pressed=${String(saved.active)} title=${this.say("editor.activate")} @click=${() => void this.#activate(saved)}>${saved.active ? icon("check") : nothing}${this.say(saved.active ? "segments.active" : "segments.inactive")}</button>` : nothing}
      </div>
      <div class="row">
        ${this.compact || draft.manual ? nothing : html`<button class="button" type="button" @click=${() => void this.#share()}>${icon("link")}<span class="text">${this.say("editor.share")}</span></button>`}
        <button class="button" type="button" title=${this.say("editor.csv.help")} ?disabled=${draft.answer?.count == null} @click=${() => void this.#csv()}>${icon("download")}<span class="text">${this.say("editor.csv")}</span></button>
        <button class="button primary" type="button" ?disabled=${!draft.dirty} @click=${() => void this.#save()}>${this.say("editor.save")}</button>
      </div>
    </div>`;
  }

  #conflict(stored: SegmentRecord | null): TemplateResult {
    return html`<div class="note warning" role="alert">${icon("warning")}<span>${this.say(stored ? "editor.conflict" : "editor.conflict.gone")}</span>
      ${stored?.kind === "automatic" ? html`<code>${typeof stored.condition === "string" ? stored.condition : JSON.stringify(stored.condition)}</code>` : nothing}
      <div class="row">
        <button class="button" type="button" @click=${() => void this.#resolve(stored, true)}>${this.say("editor.conflict.mine")}</button>
        ${stored ? html`<button class="button" type="button" @click=${() => void this.#resolve(stored, false)}>${this.say("editor.conflict.theirs")}</button>` : nothing}
      </div>
    </div>`;
  }

  async #resolve(stored: SegmentRecord | null, mine: boolean): Promise<void> {
    const draft = this.workspace.draft!;
    if (!mine) return void (await this.workspace.edit(stored));
    draft.saved = stored;
    draft.conflict = undefined;
    await this.#save();
  }

  /** Keeps what was edited; a change elsewhere that touches nothing of it stands in nobody's way. */
  async #save(again = false): Promise<void> {
    const { draft, options } = this.workspace;
    if (!draft) return;
    await draft.printed();
    this.refused = "";
    const outcome = await this.workspace.change(async (library) => {
      const moved = await this.#moved(draft);
      const id = await store(draft, library);
      if (moved) await library.change({ do: "evaluated", id, ...moved, reason: this.say("log.reason.edited") });
      // What refers to it has changed with it.
      if (!moved || draft.saved?.referredBy.length) await library.count(options);
      await this.workspace.reload();
      const record = this.workspace.records.find((one) => one.id === id);
      if (record) draft.keep(record);
      return id;
    });
    if ("done" in outcome) {
      if (!this.compact) history.replaceState(null, "", addressOf({ view: "segment", id: outcome.done }));
      this.dispatchEvent(new CustomEvent("segment-saved"));
    } else if (outcome.refused.code === "conflict" && draft.conflict === undefined && !again) await this.#save(true);
    else if (draft.conflict === undefined) this.refused = this.language.error(outcome.refused);
    this.workspace.changed();
  }

  /** Whom an edit of saved criteria lets in and out, for the log; null where there is nothing to compare, or too many to name. */
  async #moved({ saved, edited, stored, text, options }: Draft): Promise<Pick<LibraryAction & { do: "evaluated" }, "count" | "snapshot" | "asOf" | "entered" | "left"> | null> {
    if (saved?.kind !== "automatic" || !edited) return null;
    const { snapshot } = this.workspace.shop!;
    const reply = await snapshot.compare(stored, text, { ...options, ids: LOGGED }).catch(() => null);
    if (!reply || reply.entered > LOGGED || reply.left > LOGGED) return null;
    const { entered, left } = reply.ids;
    return { count: reply.after, snapshot: snapshot.snapshotId, asOf: this.workspace.draft?.answer?.asOf ?? snapshot.takenAt, entered, left };
  }

  async #activate({ id, active }: SegmentRecord): Promise<void> {
    const outcome = await this.workspace.change((library) => (active ? library.deactivate(id) : library.activate(id)));
    this.refused = "refused" in outcome ? this.language.error(outcome.refused) : "";
  }

  async #share(): Promise<void> {
    await this.workspace.draft!.printed();
    this.querySelector("headcount-link")?.show();
  }

  async #csv(): Promise<void> {
    const { draft, shop } = this.workspace;
    if (!draft || !shop) return;
    const columns = ["id", ...this.workspace.columns];
    download(`${draft.name || this.say("editor.new")}.csv`, await shop.snapshot.exportCsv(draft.segment, { ...draft.options, columns }), "text/csv");
  }

  #show(editor: "visual" | "text"): void {
    const { draft } = this.workspace;
    // The text box appears when the newest edit stands in it.
    if (editor === "text") void draft?.showText().then(() => this.workspace.choose({ editor }));
    else {
      this.workspace.choose({ editor });
      void draft?.readTree();
    }
  }

  #builder(): TemplateResult {
    const { shop, draft } = this.workspace;
    const { answer, condition } = draft!;
    const problems = this.language.problems(draft!.problems);
    return html`<segment-builder .source=${this.language.source(shop!.snapshot)} .locale=${this.language.tag} .words=${this.language.builder} .options=${draft!.options} .value=${condition} .counts=${answer ? { ...answer, problems } : null}
      @segment-change=${(event: CustomEvent<SegmentChange>) => void draft!.editTree(event.detail.segment)}
      @segment-drag=${(event: CustomEvent<SegmentDrag>) => draft!.drag(event.detail.path, event.detail.value)}
      @segment-fix=${(event: CustomEvent<Problem>) => draft!.mend(event.detail)}></segment-builder>`;
  }

  #box(): TemplateResult {
    // CodeMirror is most of the page's weight, and many never see it.
    if (!customElements.get("headcount-text")) {
      void import("./text.js").then(() => this.requestUpdate());
      return html`<p class="quiet">${this.say("editor.loading")}</p>`;
    }
    const draft = this.workspace.draft!;
    const remedies = { apply: (problem: Problem) => this.#text.value?.apply(problem), show: (problem: Problem) => this.#text.value?.show(problem) };
    return html`
      <headcount-text ${ref(this.#text)} .language=${this.language} .complete=${this.#complete} .value=${draft.text} @segment-text=${(event: CustomEvent<string>) => draft.editText(event.detail)}></headcount-text>
      ${draft.answer ? problemList(this.language.problems(draft.answer.problems), this.language, remedies) : nothing}`;
  }

  #more(): TemplateResult {
    return html`<section class="card flush">
      <div class="tabs padded" role="tablist" aria-label=${this.say("editor.more")} @keydown=${(event: KeyboardEvent) => this.#tabKey(event)}>
        ${TABS.map((tab) => html`<button type="button" role="tab" id="tab-${tab}" aria-selected=${String(tab === this.tab)} aria-controls="tab-panel" tabindex=${tab === this.tab ? 0 : -1} @click=${() => { this.tab = tab; }}>${this.say(`tab.${tab}`)}</button>`)}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${this.tab}">
        ${PANELS[this.tab]()}
      </div>
    </section>`;
  }

  #tabKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = TABS.indexOf(this.tab);
    this.tab = TABS[(at + step * (this.language.direction === "rtl" ? -1 : 1) + TABS.length) % TABS.length]!;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  }

  protected override updated(): void {
    const { draft } = this.workspace;
    if (draft?.answer && !draft.stale && this.#text.value) this.#text.value.problems = this.language.problems(draft.answer.problems);
  }
}

customElements.define("headcount-editor", Editor);
