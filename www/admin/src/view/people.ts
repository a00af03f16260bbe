// The members of a segment, any number of them: only the rows in sight exist, pages of ids are fetched as they come.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { CountOptions, SegmentInput } from "headcount";
import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { icon } from "./icons.js";
import "./new-list.js";
import { View } from "./view.js";

/** Height of a row in pixels. */
const ROW = 36;
/** Members of one page. */
const PAGE = 200;
/** Browsers refuse elements much taller than this; a longer table is scrolled in proportion. */
const TALLEST = 8_000_000;

/** The table. */
class People extends View {
  readonly #frame = createRef<HTMLElement>();
  #list: Virtualizer<HTMLElement, HTMLElement> | null = null;
  #unmount: (() => void) | undefined;
  #pages = new Map<number, readonly string[]>();
  #asked: { segment: SegmentInput; options: CountOptions; count: number } | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unmount?.();
    this.#list = null;
  }

  override render(): TemplateResult {
    const { draft } = this.workspace;
    const count = draft?.answer?.count ?? 0;
    if (!draft?.answer || count === 0) return html`<p class="nothing">${this.say(draft?.answer?.count === 0 ? "people.none" : "people.waiting")}</p>`;
    const items = this.#list?.getVirtualItems() ?? [];
    const shift = this.#shift();
    const list = draft.saved?.kind === "manual" ? draft.saved.id : null;
    return html`${list === null ? html`<div class="toolbar"><span></span><button class="button" type="button" @click=${() => void this.#keep()}>${icon("people")}${this.say("people.keep")}</button></div>` : nothing}
    <div class="people" role="table" aria-label=${this.say("people.title")} aria-rowcount=${count + 1}>
      <div role="rowgroup"><div class="people-row people-head" role="row" aria-rowindex="1"><span role="columnheader" class="end">${this.say("people.place")}</span><span role="columnheader">${this.say("people.id")}</span></div></div>
      <div class="people-frame" role="rowgroup" tabindex="0" aria-label=${this.say("people.title")} ${ref(this.#frame)}>
        <div class="people-space" role="presentation">
          ${items.map((item) => html`<div class="people-row" role="row" aria-rowindex=${item.index + 2} .style=${`transform: translateY(${item.start - shift}px)`}>
            <span role="cell" class="end quiet number">${this.language.number(item.index + 1)}</span><span role="cell">${this.#person(item.index, list)}</span>
          </div>`)}
        </div>
      </div>
    </div>
    <headcount-new-list></headcount-new-list>`;
  }

  #person(index: number, list: string | null): TemplateResult {
    const id = this.#id(index);
    if (id === undefined) return html`…`;
    const label = this.say("people.remove", { id });
    return html`<button class="link" type="button" title=${this.say("people.look")} @click=${() => this.workspace.look(id)}>${id}</button>
      ${list === null ? nothing : html`<button class="button plain icon danger" type="button" aria-label=${label} title=${label} @click=${() => void this.workspace.change(async (library) => {
        await library.removeMembers(list, [id]);
        await library.count(this.workspace.options);
      })}>${icon("remove")}</button>`}`;
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
    const count = draft?.answer?.count ?? 0;
    if (!draft || !frame || !count) {
      this.#unmount?.();
      this.#list = null;
      return;
    }
    const fresh = this.#asked?.segment !== draft.segment || this.#asked.count !== count || this.#asked.options !== draft.options;
    if (fresh && !draft.stale) {
      this.#asked = { segment: draft.segment, options: draft.options, count };
      this.#pages = new Map();
    }
    const space = frame.firstElementChild as HTMLElement;
    space.style.height = `${Math.min(count * ROW, TALLEST)}px`;
    if (!this.#list || this.#list.scrollElement !== frame) this.#mount(frame, count);
    else if (this.#list.options.count !== count) {
      this.#list.setOptions({ ...this.#list.options, count });
      this.#list.measure();
    }
    this.#fetch();
  }

  /** Pixels by which the whole table is taller than what the browser scrolls, per scrolled pixel. */
  #ratio(): number {
    const frame = this.#frame.value;
    const total = (this.workspace.draft?.answer?.count ?? 0) * ROW;
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

  #id(index: number): string | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  #fetch(): void {
    const { shop } = this.workspace;
    const asked = this.#asked;
    if (!shop || !asked) return;
    const pages = this.#pages;
    const wanted = new Set((this.#list?.getVirtualItems() ?? []).map((item) => Math.floor(item.index / PAGE)));
    for (const page of wanted) {
      if (pages.has(page)) continue;
      pages.set(page, []);
      shop.snapshot.members(asked.segment, { ...asked.options, offset: page * PAGE, limit: PAGE }).then(
        ({ ids }) => {
          pages.set(page, ids);
          if (pages === this.#pages) this.requestUpdate();
        },
        () => pages.delete(page),
      );
    }
  }
}

customElements.define("headcount-people", People);
