// What packing did with every row, as a dialog.
import type { FileReport, Report, RowCounts } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { icon } from "./icons.js";
import { View } from "./view.js";

const LOSSES = ["skipped", "duplicates", "orphans", "withoutCustomer", "otherCurrency"] as const satisfies readonly (keyof RowCounts)[];

/** The import report. */
class ImportReport extends View {
  readonly #dialog = createRef<HTMLDialogElement>();

  /** Opens the dialog. */
  show(): void {
    this.#dialog.value?.showModal();
  }

  override render(): TemplateResult {
    const report = this.workspace.shop?.report;
    return html`<dialog class="wide" ${ref(this.#dialog)} aria-labelledby="report-title">
      <header class="row spread">
        <h2 id="report-title">${this.say("report.title")}</h2>
        <button class="button plain icon" type="button" aria-label=${this.say("close")} @click=${() => this.#dialog.value?.close()}>${icon("close")}</button>
      </header>
      ${report ? this.#body(report) : nothing}
    </dialog>`;
  }

  #body(report: Report): TemplateResult {
    const { shop } = this.workspace;
    const missing = shop ? this.language.source(shop.snapshot).fields.filter((field) => !field.available) : [];
    return html`<div class="stack roomy">
      ${report.warnings.map((warning) => html`<p class="note warning">${icon("warning")}<span>${this.language.problem(warning.message)}</span></p>`)}
      <section class="stack"><h3>${this.say("report.files")}</h3>${this.#files(report.files)}</section>
      ${report.files.filter((file) => file.skipped.length).map((file) => html`<details><summary>${this.say("report.skippedRows", { file: file.name, count: file.rows.skipped })}</summary>
        <ul class="plain-list">${file.skipped.map(({ line, reason }) => html`<li><span class="quiet number">${this.say("report.line", { line })}</span> ${this.language.problem(reason)}</li>`)}</ul></details>`)}
      <section class="stack"><h3>${this.say("report.tables")}</h3>
        <ul class="plain-list">${report.tables.map((table) => html`<li><details><summary><strong>${table.table}</strong> <span class="quiet">${this.say("progress.rows", { count: table.rows })}</span></summary><p class="small quiet">${table.columns.join(", ")}</p></details></li>`)}</ul>
      </section>
      ${report.unknownColumns.length ? html`<section class="stack"><h3>${this.say("report.unknown")}</h3><ul class="plain-list">${report.unknownColumns.map(({ file, columns }) => html`<li><strong>${file}</strong> <span class="quiet">${columns.join(", ")}</span></li>`)}</ul></section>` : nothing}
      ${report.unreadable.length ? html`<section class="stack"><h3>${this.say("report.unreadable")}</h3><ul class="plain-list">${report.unreadable.map((one) => html`<li><strong>${one.file}: ${one.column}</strong> <span class="quiet">${this.say("report.unreadable.rows", { count: one.rows, line: one.line })} ${this.language.problem(one.reason)}</span></li>`)}</ul></section>` : nothing}
      ${report.countries.length ? html`<section class="stack"><h3>${this.say("report.countries")}</h3><ul class="plain-list">${report.countries.map(({ text, code, rows }) => html`<li>${text} → <strong>${code ?? this.say("report.country.none")}</strong> <span class="quiet">${this.say("progress.rows", { count: rows })}</span></li>`)}</ul></section>` : nothing}
      ${report.figures.length ? html`<section class="stack"><h3>${this.say("report.figures")}</h3><ul class="plain-list">${report.figures.map(({ field, customers, examples }) => html`<li><strong>${field}</strong> <span class="quiet">${this.say("report.figure", { count: customers })} ${examples.map(({ id, imported, counted }) => `${id}: ${imported} ≠ ${counted}`).join("; ")}</span></li>`)}</ul></section>` : nothing}
      ${missing.length ? html`<details><summary>${this.say("report.missing", { count: missing.length })}</summary><ul class="plain-list">${missing.map((field) => html`<li>${field.label} <span class="quiet">${field.why ?? ""}</span></li>`)}</ul></details>` : nothing}
    </div>`;
  }

  #files(files: readonly FileReport[]): TemplateResult {
    const lost = LOSSES.filter((loss) => files.some((file) => file.rows[loss]));
    const figure = (value: number) => html`<td class="end">${this.language.number(value)}</td>`;
    return html`<div class="table-frame" tabindex="0" role="region" aria-label=${this.say("report.files")}><table class="plain">
      <thead><tr><th scope="col">${this.say("report.file")}</th><th scope="col">${this.say("report.kind")}</th><th scope="col" class="end">${this.say("report.read")}</th><th scope="col" class="end">${this.say("report.kept")}</th>${lost.map((loss) => html`<th scope="col" class="end">${this.say(`report.${loss}`)}</th>`)}</tr></thead>
      <tbody>${files.map((file) => html`<tr><th scope="row">${file.name}</th><td>${file.kind ?? this.language.problem(file.ignored ?? "")}</td>${figure(file.rows.read)}${figure(file.rows.kept)}${lost.map((loss) => figure(file.rows[loss]))}</tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define("headcount-report", ImportReport);

declare global {
  interface HTMLElementTagNameMap {
    "headcount-report": ImportReport;
  }
}
