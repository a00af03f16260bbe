// The side panel: a segment's criteria and count beside the list.
import type { SegmentRecord } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { addressOf } from "../state/route.js";
import "./editor.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** The panel. */
class Panel extends View {
  static override properties = { shown: { state: true } };
  declare shown: boolean;
  readonly #dialog = createRef<HTMLDialogElement>();

  constructor() {
    super();
    this.shown = false;
  }

  /** Opens the panel on a segment. */
  show(segment: SegmentRecord): void {
    void this.workspace.edit(segment);
    this.shown = true;
    this.#dialog.value?.showModal();
  }

  override render(): TemplateResult {
    const saved = this.workspace.draft?.saved;
    return html`<dialog class="side" ${ref(this.#dialog)} aria-label=${this.say("panel.title")} @close=${() => { this.shown = false; }}>
      ${this.shown ? html`<div class="row spread">
          ${saved ? html`<a class="link" href=${addressOf({ view: "segment", id: saved.id })} @click=${() => this.#dialog.value?.close()}>${this.say("panel.whole")}</a>` : nothing}
          <button class="button plain icon" type="button" aria-label=${this.say("close")} @click=${() => this.#dialog.value?.close()}>${icon("close")}</button>
        </div>
        <headcount-editor compact @segment-saved=${() => this.#dialog.value?.close()}></headcount-editor>` : nothing}
    </dialog>`;
  }
}

customElements.define("headcount-panel", Panel);

declare global {
  interface HTMLElementTagNameMap {
    "headcount-panel": Panel;
  }
}
