// A group and what stands in it, nested to any depth.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { clause, counts, details, fieldSpread } from "./clause.js";
import type { Action, Context, Open } from "./context.js";
import { icon } from "./icons.js";
import { isComplete, isGroup, placeOf, step } from "./tree.js";
import type { Draft, Group } from "./types.js";
import type { WordKey } from "./words.js";

/** Where a dragged node would land. */
export interface Drop {
  readonly path: string;
  readonly where: "before" | "after" | "into";
}

/** What a group needs for dragging. */
export interface Dragging {
  readonly dragged: string | null;
  readonly drop: Drop | null;
  start(event: DragEvent, path: string): void;
  end(): void;
  over(event: DragEvent, path: string, where?: "into"): void;
  dropped(event: DragEvent): void;
}

const numberOf = (path: string): string => [...path.matchAll(/\/(\d+)/g)].map(([, index]) => Number(index) + 1).join(".");

/** A key that stays with a node while it moves among its siblings. */
const keys = new WeakMap<Draft, number>();
let next = 0;

/** Gives a changed node the key of the one it replaces, so that its controls keep the focus. */
export function inherit(old: Draft, changed: Draft): void {
  const key = keys.get(old);
  if (key !== undefined && old !== changed) keys.set(changed, key);
}

function keyOf(node: Draft): number {
  let key = keys.get(node);
  if (key === undefined) keys.set(node, (key = next++));
  return key;
}

/** A group: how its members are joined, the members, and what can be added. */
export function group(context: Context, dragging: Dragging, node: Group, path: string, nots = 0): TemplateResult {
  const root = path === "";
  const add = (action: Action) => () => context.act(action, path);
  return html`
    <div class="group ${root ? "root" : ""}" role="group" aria-label=${root ? context.say("builder") : context.say("group", { number: numberOf(path) })} data-drop=${dragging.drop?.path === path && dragging.drop.where === "into" ? "into" : nothing}
      @dragover=${(event: DragEvent) => !node.of.length && dragging.over(event, path, "into")}>
      <div class="head">
        ${root ? nothing : handle(context, dragging, path)}
        ${marks(context, nots)}
        ${root ? html`<span class="who">${context.say("who")}</span>` : nothing}
        <select data-at="${path}:join" aria-label=${root ? context.say("who") : context.say("group", { number: numberOf(path) })} @change=${(event: Event) => context.edit(path, (old) => ({ ...(old as Group), kind: (event.target as HTMLSelectElement).value as Group["kind"] }))}>
          ${(["all", "any"] as const).map((kind) => html`<option value=${kind} ?selected=${kind === node.kind}>${context.say(kind)}</option>`)}
        </select>
        ${root ? nothing : counts(context, node)}
        ${root ? nothing : actions(context, path, true)}
      </div>
      ${node.of.length ? members(context, dragging, node, path) : html`<p class="empty">${context.say(root ? "empty" : "emptyGroup")}</p>`}
      ${problems(context, node)}
      <div class="foot">
        <button type="button" data-at="${path}:add" class="plain" @click=${add("addCondition")}>${icon("plus")}${context.say("addCondition")}</button>
        <button type="button" data-at="${path}:add-group" class="plain" @click=${add("addGroup")}>${icon("plus")}${context.say("addGroup")}</button>
      </div>
    </div>`;
}

function members(context: Context, dragging: Dragging, { kind, of }: Group, path: string): TemplateResult {
  return html`<ul class="children">
    ${repeat(of, keyOf, (child, index) => {
      const at = `${path}/of/${index}`;
      const drop = dragging.drop?.path === at ? dragging.drop.where : null;
      return html`<li data-path=${at} data-drop=${drop ?? nothing} ?data-dragged=${dragging.dragged === at}
        @dragover=${(event: DragEvent) => dragging.over(event, at)} @drop=${(event: DragEvent) => dragging.dropped(event)} @dragend=${() => dragging.end()}>
        ${index ? html`<span class="joint">${context.say(kind === "all" ? "and" : "or")}</span>` : nothing}
        ${member(context, dragging, child, at)}
      </li>`;
    })}
  </ul>`;
}

function member(context: Context, dragging: Dragging, child: Draft, at: string): TemplateResult {
  let [node, path, nots] = [child, at, 0];
  while (node.kind === "not") [node, path, nots] = [node.of, `${path}/of`, nots + 1];
  if (isGroup(node)) return group(context, dragging, node, path, nots);
  const draft = node.kind === "field" && !(node.field && isComplete(node, context.lookup(node.field)?.type ?? "any"));
  const found = problems(context, node);
  const invalid = context.problems(node).some((problem) => problem.severity === "error");
  return html`<div class="clause ${draft ? "draft" : ""} ${invalid ? "invalid" : ""}" role="group" aria-label=${context.say("condition", { number: numberOf(at) })}>
    <div class="main">
      ${handle(context, dragging, at)}
      <div class="row">${marks(context, nots)}${clause(context, node, path)}</div>
      ${actions(context, at, false)}
    </div>
    ${details(context, node, path)}
    ${fieldSpread(context, node, path)}
    ${draft ? html`<p class="problem draft">${context.say("incomplete")}</p>` : counts(context, child)}
    ${found}
  </div>`;
}

const marks = (context: Context, nots: number) => Array.from({ length: nots }, () => html`<span class="not">${context.say("not")}</span>`);

function handle(context: Context, dragging: Dragging, at: string): TemplateResult {
  return html`<span class="handle" draggable="true" title=${context.say("move")} @dragstart=${(event: DragEvent) => dragging.start(event, at)}>${icon("handle")}</span>`;
}

function problems(context: Context, node: Draft): TemplateResult | typeof nothing {
  const found = context.problems(node);
  if (!found.length) return nothing;
  return html`${found.map((problem) => html`<p class="problem ${problem.severity}"><span>${problem.message}</span>
    ${problem.fix ? html`<button type="button" @click=${() => context.fix(problem)}>${context.say("fix", { text: problem.fix.text })}</button>` : nothing}</p>`)}`;
}

function actions(context: Context, at: string, grouped: boolean): TemplateResult {
  const open: Open = { kind: "actions", path: at };
  const number = numberOf(at);
  const entry = (action: Action, word: WordKey, keys = "", enabled = true) =>
    html`<button type="button" role="menuitem" class=${action === "remove" ? "danger" : ""} ?disabled=${!enabled} @click=${() => context.act(action, at)}>${context.say(word)}${keys ? html`<kbd>${keys}</kbd>` : nothing}</button>`;
  const outer = /^(.*)\/of\/\d+$/.exec(at.replace(/(\/of)+$/, ""));
  return html`<span class="anchor end">
    <button type="button" class="icon plain" data-at="${at}:actions" aria-haspopup="menu" aria-expanded=${String(context.isOpen(open))} aria-label=${context.say(grouped ? "groupActions" : "actions", { number })} @click=${() => context.toggle(open)}>${icon("more")}</button>
    ${context.isOpen(open) ? html`<div class="popup end menu" role="menu" aria-label=${context.say(grouped ? "groupActions" : "actions", { number })}>
      ${entry("up", "moveUp", "Alt ↑", step(context.root, at, false) !== null)}
      ${entry("down", "moveDown", "Alt ↓", step(context.root, at, true) !== null)}
      ${entry("duplicate", "duplicate")}
      ${entry("negate", "negate")}
      ${entry("wrap", "wrap")}
      ${grouped && placeOf(at) && outer ? entry("unwrap", "unwrap") : nothing}
      ${entry("remove", "remove")}
    </div>` : nothing}
  </span>`;
}
