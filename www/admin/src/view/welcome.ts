// Nothing is open yet: drop files, choose how to read them, watch them being packed.
import { html, nothing, type TemplateResult } from "lit";
import type { Reading } from "../state/workspace.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** Zones to choose from, the browser's own first; browsers without the list offer that one and UTC. */
export function zones(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = "supportedValuesOf" in Intl ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([own, "UTC", ...known])];
}

/** The first thing a merchant sees. */
class Welcome extends View {
  static override properties = { reading: { state: true } };
  declare reading: Reading;

  constructor() {
    super();
    this.reading = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: "", pseudonymous: false };
  }

  override render(): TemplateResult {
    const { progress, failure, route } = this.workspace;
    const shared = route.view === "segment" ? route.shared : undefined;
    return html`<div class="welcome">
      <div class="stack">
        <h1>${this.say("welcome.title")}</h1>
        <p class="lead">${this.say("welcome.lead")}</p>
      </div>
      ${shared ? html`<p class="note">${icon("link")}<span>${this.say("welcome.shared", { name: shared.name || this.say("editor.new") })}</span><code>${shared.text}</code></p>` : nothing}
      ${failure ? html`<div class="note error" role="alert">${icon("error")}<strong>${this.say("welcome.failed")}</strong><span>${this.language.error(failure)}</span>${failure.path ? html`<code>${failure.path}</code>` : nothing}</div>` : nothing}
      ${progress ? this.#reading() : this.#choosing()}
      <p class="note">${icon("lock")}<span>${this.say("welcome.private")}</span></p>
      <section class="card stack" aria-labelledby="what-title">
        <h2 id="what-title">${this.say("welcome.what")}</h2>
        <dl class="stack">
          ${(["tables", "shopify", "lines", "packed"] as const).map((kind) => html`<div><dt><strong>${this.say(`welcome.${kind}`)}</strong></dt><dd class="quiet">${this.say(`welcome.${kind}.help`)}</dd></div>`)}
        </dl>
      </section>
    </div>`;
  }

  /** Opens files with what was chosen here. */
  open(files: readonly File[]): void {
    void this.workspace.openFiles(files, this.reading);
  }

  #choosing(): TemplateResult {
    return html`<section class="card stack">
      <div class="drop">
        ${icon("upload")}
        <p><strong>${this.say("welcome.drop")}</strong></p>
        <div class="row">
          <button class="button primary" type="button" @click=${() => this.#choose(false)}>${this.say("welcome.files")}</button>
          <button class="button" type="button" @click=${() => this.#choose(true)}>${icon("folder")}${this.say("welcome.folder")}</button>
        </div>
        <input type="file" multiple hidden data-files @change=${this.#chosen} />
        <input type="file" webkitdirectory hidden data-folder @change=${this.#chosen} />
      </div>
      <details>
        <summary>${this.say("welcome.options")}</summary>
        <div class="options">
          <label class="field"><span>${this.say("welcome.zone")}</span>
            <select class="input" .value=${this.reading.timeZone} @change=${(event: Event) => this.#set({ timeZone: (event.target as HTMLSelectElement).value })}>
              ${zones().map((zone) => html`<option value=${zone} ?selected=${zone === this.reading.timeZone}>${zone}</option>`)}
            </select>
            <span class="hint">${this.say("welcome.zone.help")}</span>
          </label>
          <label class="field"><span>${this.say("welcome.currency")}</span>
            <input class="input" maxlength="3" autocomplete="off" spellcheck="false" placeholder=${this.say("welcome.currency.none")} .value=${this.reading.currency} @input=${(event: Event) => this.#set({ currency: (event.target as HTMLInputElement).value.trim().toUpperCase() })} />
            <span class="hint">${this.say("welcome.currency.help")}</span>
          </label>
          <label class="check"><input type="checkbox" .checked=${this.reading.pseudonymous} @change=${(event: Event) => this.#set({ pseudonymous: (event.target as HTMLInputElement).checked })} />
            <span>${this.say("welcome.pseudonymous")}<br /><span class="hint quiet small">${this.say("welcome.pseudonymous.help")}</span></span>
          </label>
        </div>
      </details>
    </section>`;
  }

  #reading(): TemplateResult {
    const { phase, part, bytes, totalBytes, rows } = this.workspace.progress!;
    const known = totalBytes ? Math.min(bytes / totalBytes, 1) : null;
    return html`<section class="card stack" aria-busy="true">
      <h2 id="reading-title">${this.say(part ? "progress.read" : phase === "open" ? "progress.open" : "progress.start", { part: part ?? "" })}</h2>
      <progress aria-labelledby="reading-title" .value=${known ?? 0} max="1"></progress>
      <div class="row spread">
        <p class="quiet number">${this.language.bytes(bytes)}${totalBytes ? ` / ${this.language.bytes(totalBytes)}` : ""}${rows ? ` · ${this.say("progress.rows", { count: rows })}` : ""}</p>
        <button class="button" type="button" @click=${() => this.workspace.cancel()}>${this.say("progress.cancel")}</button>
      </div>
    </section>`;
  }

  #set(reading: Partial<Reading>): void {
    this.reading = { ...this.reading, ...reading };
  }

  #choose(folder: boolean): void {
    this.querySelector<HTMLInputElement>(folder ? "[data-folder]" : "[data-files]")?.click();
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.open([...(input.files ?? [])]);
    input.value = "";
  }
}

customElements.define("headcount-welcome", Welcome);

export type { Welcome };
