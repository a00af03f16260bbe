// A segment as a link: it holds the name and the criteria, never the people.
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { addressOf } from "../state/route.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** The dialog with the link of the workspace's draft. */
class ShareLink extends View {
  static override properties = { link: { state: true }, copied: { state: true } };
  declare link: string;
  declare copied: boolean;
  readonly #dialog = createRef<HTMLDialogElement>();
  readonly #box = createRef<HTMLTextAreaElement>();

  constructor() {
    super();
    this.link = "";
    this.copied = false;
  }

  /** Opens it on what the draft says now. */
  show(): void {
    const { name, text } = this.workspace.draft!;
    // Without the query: it may name this shop's own data.
    this.link = `${location.origin}${location.pathname}${addressOf({ view: "segment", id: null, shared: { name: name.trim(), text } })}`;
    this.copied = false;
    this.#dialog.value?.showModal();
    void this.updateComplete.then(() => this.#box.value?.select());
  }

  override render(): TemplateResult {
    return html`<dialog class="narrow" ${ref(this.#dialog)} aria-labelledby="link-title" @close=${() => { this.link = ""; }}>
      ${this.link ? html`<div class="stack">
        <div class="row spread nowrap"><h2 id="link-title">${this.say("link.title")}</h2><button class="button plain icon" type="button" aria-label=${this.say("close")} @click=${() => this.#dialog.value?.close()}>${icon("close")}</button></div>
        <p class="quiet">${this.say("link.help")}</p>
        <textarea class="input link-box" rows="4" readonly aria-label=${this.say("link.label")} .value=${this.link} ${ref(this.#box)}></textarea>
        <div class="row"><button class="button primary" type="button" @click=${() => void this.#copy()}>${icon(this.copied ? "check" : "copy")}${this.say(this.copied ? "link.copied" : "link.copy")}</button></div>
        <p class="spoken" role="status">${this.copied ? this.say("link.copied") : nothing}</p>
      </div>` : nothing}
    </dialog>`;
  }

  /** Where the clipboard is denied, the link stays selected to be copied by hand. */
  async #copy(): Promise<void> {
    this.#box.value?.select();
    try {
      await navigator.clipboard.writeText(this.link);
      this.copied = true;
    } catch {
      this.#box.value?.focus();
    }
  }
}

customElements.define("headcount-link", ShareLink);

declare global {
  interface HTMLElementTagNameMap {
    "headcount-link": ShareLink;
  }
}
