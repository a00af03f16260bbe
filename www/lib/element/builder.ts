// The element: holds the tree, its history and what is open, and tells its host of every change.
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { CheckReply, Condition, CountOptions, FieldDescription, Literal, NodeCount, Problem, SegmentDocument, SegmentInput } from "../types.js";
import type { Action, Context, Open, Picker } from "./context.js";
import type { Counts, SegmentBuilder, SegmentChange, SegmentDrag, Suggestion } from "./element.js";
import { group, inherit, type Dragging, type Drop } from "./group.js";
import { History } from "./history.js";
import { icon } from "./icons.js";
import { listBox, search, stepIn, type Option } from "./listbox.js";
import { Spreads } from "./spreads.js";
import { style } from "./style.js";
import type { Template } from "./templates.js";
import { blank, insert, isGroup, memberPath, move, negate, nodeAt, placeInTree, placeOf, prune, remove, replace, rooted, step, type Pruned } from "./tree.js";
import type { Draft, Group, Source } from "./types.js";
import { english, fill, spoken, type WordKey, type Words } from "./words.js";

const NO_NODES: ReadonlyMap<Draft, NodeCount> = new Map();

/** `<segment-builder>`; what each property means is told in element.ts. */
export class Builder extends LitElement implements SegmentBuilder {
  static override styles = style;
  static override properties: PropertyDeclarations = {
    source: { attribute: false }, counts: { attribute: false }, words: { attribute: false }, templates: { attribute: false }, suggest: { attribute: false },
    locale: { type: String }, options: { attribute: false }, spreads: { attribute: false }, value: { attribute: false, noAccessor: true },
    open: { state: true }, query: { state: true }, activeIndex: { state: true }, spoken: { state: true }, drop: { state: true }, dragged: { state: true },
  };

  declare source: Source | null;
  declare counts: Counts | null | undefined;
  declare words: Words;
  declare templates: readonly Template[] | undefined;
  declare suggest: ((name: string, parameter: string | null, typed: string) => Promise<readonly Suggestion[]>) | undefined;
  declare locale: string;
  declare options: CountOptions;
  declare spreads: boolean;
  declare protected open: Open | null;
  declare protected query: string;
  declare protected activeIndex: number;
  declare protected spoken: string;
  declare protected drop: Drop | null;
  declare protected dragged: string | null;

  #history = new History<Group>(rooted(null));
  #pruned: Pruned = { condition: { kind: "all", of: [] }, paths: new Map(), drafts: 0 };
  #nodes: ReadonlyMap<Draft, NodeCount> = NO_NODES;
  #problems = new Map<Draft, Problem[]>();
  #options: readonly Option[] = [];
  #suggested = new Map<string, readonly Suggestion[]>();
  #byName = new Map<string, FieldDescription>();
  #live: ReturnType<NonNullable<Source["live"]>> | null = null;
  #own: Counts | null = null;
  readonly #spreads = new Spreads(() => this.requestUpdate());

  constructor() {
    super();
    this.source = null;
    this.words = {};
    this.locale = "";
    this.options = {};
    this.spreads = true;
    this.open = null;
    this.query = "";
    this.activeIndex = 0;
    this.spoken = "";
    this.drop = null;
    this.dragged = null;
  }

