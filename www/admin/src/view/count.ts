// The number that lives: how many match, what share that is, how fast, and what the dates mean.
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Count, ResolvedDate } from "headcount";
import type { Language } from "../messages/index.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

/** A share of a whole as a bar; the number stands beside it. */
export const shareBar = (share: number): TemplateResult =>
  html`<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${svg`<rect height="1" width=${share * 100}></rect>`}</svg>`;

/** A window of time in words, on the shop's clock. */
export function windowInWords({ fromLocal, untilLocal }: ResolvedDate, language: Language): string {
  const midnight = (local: string | null) => local === null || /T00:00(:00)?/.test(local);
  const whole = midnight(fromLocal) && midnight(untilLocal);
  const write = (local: string) => language.local(local, !whole);
  // The window ends before `until`; in whole days its last day is the one before.
  const last = (local: string) => (whole ? write(new Date(Date.parse(`${local.slice(0, 19)}Z`) - 86_400_000).toISOString()) : write(local));
  if (fromLocal && untilLocal) {
    const [from, to] = [write(fromLocal), last(untilLocal)];
    return from === to ? from : language.say(whole ? "dates.range" : "dates.until", { from, to });
  }
  if (fromLocal) return language.say("dates.from", { from: write(fromLocal) });
  if (untilLocal) return language.say(whole ? "dates.through" : "dates.before", { to: last(untilLocal) });
  return language.say("dates.any");
}

/** The card with the count. */
class CountCard extends View {
  #announce: ReturnType<typeof setTimeout> | undefined;
  #spoken = "";

  override render(): TemplateResult {
    const { draft } = this.workspace;
    const { answer, stale, trouble, sentence } = draft ?? { answer: null, stale: true, trouble: null, sentence: "" };
    return html`<section class="card stack" aria-labelledby="count-title">
      <h2 id="count-title">${this.say("count.title")}</h2>
      ${trouble ? html`<p class="note error" role="alert">${icon("error")}<span>${this.language.error(trouble)}</span></p>` : nothing}
      ${answer ? this.#answer(answer, stale) : html`<p class="quiet">${this.say("count.waiting")}</p>`}
      <p class="spoken" role="status">${this.#spoken}</p>
    </section>
    ${sentence ? html`<section class="card stack" aria-labelledby="words-title"><h2 id="words-title">${this.say("words.title")}</h2><p>${sentence}</p></section>` : nothing}
    ${answer?.dates.length ? this.#dates(answer) : nothing}`;
  }

  protected override updated(): void {
    const answer = this.workspace.draft?.answer;
    const words = answer ? (answer.count === null ? this.say("count.none") : this.say("count.spoken", { count: answer.count, total: answer.total })) : "";
    if (words === this.#spoken) return;
    // A screen reader hears the number once the typing rests, not at every keystroke.
    clearTimeout(this.#announce);
    this.#announce = setTimeout(() => {
      this.#spoken = words;
      this.requestUpdate();
    }, 700);
  }

  #answer(answer: Count, stale: boolean): TemplateResult {
    const { count, total, share } = answer;
    if (count === null || share === null) {
      return html`<div class="count-figure" data-stale><strong aria-hidden="true">–</strong><span>${this.say("count.none")}</span></div>`;
    }
    return html`
      <div class="count-figure" ?data-stale=${stale}>
        <strong data-count=${count}>${this.language.number(count)}</strong>
        <span class="quiet">${this.say("count.of", { total })}</span>
      </div>
      ${shareBar(share)}
      <dl class="facts">
        <dt>${this.say("count.share")}</dt><dd>${this.language.share(share)}</dd>
        <dt>${this.say("count.asOf")}</dt><dd>${this.language.instant(answer.asOf, answer.timeZone)}</dd>
        <dt>${this.say("count.took")}</dt><dd>${this.language.milliseconds(answer.elapsed)}</dd>
      </dl>
      ${answer.partial ? html`<p class="note warning">${icon("warning")}<span>${this.say("count.partial")}</span></p>` : nothing}
      ${answer.usedCurrentValues.length ? this.#current(answer) : nothing}`;
  }

  #current(answer: Count): TemplateResult {
    const { fields } = this.language.source(this.workspace.shop!.snapshot);
    const names = answer.usedCurrentValues.map((name) => fields.find((field) => field.name === name)?.label ?? name).join(", ");
    return html`<p class="small quiet">${this.say("count.current", { names })}</p>`;
  }

  #dates({ dates, timeZone }: Count): TemplateResult {
    // Both ends of a BETWEEN stand for the same window.
    const windows = [...new Set(dates.map((date) => windowInWords(date, this.language)))];
    return html`<section class="card stack" aria-labelledby="dates-title">
      <h2 id="dates-title">${this.say("dates.title")}</h2>
      <ul class="dates">${windows.map((window) => html`<li>${window}</li>`)}</ul>
      <p class="small quiet">${this.say("dates.zone", { zone: timeZone })}</p>
    </section>`;
  }
}

customElements.define("headcount-count", CountCard);
