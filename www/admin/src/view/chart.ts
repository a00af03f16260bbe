// Charts as plain SVG, each with its figures as a table.
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Language } from "../messages/index.js";

/** A point of a line: what it is called and its value. */
export interface Point {
  readonly label: string;
  readonly value: number;
  /** What else its row of the table says. */
  readonly more?: readonly string[];
  /** Whether it is still to come. */
  readonly ahead?: boolean;
}

const WIDTH = 600;
const HEIGHT = 160;

/** The least round number that is not below the value. */
export function ceiling(value: number): number {
  if (value <= 5) return Math.max(1, Math.ceil(value));
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value)!;
}

/** A line over time; what is still to come is dashed. */
export function lineChart(points: readonly Point[], title: string, columns: readonly string[], language: Language): TemplateResult {
  const top = ceiling(Math.max(...points.map((point) => point.value), 1));
  const x = (index: number) => (points.length > 1 ? (index / (points.length - 1)) * WIDTH : WIDTH / 2);
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const now = points.filter((point) => !point.ahead).length;
  const path = (from: number, to: number) => points.slice(from, to).map(({ value }, index) => `${index ? "L" : "M"}${x(from + index).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last) return html`${nothing}`;
  return html`<figure class="chart">
    <div class="chart-frame">
      <div class="chart-scale number" aria-hidden="true"><span>${language.number(top)}</span><span>${language.number(top / 2)}</span><span>0</span></div>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${title}>
        ${[0, 0.5, 1].map((share) => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${share * HEIGHT} y2=${share * HEIGHT}></line>`)}
        ${now ? svg`<path class="area" d="${path(0, now)}L${x(now - 1)} ${HEIGHT}L0 ${HEIGHT}Z"></path><path class="line" d=${path(0, now)}></path>` : nothing}
        ${now < points.length ? svg`<path class="line ahead" d=${path(Math.max(now - 1, 0), points.length)}></path>` : nothing}
      </svg>
      <div class="chart-ends" aria-hidden="true"><span>${first.label}</span>${now > 0 && now < points.length ? html`<span>${points[now - 1]!.label}</span>` : nothing}<span>${last.label}</span></div>
    </div>
    ${tableOf(points, columns, language)}
  </figure>`;
}

/** The figures of a chart as a table, folded away. */
export function tableOf(points: readonly Point[], columns: readonly string[], language: Language): TemplateResult {
  return html`<details><summary class="small">${language.say("chart.table")}</summary>
    <div class="table-frame tall" tabindex="0" role="region" aria-label=${columns.join(", ")}><table class="plain"><thead><tr>${columns.map((column, at) => html`<th scope="col" class=${at ? "end" : ""}>${column}</th>`)}</tr></thead>
    <tbody>${points.map((point) => html`<tr><th scope="row">${point.label}</th><td class="end">${language.number(point.value)}</td>${(point.more ?? []).map((cell) => html`<td class="end">${cell}</td>`)}</tr>`)}</tbody></table></div></details>`;
}

/** A bar: people of the segment, and everyone, with one value. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly everyone: number;
}

/** Shares of a whole as bars with their names, a mark where the share of everyone is. */
export function barChart(bars: readonly Bar[], whole: number, everyone: number, columns: readonly [string, string, string], language: Language): TemplateResult {
  const share = (part: number, of: number) => (of ? part / of : 0);
  const mark = (at: number) => svg`<line class="mark" x1=${at * 100} x2=${at * 100} y1="0" y2="1"></line>`;
  return html`<div class="table-frame tall" tabindex="0" role="region" aria-label=${columns.join(", ")}><table class="plain bars">
    <thead><tr><th scope="col">${columns[0]}</th><th scope="col" class="end">${columns[1]}</th><td aria-hidden="true"></td><th scope="col" class="end">${columns[2]}</th></tr></thead>
    <tbody>${bars.map((bar) => html`<tr><th scope="row">${bar.label}</th><td class="end">${language.number(bar.value)} <span class="quiet small">${language.share(share(bar.value, whole))}</span></td>
      <td class="meter" aria-hidden="true"><svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none">${svg`<rect height="1" width=${100 * share(bar.value, whole)}></rect>`}${mark(share(bar.everyone, everyone))}</svg></td>
      <td class="end quiet">${language.share(share(bar.everyone, everyone))}</td></tr>`)}</tbody></table></div>`;
}
