// The members of a segment, any number of them, in the columns and the order someone chose: only the
// rows in sight exist, pages of them are fetched as they come.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { Cell, Column, CountOptions, SegmentInput, Sort } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { cellText, isFigure } from "./cells.js";
import { icon } from "./icons.js";
import "./new-list.js";
import { View } from "./view.js";

/** Height of a row in pixels. */
const ROW = 36;
/** Members of one page. */
const PAGE = 200;
/** Browsers refuse elements much taller than this; a longer table is scrolled in proportion. */
const TALLEST = 8_000_000;

interface Person {
  readonly id: string;
  readonly cells: readonly Cell[];
}

/** What the pages in hand answer. */
interface Asked {
  readonly segment: SegmentInput;
  readonly options: CountOptions;
  readonly count: number;
  readonly columns: readonly string[];
  readonly sort: Sort | null;
}

/** The table. */
class People extends View {
  static override properties = { sort: { state: true }, found: { state: true } };
  declare sort: Sort | null;
  /** The columns as the latest page has them. */
  declare found: readonly Column[];
  readonly #frame = createRef<HTMLElement>();
  #list: Virtualizer<HTMLElement, HTMLElement> | null = null;
  #unmount: (() => void) | undefined;
  #pages = new Map<number, readonly Person[]>();
  #asked: Asked | null = null;

  constructor() {
    super();
    this.sort = null;
    this.found = [];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unmount?.();
    this.#list = null;
  }

