// The edited segment beside the saved one: who enters, who leaves, and which clause does it.
import type { Cause, CompareReply, Condition, Moved, Snapshot } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { nodeAt } from "../state/nodes.js";
import { View } from "./view.js";

/** Ids named of those who enter, and of those who leave. */
const NAMED = 12;

/** A comparison, and its clauses as text. */
interface Compared {
  readonly reply: CompareReply;
  readonly clauses: readonly { readonly cause: Cause; readonly text: string }[];
}

/** The comparison of the workspace's draft; nothing while there is nothing to compare. */
class Compare extends View {
  static override properties = { compared: { state: true } };
  declare compared: Compared | null;
  #asked = "";

  constructor() {
    super();
    this.compared = null;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.compared) return nothing;
    const { reply, clauses } = this.compared;
    return html`<section class="stack" aria-labelledby="compare-title"><h3 id="compare-title">${this.say("insight.compare")}</h3>
      <dl class="figures">
        <div><dt>${this.say("insight.entered")}</dt><dd>${this.language.difference(reply.entered)}</dd></div>
        <div><dt>${this.say("insight.left")}</dt><dd>${this.language.difference(-reply.left)}</dd></div>
        <div><dt>${this.say("insight.stayed")}</dt><dd>${this.language.number(reply.stayed)}</dd></div>
      </dl>
      ${clauses.length ? html`<div class="table-frame" tabindex="0" role="region" aria-label=${this.say("insight.causes")}><table class="plain">
        <thead><tr><th scope="col">${this.say("insight.causes")}</th><th scope="col" class="end">${this.say("insight.entered")}</th><th scope="col" class="end">${this.say("insight.left")}</th></tr></thead>
        <tbody>
          ${clauses.map(({ cause, text }) => this.#row(html`<span class="badge">${this.say(cause.of === "after" ? "insight.cause.added" : "insight.cause.dropped")}</span> <code>${text}</code>`, cause))}
          ${reply.together.entered || reply.together.left ? this.#row(html`${this.say("insight.together")}`, reply.together) : nothing}
        </tbody>
      </table></div>` : nothing}
      ${this.#ids("insight.entered", reply.ids.entered)}${this.#ids("insight.left", reply.ids.left)}
    </section>`;
  }

  #row(what: TemplateResult, { entered, left }: Moved): TemplateResult {
    return html`<tr><th scope="row">${what}</th><td class="end">${this.language.difference(entered)}</td><td class="end">${this.language.difference(-left)}</td></tr>`;
  }

  #ids(key: "insight.entered" | "insight.left", ids: readonly string[]): TemplateResult | typeof nothing {
    return ids.length ? html`<p class="small">${this.say(key)}: ${ids.map((id) => html`<button class="link" type="button" @click=${() => this.workspace.look(id)}>${id}</button> `)}</p>` : nothing;
  }

  protected override updated(): void {
    const { draft, shop } = this.workspace;
    if (!draft || !shop || draft.stale || draft.dragging) return;
    const wanted = draft.saved !== null && draft.edited && draft.answer?.count != null;
    const asked = wanted ? JSON.stringify([draft.stored, draft.text, draft.options]) : "";
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (!wanted) this.compared = null;
    else void this.#compare(shop.snapshot, asked);
  }

  async #compare(snapshot: Snapshot, asked: string): Promise<void> {
    const { stored, text, options } = this.workspace.draft!;
    try {
      const [reply, before, after] = await Promise.all([snapshot.compare(stored, text, { ...options, ids: NAMED }), snapshot.check(stored, options), snapshot.check(text, options)]);
      const trees: Record<Cause["of"], Condition> = { before: before.condition, after: after.condition };
      const clauses = await Promise.all(reply.causes.map(async (cause) => {
        const condition = nodeAt(trees[cause.of], cause.path) as Condition;
        return { cause, text: (await snapshot.format({ version: 1, condition }, "headcount")).text };
      }));
      if (asked === this.#asked) this.compared = { reply, clauses };
    } catch {
      // What is wrong with either stands with the count already.
      if (asked === this.#asked) this.compared = null;
    }
  }
}

customElements.define("headcount-compare", Compare);
