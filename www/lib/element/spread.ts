// The values behind a threshold, as people spread over them: a histogram of those who pass the rest,
// figures to take with one click, and a slider. Loaded when a threshold is first shown.
//
// Values are whole numbers in units of the last digit (cents, seconds, …) or local days since
// 1970-01-01. A place on the slider is a share between 0 and 1 of the histogram's width, on which
// every bar is equally wide, whatever the values it stands for.
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Distribution } from "../public.js";
import type { DraftTest, Literal } from "./types.js";
import type { WordKey } from "./words.js";

/** A threshold and how a change of it gets back into the tree. */
export interface Threshold {
  readonly distribution: Distribution;
  readonly test: DraftTest;
  readonly label: string;
  readonly unit: string;
  readonly locale: string;
  readonly say: (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;
  /** Another value while it is dragged. */
  readonly drag: (name: Slot, value: Literal) => void;
  /** Another value, chosen. */
  readonly put: (name: Slot, value: Literal) => void;
  /** The dragging has ended. */
  readonly done: () => void;
}

/** Which literal of a test. */
export type Slot = "value" | "from" | "to";

/** Places of a slider. */
const PLACES = 2_000;
const DAY = 86_400_000;

/** The histogram, its figures and its slider. */
export function spread(threshold: Threshold): TemplateResult | typeof nothing {
  const { distribution, test, label, say } = threshold;
  if (!distribution.stops.length) return html`<p class="quiet">${say("noValues", { name: label })}</p>`;
  const scale = new Scale(distribution);
  const slots: readonly Slot[] = test.operator === "between" ? ["from", "to"] : ["value"];
  return html`<div class="spread" role="group" aria-label=${say("distributionOf", { name: label })}>
    ${histogram(threshold, scale)}
    ${slots.map((slot) => slider(threshold, scale, slot))}
    <div class="figures">${figures(threshold, scale, test.operator === "between" ? "from" : "value")}${twin(threshold, scale)}</div>
  </div>`;
}

function histogram({ distribution: { bars }, test }: Threshold, scale: Scale): TemplateResult {
  const highest = bars.reduce((most, bar) => Math.max(most, bar), 1);
  const [from, to] = scale.inside(test).map((place) => place * bars.length) as [number, number];
  // A bar is one move, one line up and one across; the part of it that passes is drawn over it.
  const columns = (least: number, most: number) =>
    Array.from(bars, (bar, index) => {
      const [left, right] = [Math.max(index + 0.04, least), Math.min(index + 0.96, most)];
      return bar && left < right ? `M${left} 100v-${Math.max(2, (100 * bar) / highest)}h${right - left}v100z` : "";
    }).join("");
  return html`<svg class="chart" viewBox="0 0 ${bars.length} 100" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<path class="out" d=${columns(0, bars.length)}></path><path class="in" d=${columns(from, to)}></path>`}
  </svg>`;
}

function slider(threshold: Threshold, scale: Scale, slot: Slot): TemplateResult {
  const { test, label, say, drag, put, done } = threshold;
  const value = scale.read(test[slot]);
  const move = (event: KeyboardEvent) => {
    const rtl = getComputedStyle(event.currentTarget as Element).direction === "rtl";
    const next = scale.next(value, event.key, rtl);
    if (next === undefined) return;
    event.preventDefault();
    put(slot, scale.write(next, test[slot]));
  };
  const name = slot === "value" ? say("drag", { name: label }) : `${say("drag", { name: label })}: ${say(slot)}`;
  return html`<input type="range" min="0" max=${PLACES} step="1" aria-label=${name} aria-valuetext=${value === undefined ? say("incomplete") : `${scale.words(value, threshold)} ${threshold.unit}`}
    .value=${String(Math.round(scale.place(value ?? scale.first) * PLACES))} ?data-unset=${value === undefined}
    @keydown=${move} @change=${done}
    @input=${(event: Event) => drag(slot, scale.write(scale.at(Number((event.target as HTMLInputElement).value) / PLACES), test[slot]))} />`;
}

function figures(threshold: Threshold, scale: Scale, slot: Slot): readonly (TemplateResult | typeof nothing)[] {
  const { distribution, say, put, test } = threshold;
  const named: readonly (readonly [WordKey, string | null])[] = [["least", distribution.min], ["average", distribution.average], ["median", distribution.median], ["greatest", distribution.max]];
  return [
    ...named.map(([word, text]) => {
      const value = text === null ? undefined : scale.read(text);
      if (text === null || value === undefined) return nothing;
      return html`<button type="button" class="figure" @click=${() => put(slot, scale.write(Math.round(value), test[slot]))}>${say(word)} <strong>${scale.exact(text, threshold)}</strong></button>`;
    }),
    distribution.missing ? html`<span class="quiet">${say("missing", { count: distribution.missing.toLocaleString(threshold.locale || undefined) })}</span>` : nothing,
  ];
}

/** The bars as a table, for those who do not see them. */
function twin(threshold: Threshold, scale: Scale): TemplateResult {
  const { distribution: { bars }, say, label, locale } = threshold;
  return html`<details><summary>${say("asTable")}</summary><div class="scroll" tabindex="0" role="region" aria-label=${label}><table>
    <thead><tr><th scope="col">${label}</th><th scope="col">${say("customers")}</th></tr></thead>
    <tbody>${Array.from(bars, (bar, index) => html`<tr><th scope="row">${scale.range(index, threshold)}</th><td>${bar.toLocaleString(locale || undefined)}</td></tr>`)}</tbody>
  </table></div></details>`;
}

/** Values, their places and their literals. */
class Scale {
  readonly first: number;
  readonly #stops: Float64Array;
  readonly #edges: readonly number[];
  readonly #scale: number;
  readonly #date: boolean;
  readonly #whole: boolean;
  readonly #today: number;
  readonly #step: number;

  constructor({ stops, edges, kind, scale, today }: Distribution) {
    this.#stops = stops;
    this.first = stops[0]!;
    const last = edges[edges.length - 1]!;
    const width = edges.length > 1 ? edges[1]! - edges[0]! : 1;
    this.#edges = [...edges, Math.max(last + width, stops[stops.length - 1]!)];
    this.#date = kind === "date";
    this.#whole = kind === "integer";
    this.#scale = scale;
    this.#today = Date.parse(today) / DAY;
    // A tenth of a bar, as a round number.
    const tenth = Math.max(1, width / 10);
    const power = 10 ** Math.floor(Math.log10(tenth));
    this.#step = [1, 2, 5, 10].map((times) => times * power).filter((step) => step <= tenth).pop() ?? 1;
  }

  /** The value of a literal; undefined for a statistic, and for what is not written out yet. */
  read(literal: Literal | undefined): number | undefined {
    if (this.#date) return typeof literal === "string" ? this.#day(literal) : undefined;
    if (typeof literal !== "number" && !(typeof literal === "string" && /^-?\d+(\.\d*)?$/.test(literal))) return undefined;
    return Number(literal) * 10 ** this.#scale;
  }

  #day(text: string): number | undefined {
    if (text === "today") return this.#today;
    if (text === "yesterday") return this.#today - 1;
    if (/^\d{4}-\d\d-\d\d/.test(text)) return Date.parse(text.slice(0, 10)) / DAY;
    const [, sign, amount, unit] = /^([+-])(\d{1,5})([dwmy])$/.exec(text) ?? [];
    if (!unit) return undefined;
    const size = Number(`${sign}${amount}`);
    if (unit === "d" || unit === "w") return this.#today + size * (unit === "d" ? 1 : 7);
    const date = new Date(this.#today * DAY);
    const months = size * (unit === "m" ? 1 : 12);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last)) / DAY;
  }

  /** The literal of a value; a date stays relative if it was. */
  write(value: number, old: Literal | undefined): Literal {
    if (this.#date) {
      if (typeof old === "string" && /^\d{4}-/.test(old)) return new Date(value * DAY).toISOString().slice(0, 10);
      const back = this.#today - value;
      return back === 0 ? "today" : back > 0 ? `-${back}d` : `+${-back}d`;
    }
    if (this.#whole) return value;
    const digits = (value / 10 ** this.#scale).toFixed(this.#scale);
    return digits.replace(/\.0+$/, "");
  }

  /** The place of a value. */
  place(value: number): number {
    const edges = this.#edges;
    const bars = edges.length - 1;
    let bar = 0;
    while (bar < bars - 1 && value >= edges[bar + 1]!) bar += 1;
    const [from, to] = [edges[bar]!, edges[bar + 1]!];
    return Math.min(1, Math.max(0, (bar + (value - from) / (to - from || 1)) / bars));
  }

  /** The value at a place, rounded so that it reads well. */
  at(place: number): number {
    const edges = this.#edges;
    const bars = edges.length - 1;
    const bar = Math.min(Math.floor(place * bars), bars - 1);
    const exact = edges[bar]! + (place * bars - bar) * (edges[bar + 1]! - edges[bar]!);
    return Math.min(Math.floor(exact / this.#step) * this.#step, Math.ceil(this.#stops[this.#stops.length - 1]!));
  }

  /** Where arrow keys lead: to the next value that a customer has. */
  next(value: number | undefined, key: string, rtl: boolean): number | undefined {
    const stops = this.#stops;
    const from = value ?? this.first - 1;
    const past = stops.findIndex((stop) => stop > from);
    const reached = stops.findIndex((stop) => stop >= from);
    const above = past < 0 ? from : Math.ceil(stops[past]!);
    const below = reached > 0 ? Math.floor(stops[reached - 1]!) : reached < 0 ? Math.floor(stops[stops.length - 1]!) : from;
    switch (rtl && key.startsWith("Arrow") ? ({ ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[key] ?? key) : key) {
      case "ArrowUp":
      case "ArrowRight": return above;
      case "ArrowDown":
      case "ArrowLeft": return below;
      case "PageUp": return this.at(Math.min(1, this.place(from) + 1 / (this.#edges.length - 1)));
      case "PageDown": return this.at(Math.max(0, this.place(from) - 1 / (this.#edges.length - 1)));
      case "Home": return Math.floor(this.first);
      case "End": return Math.ceil(stops[stops.length - 1]!);
      default: return undefined;
    }
  }

  /** The places between which a test holds. */
  inside({ operator, value, from, to }: DraftTest): readonly [number, number] {
    const at = this.read(value);
    const place = (one: number | undefined, otherwise: number) => (one === undefined ? otherwise : this.place(one));
    if (operator === "between") {
      const end = this.read(to);
      return [place(this.read(from), 0), place(end === undefined ? undefined : end + 1, 1)];
    }
    if (at === undefined) return [0, 0];
    switch (operator) {
      case ">=": return [this.place(at), 1];
      case ">": return [this.place(at + 1), 1];
      case "<": return [0, this.place(at)];
      case "<=": return [0, this.place(at + 1)];
      case "=": return [this.place(at), this.place(at + 1)];
      default: return [0, 0];
    }
  }

  /** A value as people write it. */
  words(value: number, { locale }: Threshold): string {
    if (this.#date) return new Date(value * DAY).toLocaleDateString(locale || undefined, { timeZone: "UTC", dateStyle: "medium" });
    const digits = this.#scale && value % 10 ** this.#scale ? this.#scale : 0;
    return (value / 10 ** this.#scale).toLocaleString(locale || undefined, { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 2) });
  }

  /** A figure as people write it. */
  exact(text: string, threshold: Threshold): string {
    if (this.#date) return this.words(this.#day(text)!, threshold);
    const digits = Number.isInteger(Number(text)) ? 0 : 2;
    return Number(text).toLocaleString(threshold.locale || undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** The values of a bar as people write them. */
  range(bar: number, threshold: Threshold): string {
    const [from, to] = [this.#edges[bar]!, this.#edges[bar + 1]!];
    const last = bar === this.#edges.length - 2;
    return to - from <= 1 ? this.words(from, threshold) : `${this.words(from, threshold)} – ${this.words(last ? to : to - 1, threshold)}`;
  }
}