  override render(): TemplateResult {
    const { draft } = this.workspace;
    const count = this.#count();
    if (!draft?.answer || count === 0) return html`<p class="nothing">${this.say(draft?.answer?.count === 0 ? "people.none" : "people.waiting")}</p>`;
    const list = draft.saved?.kind === "manual" ? draft.saved.id : null;
    const items = this.#list?.getVirtualItems() ?? [];
    const shift = this.#shift();
    const columns = this.workspace.columns;
    return html`<div class="toolbar">
        ${this.#chooser(columns)}
        ${list === null ? html`<button class="button" type="button" @click=${() => void this.#keep()}>${icon("people")}${this.say("people.keep")}</button>` : nothing}
      </div>
      <div class="people-frame" role="table" tabindex="0" aria-label=${this.say("people.title")} aria-rowcount=${count + 1} aria-colcount=${columns.length + 2} .style=${`--people-columns: ${columns.length}`} ${ref(this.#frame)}>
        <div role="rowgroup" class="people-head"><div class="people-row" role="row" aria-rowindex="1">
          <span role="columnheader" class="end">${this.say("people.place")}</span>${this.#heading("id", this.say("people.id"), false)}
          ${columns.map((name) => this.#heading(name, this.#label(name), isFigure(this.#type(name))))}
        </div></div>
        <div class="people-space" role="rowgroup">
          ${items.map((item) => html`<div class="people-row" role="row" aria-rowindex=${item.index + 2} .style=${`transform: translateY(${item.start - shift}px)`}>${this.#row(item.index, columns, list)}</div>`)}
        </div>
      </div>
      <headcount-new-list></headcount-new-list>`;
  }

  #row(index: number, columns: readonly string[], list: string | null): TemplateResult {
    const person = this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
    const { currency } = this.workspace.shop!.snapshot;
    return html`<span role="cell" class="end quiet number">${this.language.number(index + 1)}</span>
      <span role="cell" class="who">${person ? this.#person(person.id, list) : "…"}</span>
      ${columns.map((name, at) => {
        const cell = person?.cells[at];
        const text = cell === undefined ? "" : cellText(cell, this.found[at]?.type, currency, this.language);
        return html`<span role="cell" class=${isFigure(this.#type(name)) ? "end number" : ""} title=${text}>${text}</span>`;
      })}`;
  }

  #person(id: string, list: string | null): TemplateResult {
    const label = this.say("people.remove", { id });
    return html`<button class="link" type="button" title=${this.say("people.look")} @click=${() => this.workspace.look(id)}>${id}</button>
      ${list === null ? nothing : html`<button class="button plain icon danger" type="button" aria-label=${label} title=${label} @click=${() => void this.workspace.change(async (library) => {
        await library.removeMembers(list, [id]);
        await library.count(this.workspace.options);
      })}>${icon("remove")}</button>`}`;
  }

  /** A column's name; pressing it sorts by the column, pressing again turns the order. */
  #heading(name: string, label: string, end: boolean): TemplateResult {
    const current = this.sort ?? { column: "id", descending: false };
    const here = current.column === name;
    const order = here ? (current.descending ? "descending" : "ascending") : "none";
    const next = (): Sort | null => {
      // Figures are looked at from the greatest, names from A.
      const descending = here ? !current.descending : end;
      return name === "id" && !descending ? null : { column: name, descending };
    };
    return html`<span role="columnheader" aria-sort=${order} class=${end ? "end" : ""}>
      <button class="head-sort" type="button" title=${label} @click=${() => { this.sort = next(); }}><span>${label}</span>${here ? html`<span aria-hidden="true">${current.descending ? "↓" : "↑"}</span>` : nothing}</button></span>`;
  }

  #chooser(columns: readonly string[]): TemplateResult {
    const fields = this.language.source(this.workspace.shop!.snapshot).fields.filter((field) => field.kind === "field" && field.available && field.name !== "segments");
    const toggle = (name: string, on: boolean) => this.workspace.choose({ columns: on ? [...columns, name] : columns.filter((one) => one !== name) });
    return html`<details class="chooser" @keydown=${(event: KeyboardEvent) => { if (event.key === "Escape") (event.currentTarget as HTMLDetailsElement).open = false; }}
        @focusout=${(event: FocusEvent) => { const box = event.currentTarget as HTMLDetailsElement; if (event.relatedTarget && !box.contains(event.relatedTarget as Node)) box.open = false; }}>
      <summary class="button">${icon("columns")}${this.say("people.columns")}</summary>
      <div class="chooser-list" role="group" aria-label=${this.say("people.columns")}>
        ${fields.map(({ name, label }) => html`<label class="check"><input type="checkbox" .checked=${columns.includes(name)} @change=${(event: Event) => toggle(name, (event.target as HTMLInputElement).checked)} /><span>${label}</span></label>`)}
      </div>
    </details>`;
  }

  #label(name: string): string {
    return this.language.source(this.workspace.shop!.snapshot).fields.find((field) => field.name === name)?.label ?? name;
  }

  #type(name: string): string | undefined {
    return this.workspace.shop!.snapshot.fields.find((field) => field.name === name)?.type;
  }

  /** How many people the list is about: while a threshold is dragged, those of before. */
  #count(): number {
    const { draft } = this.workspace;
    return (draft?.dragging ? this.#asked?.count : undefined) ?? draft?.answer?.count ?? 0;
  }

  /** The people of now as a list of its own. */
  async #keep(): Promise<void> {
    const { draft, shop } = this.workspace;
    const ids = await shop!.snapshot.memberIds(draft!.segment, draft!.options);
    this.querySelector("headcount-new-list")?.show(ids);
  }

  protected override updated(): void {
    const { draft } = this.workspace;
    const frame = this.#frame.value;
    const count = this.#count();
    if (!draft || !frame || !count) {
      this.#unmount?.();
      this.#list = null;
      return;
    }
    this.#ask(count);
    const space = frame.querySelector<HTMLElement>(".people-space")!;
    space.style.height = `${Math.min(count * ROW, TALLEST)}px`;
    if (!this.#list || this.#list.scrollElement !== frame) this.#mount(frame, count);
    else if (this.#list.options.count !== count) {
      this.#list.setOptions({ ...this.#list.options, count });
      this.#list.measure();
    }
    this.#fetch();
  }

  /** Begins afresh when anything is asked that the pages in hand do not answer. */
  #ask(count: number): void {
    const draft = this.workspace.draft!;
    if (draft.stale || draft.dragging) return;
    const asked: Asked = { segment: draft.segment, options: draft.options, count, columns: this.workspace.columns, sort: this.sort };
    const old = this.#asked;
    if (old && old.segment === asked.segment && old.options === asked.options && old.count === count && old.sort === asked.sort && old.columns.join() === asked.columns.join()) return;
    this.#asked = asked;
    this.#pages = new Map();
  }

  /** Pixels by which the whole table is taller than what the browser scrolls, per scrolled pixel. */
  #ratio(): number {
    const frame = this.#frame.value;
    const total = this.#count() * ROW;
    if (!frame || total <= TALLEST) return 1;
    return (total - frame.clientHeight) / (TALLEST - frame.clientHeight);
  }

  #shift(): number {
    const top = this.#frame.value?.scrollTop ?? 0;
    return top * this.#ratio() - top;
  }

  #mount(frame: HTMLElement, count: number): void {
    this.#unmount?.();
    this.#list = new Virtualizer<HTMLElement, HTMLElement>({
      count,
      getScrollElement: () => frame,
      estimateSize: () => ROW,
      overscan: 8,
      observeElementRect,
      observeElementOffset: (list, tell) => observeElementOffset(list, (offset, scrolling) => tell(offset * this.#ratio(), scrolling)),
      scrollToFn: (offset, options, list) => elementScroll(offset / this.#ratio(), options, list),
      onChange: () => this.requestUpdate(),
    });
    this.#unmount = this.#list._didMount();
    this.#list._willUpdate();
    this.requestUpdate();
  }

  #fetch(): void {
    const { shop } = this.workspace;
    const asked = this.#asked;
    if (!shop || !asked) return;
    const pages = this.#pages;
    const { segment, options, columns, sort } = asked;
    const wanted = new Set((this.#list?.getVirtualItems() ?? []).map((item) => Math.floor(item.index / PAGE)));
    for (const page of wanted) {
      if (pages.has(page)) continue;
      pages.set(page, []);
      shop.snapshot.members(segment, { ...options, columns, sort, offset: page * PAGE, limit: PAGE }).then(
        (reply) => {
          if (pages !== this.#pages) return;
          pages.set(page, reply.ids.map((id, at) => ({ id, cells: reply.rows[at] ?? [] })));
          this.found = reply.columns;
          this.requestUpdate();
        },
        () => pages.delete(page),
      );
    }
  }
}

customElements.define("headcount-people", People);
