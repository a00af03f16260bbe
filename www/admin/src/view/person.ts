// One customer: why they are in the edited segment or not, the segments they are in, the product variants they see.
import type { CustomerSegments, ExplainReply } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { addressOf } from "../state/route.js";
import { icon } from "./icons.js";
import { View } from "./view.js";
import { verdicts } from "./verdicts.js";

/** The dialog of the customer the workspace looks at. */
class Person extends View {
  static override properties = { found: { state: true }, why: { state: true }, refused: { state: true } };
  declare found: CustomerSegments | null;
  /** Why they are in the edited segment or not. */
  declare why: ExplainReply | null;
  declare refused: string;
  readonly #dialog = createRef<HTMLDialogElement>();
  #asked: string | null = null;

  constructor() {
    super();
    this.found = null;
    this.why = null;
    this.refused = "";
  }

  override render(): TemplateResult {
    const { person } = this.workspace;
    return html`<dialog class="side" ${ref(this.#dialog)} aria-labelledby="person-title" @close=${() => this.workspace.look(null)}>
      ${person === null ? nothing : html`<div class="stack">
        <div class="row spread nowrap"><h2 id="person-title">${person ? this.say("person.title", { id: person }) : this.say("person.look")}</h2><button class="button plain icon" type="button" aria-label=${this.say("close")} @click=${() => this.#dialog.value?.close()}>${icon("close")}</button></div>
        <form class="row" @submit=${(event: SubmitEvent) => { event.preventDefault(); this.workspace.look(String(new FormData(event.target as HTMLFormElement).get("id")).trim()); }}>
          <input class="input auto" name="id" required autocomplete="off" spellcheck="false" aria-label=${this.say("people.id")} placeholder=${this.say("people.id")} .value=${person} />
          <button class="button" type="submit">${icon("search")}${this.say("person.show")}</button>
        </form>
        ${this.refused ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused}</span></p>` : nothing}
        ${this.why ? verdicts(this.why, this.workspace) : nothing}
        ${this.found ? this.#found(this.found) : nothing}
      </div>`}
    </dialog>`;
  }

  protected override updated(): void {
    const { person } = this.workspace;
    const dialog = this.#dialog.value!;
    if (person !== null && !dialog.open) dialog.showModal();
    if (person === null && dialog.open) dialog.close();
    if (person === this.#asked) return;
    this.#asked = person;
    this.found = null;
    this.why = null;
    this.refused = "";
    if (person) void this.#ask(person);
  }

  async #ask(person: string): Promise<void> {
    const { shop, options, draft, route } = this.workspace;
    try {
      const edited = route.view === "segment" && draft?.answer?.count != null ? draft : null;
      const why = edited && (await shop!.snapshot.explain(edited.segment, person, options));
      if (person === this.#asked) this.why = why;
      const found = await shop!.snapshot.library.customer(person, options);
      if (person === this.#asked) this.found = found;
    } catch (error) {
      if (person === this.#asked) this.refused = this.language.error(error);
    }
  }

  #found({ segments, variants }: CustomerSegments): TemplateResult {
    const records = this.workspace.records.filter((record) => segments.includes(record.id));
    return html`
      <section class="card stack" aria-labelledby="person-segments"><h3 id="person-segments">${this.say("person.segments")}</h3>
        ${records.length ? html`<ul class="plain-list">${records.map((record) => html`<li><a href=${addressOf({ view: "segment", id: record.id })} @click=${() => this.#dialog.value?.close()}>${record.name}</a>${record.active ? nothing : html` <span class="badge">${this.say("segments.inactive")}</span>`}</li>`)}</ul>` : html`<p class="quiet">${this.say("person.segments.none")}</p>`}
      </section>
      <section class="card stack" aria-labelledby="person-variants"><h3 id="person-variants">${this.say("person.variants")}</h3>
        ${variants.length ? html`<ul class="chips">${variants.map((variant) => html`<li class="badge">${variant}</li>`)}</ul>` : html`<p class="quiet">${this.say("person.variants.none")}</p>`}
      </section>`;
  }
}

customElements.define("headcount-person", Person);