  get value(): SegmentDocument {
    return { version: 1, condition: this.#pruned.condition };
  }

  set value(value: SegmentInput | Condition | null) {
    if (typeof value === "string" || (value && "rules" in value)) {
      void this.source?.check?.(value).then((reply) => this.#take(reply.condition));
      return;
    }
    this.#take(value === null ? null : "condition" in value ? value.condition : value);
  }

  #take(condition: Condition | null): void {
    // A host that redraws in each frame sets what it knows: the segment of before the dragging.
    if (this.#spreads.dragging) return;
    const tree = rooted(condition as Draft | null);
    if (JSON.stringify(prune(tree, (name) => this.#lookup(name)).condition) === JSON.stringify(this.#pruned.condition)) return;
    this.#history.push(tree);
    this.#refresh();
    this.#live?.update(this.value);
    this.open = null;
  }

  undo(): void {
    if (this.#history.undo()) this.#changed("undone");
  }

  redo(): void {
    if (this.#history.redo()) this.#changed("redone");
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("[data-at]")?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.#key);
    document.addEventListener("pointerdown", this.#outside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.#key);
    document.removeEventListener("pointerdown", this.#outside);
    this.#live?.dispose();
    this.#live = null;
    this.#spreads.forget();
  }

  protected override willUpdate(changes: Map<PropertyKey, unknown>): void {
    if (changes.has("source") || changes.has("options")) {
      this.#spreads.forget();
      this.#byName = new Map((this.source?.fields ?? []).map((field) => [field.name, field]));
      this.#suggested.clear();
      this.#refresh();
      this.#live?.dispose();
      this.#live = null;
    }
    if (this.counts === undefined && this.source?.live && !this.#live && this.isConnected) this.#count();
    if (changes.has("counts") && this.counts !== undefined) this.#place(this.counts);
  }

  protected override updated(): void {
    if (this.spreads) this.#spreads.settle(this.source, this.options);
  }

  protected override render(): TemplateResult {
    const open: Open = { kind: "templates", path: "" };
    const context = this.#context;
    return html`
      <div class="bar">
        <button class="plain" type="button" ?disabled=${!this.#history.canUndo} @click=${() => this.undo()}>${icon("undo")}${context.say("undo")}</button>
        <button class="plain" type="button" ?disabled=${!this.#history.canRedo} @click=${() => this.redo()}>${icon("redo")}${context.say("redo")}</button>
        ${this.source?.distribution ? html`<button class="plain" type="button" aria-pressed=${String(this.spreads)} @click=${() => { this.spreads = !this.spreads; }}>${icon("chart")}${context.say("distribution")}</button>` : nothing}
        ${this.templates?.length !== 0 && this.source?.check ? html`<span class="anchor end">
          <button class="plain" type="button" data-at=":templates" aria-haspopup="dialog" aria-expanded=${String(context.isOpen(open))} @click=${() => void this.#openTemplates(open)}>${icon("template")}${context.say("templates")}</button>
          ${context.isOpen(open) ? this.#templatePicker(open) : nothing}
        </span>` : nothing}
      </div>
      ${group(context, this.#dragging, this.#history.now, "")}
      <p class="spoken" role="status">${this.spoken}</p>`;
  }

  #lookup(name: string): FieldDescription | undefined {
    return this.#byName.get(name);
  }

  /** After any change of the tree: what it says now, without drafts. */
  #refresh(): void {
    this.#pruned = prune(this.#history.now, (name) => this.#lookup(name));
    this.requestUpdate();
  }

  #changed(words?: WordKey, values?: Readonly<Record<string, string | number>>): void {
    this.#refresh();
    if (words) this.spoken = this.#context.say(words, values);
    this.#live?.update(this.value);
    const detail: SegmentChange = { segment: this.value, drafts: this.#pruned.drafts };
    this.dispatchEvent(new CustomEvent("segment-change", { detail, bubbles: true, composed: true }));
  }

  #count(): void {
    this.#live = this.source!.live!(this.value, {
      ...this.options,
      nodes: true,
      onCount: (count) => {
        this.#own = count;
        this.#place(count);
        this.dispatchEvent(new CustomEvent("segment-count", { detail: count, bubbles: true, composed: true }));
      },
    });
  }

  /** Puts the figures and problems of an answer at the nodes they are about. */
  #place(counts: Counts | null): void {
    this.#own = counts;
    // A dragged threshold is answered with the count alone; what stood beside the conditions stays.
    if (counts && !counts.nodes && this.#spreads.dragging) return this.requestUpdate();
    const nodes = new Map<Draft, NodeCount>();
    this.#problems = new Map();
    const { paths } = this.#pruned;
    for (const count of counts?.nodes ?? []) {
      const node = nodeAt(this.#history.now, placeInTree(paths, count.path));
      if (node) nodes.set(node, count);
    }
    for (const problem of counts?.problems ?? []) {
      let path = placeInTree(paths, problem.path);
      let node = nodeAt(this.#history.now, path) as Draft | undefined;
      while (path && !(node && "kind" in node)) {
        path = path.slice(0, path.lastIndexOf("/"));
        node = nodeAt(this.#history.now, path) as Draft | undefined;
      }
      node ??= this.#history.now;
      this.#problems.set(node, [...(this.#problems.get(node) ?? []), problem]);
    }
    this.#nodes = nodes;
    this.requestUpdate();
  }

  #set(root: Group, key: string | null, words?: WordKey, values?: Readonly<Record<string, string | number>>): void {
    this.#history.push(root, key);
    this.#changed(words, values);
  }

  #edit(path: string, change: (old: Draft) => Draft, key: string | null = null): void {
    this.#history.push(this.#replaced(path, change), key);
    this.#changed();
  }

  /** The tree with a node replaced; its controls and those around it stay the same ones. */
  #replaced(path: string, change: (old: Draft) => Draft): Group {
    const old = this.#history.now;
    const root = replace(old, path, change);
    const nodes = new Map(this.#nodes);
    for (let at = path; ; at = at.slice(0, at.lastIndexOf("/"))) {
      const [before, after] = [nodeAt(old, at), nodeAt(root, at)];
      if (before && after) {
        inherit(before, after);
        const count = nodes.get(before);
        if (count) nodes.set(after, count);
      }
      if (!at) break;
    }
    // Figures of a moment ago stay until the new ones are there, so that nothing jumps.
    this.#nodes = nodes;
    return root;
  }

  /** A threshold under someone's finger: counted in each frame, one step to undo, told when it is let go. */
  #drag(path: string, slot: string, value: Literal): void {
    const set = (old: Draft): Draft => ({ ...old, [slot]: value });
    const literal = `${this.#pathOf(path)}/${slot}`;
    if (!this.#live && this.counts === undefined || this.#pathOf(path) === undefined) return this.#edit(path, set, `${path}:${slot}`);
    this.#spreads.dragging = true;
    this.#history.push(this.#replaced(path, set), `${path}:${slot}`);
    this.#refresh();
    this.#live?.drag(literal, value);
    const detail: SegmentDrag = { path: literal, value };
    this.dispatchEvent(new CustomEvent("segment-drag", { detail, bubbles: true, composed: true }));
  }

  #dropped(): void {
    if (!this.#spreads.dragging) return;
    this.#spreads.dragging = false;
    this.#changed();
  }

  /** The path in the document of a node that is complete. */
  #pathOf(path: string): string | undefined {
    for (const [out, at] of this.#pruned.paths) if (at === path) return out;
    return undefined;
  }

  /** Puts the keyboard where someone would go on. */
  #focus(at: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus());
  }

  #act(action: Action, at: string): void {
    const root = this.#history.now;
    const path = memberPath(at);
    const place = placeOf(path);
    this.open = null;
    const siblings = (group: string) => (nodeAt(this.#history.now, group) as Group).of.length;
    switch (action) {
      case "addCondition":
      case "addGroup": {
        const index = siblings(at);
        const added = action === "addGroup" ? ({ kind: "any", of: [blank()] } as const) : blank();
        this.#set(insert(root, at, index, added), null, "added");
        const inner = `${at}/of/${index}${action === "addGroup" ? "/of/0" : ""}`;
        this.#context.toggle({ kind: "field", path: inner });
        return;
      }
      case "up":
      case "down": {
        const target = step(root, path, action === "down");
        const moved = target && move(root, path, target.group, target.index);
        if (!moved) return;
        const to = placeOf(moved.path)!;
        this.#set(moved.root, null, "moved", { place: to.index + 1, of: (nodeAt(moved.root, to.group) as Group).of.length });
        this.#focusNode(moved.path);
        return;
      }
      case "duplicate": {
        if (!place) return;
        this.#set(insert(root, place.group, place.index + 1, structuredClone(nodeAt(root, path)!)), null, "duplicated");
        this.#focusNode(`${place.group}/of/${place.index + 1}`);
        return;
      }
      case "negate":
        this.#edit(path, negate);
        this.#focusNode(path);
        return;
      case "wrap":
        this.#edit(path, (node) => ({ kind: "any", of: [node] }));
        this.#focusNode(path);
        return;
      case "unwrap": {
        const node = nodeAt(root, at);
        if (!place || !node || !isGroup(node)) return;
        const emptied = remove(root, path);
        this.#set(node.of.reduceRight<Group>((tree, child) => insert(tree, place.group, place.index, child), emptied), null, "moved", { place: place.index + 1, of: siblings(place.group) });
        this.#focusNode(node.of.length ? path : place.group);
        return;
      }
      case "remove": {
        if (!place) return;
        this.#set(remove(root, path), null, "removed");
        const left = siblings(place.group);
        if (left) this.#focusNode(`${place.group}/of/${Math.min(place.index, left - 1)}`);
        else this.#focus(`${place.group}:add`);
      }
    }
  }

  /** The first control of a node: its field, or how a group is joined. */
  #focusNode(path: string): void {
    let at = path;
    let node = nodeAt(this.#history.now, at);
    while (node?.kind === "not") {
      at += "/of";
      node = node.of;
    }
    this.#focus(node && isGroup(node) ? `${at}:join` : `${at}:field`);
  }

  readonly #key = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    const undo = command && event.key.toLowerCase() === "z";
    const redo = (undo && event.shiftKey) || (command && event.key.toLowerCase() === "y");
    if (undo || redo) {
      event.preventDefault();
      if (redo) this.redo();
      else this.undo();
    } else if (event.key === "Escape" && this.open) {
      event.stopPropagation();
      const { kind, path } = this.open;
      this.open = null;
      if (kind !== "value") this.#focus(`${path}:${kind}`);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const at = (event.composedPath()[0] as HTMLElement).closest<HTMLElement>("li[data-path]")?.dataset["path"];
      if (at === undefined) return;
      event.preventDefault();
      this.#act(event.key === "ArrowUp" ? "up" : "down", at);
    } else if (this.open?.kind === "actions" && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      const items = [...this.renderRoot.querySelectorAll<HTMLButtonElement>(".menu button:enabled")];
      const at = items.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement);
      const to = event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : (stepIn(items.length, at, event.key) ?? 0);
      items[to]?.focus();
    }
  };

  readonly #outside = (event: Event): void => {
    if (!this.open) return;
    const anchor = event.composedPath().some((target) => target instanceof HTMLElement && target.classList.contains("anchor") && target.querySelector(".popup"));
    if (!anchor) this.open = null;
  };

  async #openTemplates(open: Open): Promise<void> {
    this.templates ??= (await import("./templates.js")).templates;
    this.#context.toggle(open);
  }

  #templatePicker(open: Open): TemplateResult {
    const templates = this.templates ?? [];
    const usable = (template: Template) => template.needs.every((name) => this.#lookup(name)?.available !== false);
    return this.#context.picker({
      open, label: this.#context.say("chooseTemplate"), search: this.#context.say("searchTemplate"),
      options: templates.map(({ name, help, needs }, index) => {
        const missing = needs.map((need) => this.#lookup(need)).find((need) => need?.available === false);
        return { key: String(index), label: this.words[name] ?? name, help: this.words[help] ?? help, why: usable(templates[index]!) ? undefined : (missing?.why ?? "") };
      }),
      choose: (option) => {
        this.open = null;
        const template = templates[Number(option.key)]!;
        void this.source!.check!(template.text).then((reply: CheckReply) => {
          this.#set(rooted(reply.condition as Draft), null, "added");
          this.#focus(":join");
        });
      },
    });
  }

  readonly #dragging: Dragging = ((builder: Builder) => ({
    get dragged() { return builder.dragged; },
    get drop() { return builder.drop; },
    start(event: DragEvent, path: string) {
      builder.dragged = path;
      event.dataTransfer?.setData("text/plain", path);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
      event.stopPropagation();
    },
    end() {
      builder.dragged = null;
      builder.drop = null;
    },
    over(event: DragEvent, path: string, where?: "into") {
      if (builder.dragged === null || `${path}/`.startsWith(`${builder.dragged}/`)) return;
      event.preventDefault();
      event.stopPropagation();
      const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
      const next: Drop = { path, where: where ?? (event.clientY < box.top + box.height / 2 ? "before" : "after") };
      if (builder.drop?.path !== next.path || builder.drop.where !== next.where) builder.drop = next;
    },
    dropped(event: DragEvent) {
      const { dragged, drop } = builder;
      if (dragged === null || !drop) return;
      event.preventDefault();
      event.stopPropagation();
      builder.dragged = builder.drop = null;
      const place = placeOf(drop.path);
      const target = drop.where === "into" ? { group: drop.path, index: 0 } : place && { group: place.group, index: place.index + (drop.where === "after" ? 1 : 0) };
      const moved = target && move(builder.#history.now, memberPath(dragged), target.group, target.index);
      if (!moved) return;
      const to = placeOf(moved.path)!;
      builder.#set(moved.root, null, "moved", { place: to.index + 1, of: (nodeAt(moved.root, to.group) as Group).of.length });
      builder.#focusNode(moved.path);
    },
  }))(this);

  readonly #context: Context = ((builder: Builder): Context => ({
    get root() { return builder.#history.now; },
    get fields() { return builder.source?.fields ?? []; },
    get query() { return builder.query; },
    say: (key, values) => fill(builder.words[key] ?? english[key], values),
    spoken: (value) => spoken(value, builder.words),
    number: (value) => value.toLocaleString(builder.locale || undefined),
    lookup: (name) => builder.#lookup(name),
    edit: (path, change, key) => builder.#edit(path, change, key),
    act: (action, path) => builder.#act(action, path),
    isOpen: (open) => builder.open?.kind === open.kind && builder.open.path === open.path && builder.open.slot === open.slot,
    toggle(open, query = "") {
      const same = open.kind !== "value" && this.isOpen(open);
      builder.open = same ? null : open;
      builder.query = query;
      builder.activeIndex = open.kind === "value" ? -1 : 0;
      if (same || open.kind === "value") {
        if (!same) builder.#propose(open);
        return;
      }
      void builder.updateComplete.then(() => builder.renderRoot.querySelector<HTMLElement>(open.kind === "actions" ? ".menu button:enabled" : ".popup .search")?.focus());
    },
    close: () => { builder.open = null; },
    picker: (picker) => builder.#picker(picker),
    suggestions: (open) => builder.#suggested.get(`${open.path}:${open.slot}`) ?? builder.#closedValues(open),
    typed(open, text) {
      builder.open = open;
      builder.query = text;
      builder.activeIndex = -1;
      builder.#propose(open);
    },
    keys(event, choose, enter) {
      const at = stepIn(builder.#options.length, builder.activeIndex, event.key);
      if (at !== null && builder.open) {
        event.preventDefault();
        builder.activeIndex = at;
        void builder.updateComplete.then(() => builder.renderRoot.querySelector(".option[data-active]")?.scrollIntoView({ block: "nearest" }));
      } else if (event.key === "Enter") {
        event.preventDefault();
        const option = builder.open ? builder.#options[builder.activeIndex] : undefined;
        if (option && !option.why) choose(option);
        else enter?.();
      } else if (event.key === "Tab" && builder.open && builder.open.kind !== "value") {
        builder.open = null;
      }
    },
    active: () => builder.activeIndex,
    setActive: (index) => { builder.activeIndex = index; },
    setOptions: (options) => { builder.#options = options; },
    counts: (node) => builder.#nodes.get(node),
    total: () => builder.#own?.total ?? 0,
    problems: (node) => builder.#problems.get(node) ?? [],
    fix: (problem) => builder.dispatchEvent(new CustomEvent("segment-fix", { detail: problem, bubbles: true, composed: true })),
    spread: (path, test, description) => {
      if (!builder.spreads || !builder.source?.distribution) return nothing;
      return builder.#spreads.show({
        root: builder.#history.now, path, test, label: description.label, type: description.type, unit: description.unit ?? "", locale: builder.locale,
        prune: (root) => prune(root, (name) => builder.#lookup(name)),
        say: (key, values) => builder.#context.say(key, values),
        drag: (slot, value) => builder.#drag(path, slot, value),
        put: (slot, value) => builder.#edit(path, (old) => ({ ...old, [slot]: value }), `${path}:${slot}`),
        done: () => builder.#dropped(),
      });
    },
  }))(this);

