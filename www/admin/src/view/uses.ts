// What a segment is used for: campaigns, flows of which one is active, and product variants shown to its members.
import type { SegmentLibrary, SegmentRecord } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { addressOf } from "../state/route.js";
import { icon } from "./icons.js";
import { idsIn } from "./members.js";
import { View } from "./view.js";

type Part = "campaigns" | "flows" | "variants";

/** An id nobody else has; the page may be served where `randomUUID` is denied. */
const freshId = (): string => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");

/** The uses of the segment being edited. */
class Uses extends View {
  static override properties = { refused: { state: true } };
  /** Why the library refused, under the part it was asked for. */
  declare refused: { readonly part: Part; readonly message: string } | null;

  constructor() {
    super();
    this.refused = null;
  }

  override render(): TemplateResult {
    const saved = this.workspace.draft?.saved;
    if (!saved) return html`<p class="nothing">${this.say("uses.unsaved")}</p>`;
    return html`<div class="uses">
      ${this.#campaigns(saved)}
      ${this.#flows(saved)}
      ${this.#variants(saved)}
      ${saved.referredBy.length ? html`<section class="stack" aria-labelledby="uses-referred"><h3 id="uses-referred">${this.say("uses.referred")}</h3>
        <ul class="plain-list">${saved.referredBy.map((name) => html`<li>${this.#link(name)}</li>`)}</ul></section>` : nothing}
    </div>`;
  }

  #campaigns({ id, campaigns }: SegmentRecord): TemplateResult {
    const zone = this.workspace.shop!.snapshot.timeZone;
    return this.#section("campaigns", html`
      ${campaigns.length ? html`<ul class="use-list">${campaigns.map((campaign) => html`<li><span>${campaign.name}</span><span class="quiet small">${this.language.instant(campaign.at, zone)}</span></li>`)}</ul>` : this.#none("campaigns")}
      ${this.#adder("campaigns", (name) => this.#do("campaigns", (library) => library.attachCampaign(id, freshId(), name)))}`);
  }

  #flows({ id, flows }: SegmentRecord): TemplateResult {
    const attach = (flow: string, name: string, active: boolean) => this.#do("flows", (library) => library.attachFlow(id, flow, name, { active }));
    return this.#section("flows", html`
      ${flows.length ? html`<ul class="use-list">${flows.map((flow) => html`<li>
        <span>${flow.name}</span>
        <span class="badge ${flow.active ? "good" : ""}">${flow.active ? icon("check") : nothing}${this.say(flow.active ? "uses.flow.active" : "uses.flow.waiting")}</span>
        <span class="row end">
          ${this.#turn(flow, () => void attach(flow.id, flow.name, !flow.active))}
          <button class="button plain icon" type="button" aria-label=${this.say("uses.remove", { name: flow.name })} @click=${() => void this.#do("flows", (library) => library.detachFlow(id, flow.id))}>${icon("close")}</button>
        </span></li>`)}</ul>` : this.#none("flows")}
      ${this.#adder("flows", (name, form) => attach(freshId(), name, form.get("active") !== null), html`<label class="check"><input type="checkbox" name="active" /><span>${this.say("uses.flow.now")}</span></label>`)}`);
  }

  #turn({ name, active }: SegmentRecord["flows"][number], act: () => void): TemplateResult {
    const words = this.say(active ? "uses.flow.wait" : "uses.flow.start");
    return html`<button class="button" type="button" aria-label="${words}: ${name}" @click=${act}>${words}</button>`;
  }

  #variants({ id, variants }: SegmentRecord): TemplateResult {
    const assign = (next: readonly string[]) => this.#do("variants", (library) => library.assignVariants(id, next));
    return this.#section("variants", html`
      ${variants.length ? html`<ul class="chips">${variants.map((variant) => html`<li class="badge">${variant}<button type="button" aria-label=${this.say("uses.remove", { name: variant })} @click=${() => void assign(variants.filter((one) => one !== variant))}>${icon("close")}</button></li>`)}</ul>` : this.#none("variants")}
      ${this.#adder("variants", (typed) => assign([...variants, ...idsIn(typed)]))}
      <div class="row"><button class="link small" type="button" @click=${() => this.workspace.look("")}>${this.say("uses.variants.who")}</button></div>`);
  }

  #section(part: Part, content: TemplateResult): TemplateResult {
    return html`<section class="stack" aria-labelledby="uses-${part}"><div><h3 id="uses-${part}">${this.say(`uses.${part}`)}</h3><p class="quiet small">${this.say(`uses.${part}.help`)}</p></div>
      ${this.refused?.part === part ? html`<p class="note error" role="alert">${icon("error")}<span>${this.refused.message}</span></p>` : nothing}
      ${content}</section>`;
  }

  #none(part: Part): TemplateResult {
    return html`<p class="quiet small">${this.say(`uses.${part}.none`)}</p>`;
  }

  #adder(part: Part, add: (name: string, form: FormData) => Promise<boolean>, more: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<form class="row" @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      const content = new FormData(form);
      void add(String(content.get("name")).trim(), content).then((done) => done && form.reset());
    }}>
      <input class="input auto" name="name" required maxlength="255" autocomplete="off" aria-label=${this.say(`uses.${part}.name`)} placeholder=${this.say(`uses.${part}.name`)} />
      ${more}<button class="button" type="submit">${icon("plus")}${this.say(`uses.${part}.add`)}</button>
    </form>`;
  }

  #link(name: string): TemplateResult {
    const record = this.workspace.records.find((one) => one.name === name);
    return record ? html`<a href=${addressOf({ view: "segment", id: record.id })}>${name}</a>` : html`${name}`;
  }

  async #do(part: Part, change: (library: SegmentLibrary) => Promise<unknown>): Promise<boolean> {
    const outcome = await this.workspace.change(change);
    this.refused = "refused" in outcome ? { part, message: this.language.error(outcome.refused) } : null;
    return this.refused === null;
  }
}

customElements.define("headcount-uses", Uses);
