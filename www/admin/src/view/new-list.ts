// A new manual segment: its name, and customers to begin with.
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { addressOf } from "../state/route.js";
import { icon } from "./icons.js";
import { idsIn } from "./members.js";
import { View } from "./view.js";

/** The dialog. */
class NewList extends View {
  static override properties = { shown: { state: true }, members: { state: true }, refused: { state: true } };
  declare shown: boolean;
  /** Customers it begins with; null asks for them. */
  declare members: readonly string[] | null;
  declare refused: string;
  readonly #dialog = createRef<HTMLDialogElement>();

  constructor() {
    super();
    this.shown = false;
    this.members = null;
    this.refused = "";
  }

  /** Opens it; customers to begin with may be known. */
  show(members: readonly string[] | null = null): void {
    this.members = members;
    this.refused = "";
    this.shown = true;
    this.#dialog.value?.showModal();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[name=list]")?.focus());
  }

  override render(): TemplateResult {
    return html`<dialog class="narrow" ${ref(this.#dialog)} aria-labelledby="new-list-title" @close=${() => { this.shown = false; }}>
      ${this.shown ? html`<form class="stack" @submit=${(event: SubmitEvent) => { event.preventDefault(); void this.#create(new FormData(event.target as HTMLFormElement)); }}>
        <div class="row spread nowrap"><h2 id="new-list-title">${this.say("list.title")}</h2><button class="button plain icon" type="button" aria-label=${this.say("close")} @click=${() => this.#dialog.value?.close()}>${icon("close")}</button></div>
        <p class="quiet">${this.say("list.help")}</p>
        <label class="field"><span>${this.say("list.name")}</span><input class="input" name="list" required maxlength="255" autocomplete="off" /></label>
        ${this.members ? html`<p class="quiet">${this.say("members.size", { count: this.members.length })}</p>` : html`<label class="field"><span>${this.say("members.ids")}</span><textarea class="input" name="ids" rows="4" spellcheck="false" placeholder=${this.say("members.ids.hint")}></textarea></label>`}
        ${this.refused ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused}</span></p>` : nothing}
        <div class="row"><button class="button primary" type="submit">${this.say("list.create")}</button><button class="button" type="button" @click=${() => this.#dialog.value?.close()}>${this.say("progress.cancel")}</button></div>
      </form>` : nothing}
    </dialog>`;
  }

  async #create(form: FormData): Promise<void> {
    const members = this.members ?? idsIn(String(form.get("ids") ?? ""));
    const outcome = await this.workspace.change(async (library) => {
      const id = await library.createManual(String(form.get("list")), members, { active: true });
      await library.count(this.workspace.options);
      return id;
    });
    if ("refused" in outcome) {
      this.refused = this.language.error(outcome.refused);
      return;
    }
    this.#dialog.value?.close();
    location.hash = addressOf({ view: "segment", id: outcome.done });
  }
}

customElements.define("headcount-new-list", NewList);

declare global {
  interface HTMLElementTagNameMap {
    "headcount-new-list": NewList;
  }
}