  #picker({ open, label, search: placeholder, options, choose }: Picker): TemplateResult {
    const context = this.#context;
    const found = search(options, this.query);
    this.#options = found;
    const id = `list-${open.kind}`;
    return html`<div class="popup" role="dialog" aria-label=${label}>
      <input class="search" type="text" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls=${id} aria-activedescendant="${id}-${this.activeIndex}" aria-label=${placeholder} placeholder=${placeholder} autocomplete="off" spellcheck="false"
        .value=${this.query} @input=${(event: Event) => { this.query = (event.target as HTMLInputElement).value; this.activeIndex = 0; }} @keydown=${(event: KeyboardEvent) => context.keys(event, choose)} />
      ${listBox({ id, label, options: found, active: this.activeIndex, empty: context.say("noMatch", { query: this.query }), choose, hover: (index) => { this.activeIndex = index; } })}
    </div>`;
  }

  /** What a value box is about: the field or function, and the parameter. */
  #subject({ path }: Open): { name: string; parameter: string | null } | null {
    const where = /^(.*)\/where\/(\d+)$/.exec(path);
    const node = nodeAt(this.#history.now, where ? where[1]! : path);
    if (node?.kind === "function" && where) return { name: node.function, parameter: node.where[Number(where[2])]?.parameter ?? null };
    return node?.kind === "field" ? { name: node.field, parameter: null } : null;
  }

  #closedValues(open: Open): readonly Suggestion[] {
    const subject = this.#subject(open);
    return (subject && !subject.parameter && this.#lookup(subject.name)?.values?.map((value) => ({ value }))) || [];
  }

  #propose(open: Open): void {
    const subject = this.#subject(open);
    if (!subject) return;
    const { query } = this;
    const key = `${open.path}:${open.slot}`;
    const ask = this.suggest ? this.suggest(subject.name, subject.parameter, query) : this.#values(subject.name, subject.parameter, query, open.path);
    void ask?.then((found) => {
      // The newest question of an open box is the one to answer.
      if (this.query !== query || this.open?.path !== open.path) return;
      this.#suggested.set(key, found);
      this.requestUpdate();
    }, () => {});
  }

  /** What customers who pass the rest of the segment have, those most have first. */
  #values(name: string, parameter: string | null, prefix: string, path: string): Promise<readonly Suggestion[]> | undefined {
    const root = this.#history.now;
    // In an OR the other members do not restrict whom a value lets in: the whole OR is left out.
    let [member, node]: [string, Draft | undefined] = ["", root];
    for (const [step] of path.matchAll(/\/of\/\d+/g)) {
      if (node?.kind !== "all") break;
      member += step;
      node = nodeAt(root, member);
    }
    const segment = prune(member ? remove(root, member) : rooted(null), (one) => this.#lookup(one)).condition;
    const field = parameter === null ? name : `${name}.${parameter}`;
    return this.source?.values?.(field, { ...this.options, prefix, limit: 50, segment: { version: 1, condition: segment } }).then((reply) => reply.values);
  }
}
