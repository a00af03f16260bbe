// The frame: the bar on top, what is shown below it, and files dropped anywhere.
import { filesOf } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import "./editor.js";
import { icon } from "./icons.js";
import "./overlap.js";
import "./panel.js";
import "./person.js";
import "./report.js";
import "./segments.js";
import "./settings.js";
import { View } from "./view.js";
import "./welcome.js";
import type { Welcome } from "./welcome.js";

/** The page. */
class Admin extends View {
  static override properties = { dragging: { state: true } };
  declare dragging: boolean;

  constructor() {
    super();
    this.dragging = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("dragover", this.#over);
    addEventListener("drop", this.#drop);
    addEventListener("dragleave", this.#leave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("dragover", this.#over);
    removeEventListener("drop", this.#drop);
    removeEventListener("dragleave", this.#leave);
  }

  override render(): TemplateResult {
    const { shop } = this.workspace;
    return html`
      <a class="button skip" href="#content" @click=${this.#skip}>${this.say("app.skip")}</a>
      <header class="bar">
        <a class="brand" href="#/"><img src="./icon.svg" alt="" width="28" height="28" />Headcount</a>
        ${shop ? html`<span class="shop">${this.say("app.shop", { name: shop.name, count: shop.snapshot.customers, date: this.language.instant(shop.snapshot.takenAt, shop.snapshot.timeZone, "date") })}</span>` : nothing}
        <nav class="tools" aria-label=${this.say("app.tools")}>
          ${shop?.report ? html`<button class="button" type="button" @click=${() => this.querySelector("headcount-report")?.show()}>${icon("report")}<span class="text">${this.say("app.report")}</span></button>` : nothing}
          <a class="button" href="#/settings" aria-current=${this.workspace.route.view === "settings" ? "page" : nothing}>${icon("settings")}<span class="text">${this.say("settings.title")}</span></a>
          ${shop ? html`<button class="button" type="button" @click=${() => this.workspace.close()}>${icon("folder")}<span class="text">${this.say("app.other")}</span></button>` : nothing}
        </nav>
      </header>
      <main class="content" id="content" tabindex="-1">
        ${shop ? this.#past() : nothing}
        ${this.#view()}
      </main>
      <headcount-report></headcount-report>
      <headcount-person></headcount-person>
      ${this.dragging ? html`<div class="drop-veil">${this.say("welcome.release")}</div>` : nothing}
    `;
  }

  /** Says so while everything is counted for a day of the past. */
  #past(): TemplateResult | typeof nothing {
    const { asOf } = this.workspace;
    if (asOf === null) return nothing;
    return html`<p class="note past">${icon("clock")}<span class="row spread"><span>${this.say("app.past", { day: this.language.local(`${asOf}T00:00:00`, false) })}</span><button class="button" type="button" @click=${() => this.workspace.moveTo(null)}>${this.say("settings.asOf.back")}</button></span></p>`;
  }

  #view(): TemplateResult {
    const { shop, route, draft, progress } = this.workspace;
    if (route.view === "settings") return html`<headcount-settings></headcount-settings>`;
    if (!shop || progress) return html`<headcount-welcome></headcount-welcome>`;
    // A key for each draft: another segment begins with a fresh editor.
    if (route.view === "segment") return html`${keyed(draft, html`<headcount-editor></headcount-editor>`)}`;
    if (route.view === "overlap") return html`<headcount-overlap></headcount-overlap>`;
    return html`<headcount-segments></headcount-segments>`;
  }

  protected override updated(): void {
    document.documentElement.lang = this.language.tag;
    document.documentElement.dir = this.language.direction;
    const { theme } = this.workspace.settings;
    if (theme) document.documentElement.dataset["theme"] = theme;
    else delete document.documentElement.dataset["theme"];
  }

  #skip(event: Event): void {
    event.preventDefault();
    document.getElementById("content")?.focus();
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dragging = true;
  };

  readonly #leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.dragging = false;
  };

  readonly #drop = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dragging = false;
    const files = filesOf(event.dataTransfer);
    const welcome = this.querySelector<Welcome>("headcount-welcome");
    const reading = welcome?.reading ?? { timeZone: this.workspace.shop?.snapshot.timeZone ?? "", currency: "", pseudonymous: false };
    void files.then((list) => this.workspace.openFiles(list, reading));
  };
}

customElements.define("headcount-admin", Admin);
