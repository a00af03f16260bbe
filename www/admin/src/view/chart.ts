// Charts as plain SVG, each with its figures as a table.
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Language } from "../messages/index.js";

/** A point of a line: what it is called and its value. */
export interface Point {
  readonly label: string;
  readonly value: number;
}

const WIDTH = 600;
const HEIGHT = 160;

/** The least round number that is not below the value. */
export function ceiling(value: number): number {
  if (value <= 5) return Math.max(1, Math.ceil(value));
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value)!;
}

/** A line over time. */
export function lineChart(points: readonly Point[], title: string, columns: readonly [string, string], language: Language): TemplateResult {
  const top = ceiling(Math.max(...points.map((point) => point.value), 1));
  const x = (index: number) => (points.length > 1 ? (index / (points.length - 1)) * WIDTH : WIDTH / 2);
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const line = points.map((point, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(point.value).toFixed(1)}`).join("");
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last) return html`${nothing}`;
  return html`<figure class="chart">
    <div class="chart-frame">
      <div class="chart-scale number" aria-hidden="true"><span>${language.number(top)}</span><span>${language.number(top / 2)}</span><span>0</span></div>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${title}>
        ${[0, 0.5, 1].map((share) => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${share * HEIGHT} y2=${share * HEIGHT}></line>`)}
        ${svg`<path class="area" d="${line}L${x(points.length - 1)} ${HEIGHT}L0 ${HEIGHT}Z"></path><path class="line" d=${line}></path>`}
      </svg>
      <div class="chart-ends" aria-hidden="true"><span>${first.label}</span><span>${last.label}</span></div>
    </div>
    ${tableOf(points, columns, language)}
  </figure>`;
}

/** The figures of a chart as a table, folded away. */
export function tableOf(points: readonly Point[], columns: readonly [string, string], language: Language): TemplateResult {
  return html`<details><summary class="small">${language.say("chart.table")}</summary>
    <div class="table-frame tall" tabindex="0" role="region" aria-label=${columns.join(", ")}><table class="plain"><thead><tr><th scope="col">${columns[0]}</th><th scope="col" class="end">${columns[1]}</th></tr></thead>
    <tbody>${points.map((point) => html`<tr><th scope="row">${point.label}</th><td class="end">${language.number(point.value)}</td></tr>`)}</tbody></table></div></details>`;
}

/** Shares of a whole as bars with their names. */
export function barChart(points: readonly Point[], whole: number, columns: readonly [string, string], language: Language): TemplateResult {
  return html`<div class="table-frame tall" tabindex="0" role="region" aria-label=${columns.join(", ")}><table class="plain bars">
    <thead><tr><th scope="col">${columns[0]}</th><th scope="col" class="end">${columns[1]}</th><th scope="col"><span class="spoken">${language.say("count.share")}</span></th></tr></thead>
    <tbody>${points.map(({ label, value }) => html`<tr><th scope="row">${label}</th><td class="end">${language.number(value)} <span class="quiet small">${language.share(whole ? value / whole : 0)}</span></td>
      <td aria-hidden="true"><svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none">${svg`<rect height="1" width=${whole ? (100 * value) / whole : 0}></rect>`}</svg></td></tr>`)}</tbody></table></div>`;
}
