// What happened to a segment, newest first.
import type { LogEntry, LogPage, Movement, SavedSegment } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { View } from "./view.js";

/** Lines fetched at a time. */
const PAGE = 50;

const written = (condition: SavedSegment): string => (typeof condition === "string" ? condition : JSON.stringify(condition.condition));

/** The log of the segment being edited. */
class Log extends View {
  static override properties = { page: { state: true } };
  declare page: LogPage | null;
  #asked = "";

  constructor() {
    super();
    this.page = null;
  }

  override render(): TemplateResult {
    const { shop } = this.workspace;
    if (!this.page?.entries.length) return html`<p class="nothing">${this.say("log.empty")}</p>`;
    const { entries, total } = this.page;
    return html`<ol class="log">${entries.map((entry) => html`<li><time class="quiet small" datetime=${entry.at}>${this.language.instant(entry.at, shop!.snapshot.timeZone)}</time><div>${this.#entry(entry)}</div></li>`)}</ol>
      ${entries.length < total ? html`<p class="nothing"><button class="button" type="button" @click=${() => void this.#read(entries.length)}>${this.say("log.more")}</button></p>` : nothing}`;
  }

  protected override updated(): void {
    const saved = this.workspace.draft?.saved;
    const key = `${saved?.id} ${saved?.version}`;
    if (key === this.#asked) return;
    this.#asked = key;
    void this.#read(0);
  }

  async #read(offset: number): Promise<void> {
    const { draft, shop } = this.workspace;
    const id = draft?.saved?.id;
    if (!id || !shop) {
      this.page = null;
      return;
    }
    const next = await shop.snapshot.library.log({ segment: id, offset, limit: PAGE });
    if (id === this.workspace.draft?.saved?.id) this.page = offset && this.page ? { ...next, entries: [...this.page.entries, ...next.entries] } : next;
  }

  #entry(entry: LogEntry): TemplateResult {
    const people = (count: number | null) => (count === null ? "–" : this.language.number(count));
    switch (entry.event) {
      case "renamed": return html`${this.say("log.renamed", { before: entry.before, after: entry.after })}`;
      case "edited":
        return html`<p>${this.say("log.edited", { before: people(entry.countBefore), after: people(entry.countAfter) })}</p>
          <details><summary class="small">${this.say("log.criteria")}</summary><p class="small"><del><code>${written(entry.before) || "–"}</code></del></p><p class="small"><ins><code>${written(entry.after) || "–"}</code></ins></p></details>`;
      case "campaignAttached": return html`${this.say("log.campaign", { name: entry.campaign })}`;
      case "flowAttached": return html`${this.say("log.flow", { name: entry.flow })}`;
      case "flowDetached": return html`${this.say("log.flowDetached", { name: entry.flow })}`;
      case "variantsAssigned": return html`${this.say("log.variants", { names: entry.variants.join(", ") || "–" })}`;
      case "membersChanged": return html`${this.say("log.members", { entered: entry.added.count, left: entry.removed.count })} ${this.#ids(entry.added, entry.removed)}`;
      case "moved": return html`${this.say("log.members", { entered: entry.entered.count, left: entry.left.count })} ${entry.reason} ${this.#ids(entry.entered, entry.left)}`;
      case "contactChanged": return html`${this.say("log.contact", { count: entry.customers.count, columns: entry.columns.join(", ") })}`;
      default: return html`${this.say(`log.${entry.event}`)}`;
    }
  }

  #ids(entered: Movement, left: Movement): TemplateResult {
    const some = [...entered.ids.slice(0, 5).map((id) => `+${id}`), ...left.ids.slice(0, 5).map((id) => `−${id}`)];
    return html`<span class="small quiet">${some.join(" ")}</span>`;
  }
}

customElements.define("headcount-log", Log);
