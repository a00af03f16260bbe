// How this browser counts and looks: zone, instant, order policy, language, theme.
import type { Policy } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "./icons.js";
import { View } from "./view.js";
import { zones } from "./welcome.js";

const DAY = 86_400_000;
/** Languages a person can choose; those without a table speak English in their own numbers and direction. */
const LANGUAGES = ["en", "de"];

/** The settings. */
class SettingsView extends View {
  override render(): TemplateResult {
    const { settings, shop } = this.workspace;
    return html`
      <div class="page-head"><div class="title">
        <a class="button plain icon" href="#/" aria-label=${this.say("editor.back")}>${icon("back")}</a><h1>${this.say("settings.title")}</h1>
      </div></div>
      <div class="cards">
        ${shop ? html`
          <section class="card stack" aria-labelledby="set-time"><h2 id="set-time">${this.say("settings.time")}</h2>
            <label class="field"><span>${this.say("welcome.zone")}</span>
              <select class="input" @change=${(event: Event) => void this.workspace.reopen((event.target as HTMLSelectElement).value)}>
                ${[...new Set([shop.snapshot.timeZone, ...zones()])].map((zone) => html`<option value=${zone} ?selected=${zone === shop.snapshot.timeZone}>${zone}</option>`)}
              </select><span class="hint">${this.say("settings.zone.help")}</span></label>
            ${this.#instant()}
            <dl class="facts"><dt>${this.say("welcome.currency")}</dt><dd>${shop.snapshot.currency}</dd><dt>${this.say("settings.taken")}</dt><dd>${this.language.instant(shop.snapshot.takenAt, shop.snapshot.timeZone)}</dd><dt>${this.say("settings.engine")}</dt><dd>${shop.snapshot.engine.version}</dd></dl>
          </section>` : nothing}
        <section class="card stack" aria-labelledby="set-policy"><h2 id="set-policy">${this.say("settings.policy")}</h2>
          <p class="quiet small">${this.say("settings.policy.help")}</p>
          ${(["test", "cancelled", "deleted"] as const).map((kind) => html`<label class="check"><input type="checkbox" .checked=${settings.policy[kind] === "include"} @change=${(event: Event) => this.#policy({ [kind]: (event.target as HTMLInputElement).checked ? "include" : "exclude" })} /><span>${this.say(`settings.${kind}`)}</span></label>`)}
          <label class="check"><input type="checkbox" .checked=${settings.policy.refunds === "gross"} @change=${(event: Event) => this.#policy({ refunds: (event.target as HTMLInputElement).checked ? "gross" : "net" })} /><span>${this.say("settings.gross")}</span></label>
          <label class="field"><span>${this.say("settings.statuses")}</span><input class="input" autocomplete="off" .value=${settings.policy.statuses?.join(", ") ?? ""} @change=${(event: Event) => this.#statuses((event.target as HTMLInputElement).value)} /><span class="hint">${this.say("settings.statuses.help")}</span></label>
          <label class="check"><input type="checkbox" .checked=${settings.strictMissing} @change=${(event: Event) => this.workspace.choose({ strictMissing: (event.target as HTMLInputElement).checked })} /><span>${this.say("settings.strict")}<br /><span class="hint quiet small">${this.say("settings.strict.help")}</span></span></label>
          <label class="field"><span>${this.say("settings.most")}</span><input class="input short" type="number" min="1" max="1000" .value=${String(settings.maxClauses ?? "")} @change=${(event: Event) => this.workspace.choose({ maxClauses: Math.trunc(Number((event.target as HTMLInputElement).value)) || null })} /><span class="hint">${this.say("settings.most.help")}</span></label>
        </section>
        <section class="card stack" aria-labelledby="set-look"><h2 id="set-look">${this.say("settings.look")}</h2>
          <label class="field"><span>${this.say("settings.language")}</span>
            <select class="input" @change=${(event: Event) => this.workspace.choose({ language: (event.target as HTMLSelectElement).value || null })}>
              <option value="">${this.say("settings.browser")}</option>
              ${LANGUAGES.map((tag) => html`<option value=${tag} ?selected=${settings.language === tag}>${new Intl.DisplayNames([tag], { type: "language" }).of(tag)}</option>`)}
            </select></label>
          <label class="field"><span>${this.say("settings.theme")}</span>
            <select class="input" @change=${(event: Event) => this.workspace.choose({ theme: ((event.target as HTMLSelectElement).value || null) as "light" | "dark" | null })}>
              <option value="">${this.say("settings.browser")}</option>
              ${(["light", "dark"] as const).map((theme) => html`<option value=${theme} ?selected=${settings.theme === theme}>${this.say(`settings.${theme}`)}</option>`)}
            </select></label>
        </section>
      </div>`;
  }

  /** The day counts are made for, on a slider over the two years before the data was taken. */
  #instant(): TemplateResult {
    const { asOf, shop } = this.workspace;
    const taken = Date.parse(`${shop!.snapshot.takenAt.slice(0, 10)}T00:00:00Z`);
    const back = asOf ? Math.round((taken - Date.parse(`${asOf}T00:00:00Z`)) / DAY) : 0;
    const day = (days: number) => new Date(taken - days * DAY).toISOString().slice(0, 10);
    const set = (value: string) => this.workspace.moveTo(value === day(0) || !value ? null : value);
    return html`<div class="field"><label for="as-of">${this.say("settings.asOf")}</label>
      <input id="as-of" type="range" min="0" max="730" .value=${String(730 - Math.min(back, 730))} aria-valuetext=${asOf ? this.language.local(`${asOf}T00:00:00`, false) : this.say("settings.asOf.now")} @input=${(event: Event) => set(day(730 - Number((event.target as HTMLInputElement).value)))} />
      <div class="row"><input class="input auto" type="date" aria-label=${this.say("settings.asOf")} .value=${asOf ?? day(0)} @change=${(event: Event) => set((event.target as HTMLInputElement).value)} />
        ${asOf ? html`<button class="button" type="button" @click=${() => this.workspace.moveTo(null)}>${this.say("settings.asOf.back")}</button>` : nothing}</div>
      <span class="hint">${this.say("settings.asOf.help")}</span></div>`;
  }

  #policy(change: Partial<Policy>): void {
    this.workspace.choose({ policy: { ...this.workspace.settings.policy, ...change } });
  }

  #statuses(text: string): void {
    const statuses = text.split(",").map((status) => status.trim()).filter(Boolean);
    this.#policy({ statuses: statuses.length ? statuses : null });
  }
}

customElements.define("headcount-settings", SettingsView);
