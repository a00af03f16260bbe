// The right control for each type of value.
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { FieldDescription, ParameterDescription } from "../types.js";
import type { Context, Open } from "./context.js";
import { icon } from "./icons.js";
import { listBox, search, type Option } from "./listbox.js";
import { arity } from "./tree.js";
import type { DraftTest, Literal } from "./types.js";
import type { WordKey } from "./words.js";

/** Where values are edited: the test, what it is about, and how a change gets back into the tree. */
export interface Slot {
  readonly context: Context;
  /** Path of the clause or parameter. */
  readonly path: string;
  readonly description: FieldDescription | ParameterDescription;
  readonly test: DraftTest;
  readonly set: (change: Partial<DraftTest>, key: string) => void;
}

const isStat = (value: Literal | undefined): value is { readonly stat: string } => typeof value === "object" && value !== null && "stat" in value;
const write = (value: Literal | undefined): string => (value === undefined || typeof value === "object" ? "" : String(value));
const input = (event: Event): string => (event.target as HTMLInputElement).value;

/** The controls for the values an operator takes. */
export function values(slot: Slot): TemplateResult | typeof nothing {
  const { context, test } = slot;
  const one = (name: "value" | "from" | "to", label: string) => single(slot, test[name], label, name, (value, key) => slot.set({ [name]: value }, key));
  switch (test.operator && arity(test.operator)) {
    case "one": return one("value", context.say("value"));
    case "two": return html`${one("from", context.say("from"))}<span class="affix">${context.say("and")}</span>${one("to", context.say("to"))}${unit(slot)}`;
    case "many": return several(slot);
    default: return nothing;
  }
}

function unit({ description, test }: Slot): TemplateResult | typeof nothing {
  return description.unit && !isStat(test.value) ? html`<span class="affix">${description.unit}</span>` : nothing;
}

type Put = (value: Literal | undefined, key: string) => void;

function single(slot: Slot, value: Literal | undefined, label: string, name: string, put: Put): TemplateResult {
  const { context, description, test } = slot;
  switch (description.type) {
    case "date": return date(slot, value, label, name, put);
    case "money":
    case "decimal":
    case "integer": return number(slot, value, label, name, put);
    case "boolean":
      return html`<select aria-label=${label} @change=${(event: Event) => put(input(event) === "true", name)}>
        ${value === undefined ? html`<option value="" selected></option>` : nothing}
        ${[true, false].map((choice) => html`<option value=${String(choice)} ?selected=${value === choice}>${context.say(choice ? "true" : "false")}</option>`)}
      </select>`;
    case "coordinates": return coordinates(slot, value, put);
    case "enum":
      if ("values" in description && description.values) return closed(context, description.values, value, label, name, put);
      return text(slot, write(value), label, name, (typed) => put(typed, name));
    default:
      return text(slot, write(value), label, name, (typed) => put(literal(slot, typed), name), test.operator);
  }
}

/** What was typed as a literal: an id that is a plain number is one, as the text language writes it. */
const literal = ({ description }: Slot, typed: string): Literal => (/^ids?$/.test(description.type) && /^[1-9]\d{0,14}$/.test(typed) ? Number(typed) : typed);

function closed(context: Context, choices: readonly string[], value: Literal | undefined, label: string, name: string, put: Put): TemplateResult {
  const known = choices.includes(write(value));
  return html`<select aria-label=${label} @change=${(event: Event) => put(input(event), name)}>
    ${known ? nothing : html`<option value=${write(value)} selected>${write(value)}</option>`}
    ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === value}>${context.spoken(choice)}</option>`)}
  </select>`;
}

/** A value as people write it. */
const worded = ({ context, description }: Slot, value: string): string => ("values" in description && description.values?.includes(value) ? context.spoken(value) : value);

const STATS = ["min", "average", "median", "max", "p10", "p25", "p75", "p90", "p95", "p99"];

function number(slot: Slot, value: Literal | undefined, label: string, name: string, put: Put): TemplateResult {
  const { context, description, test } = slot;
  const integer = description.type === "integer";
  const fixed = isStat(value);
  // A statistic stands for a field or a measure, never beside a parameter of single rows.
  // Between two ends it is offered only where one is in use already: four controls in a row are too many.
  const statistics = !("measure" in description && !description.measure) && test.operator !== "!=" && (test.operator !== "between" || fixed);
  const read = (typed: string): Literal => {
    const text = typed.trim().replace(/^([-+]?\d+),(\d+)$/, "$1.$2");
    return integer && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
  };
  const statLabel = (stat: string) => (/^p\d/.test(stat) ? context.say("stat_p", { n: Number(stat.slice(1)) }) : context.say(`stat_${stat}` as WordKey));
  const choices = fixed && !STATS.includes(value.stat) ? [value.stat, ...STATS] : STATS;
  // The unit is the first choice: a number in it, or a statistic in its place.
  return html`
    ${fixed ? nothing : html`<input class="number" data-at="${slot.path}:${name}" aria-label=${label} inputmode=${integer ? "numeric" : "decimal"} autocomplete="off" .value=${write(value)} @input=${(event: Event) => put(read(input(event)), name)} />`}
    ${statistics ? html`<select aria-label="${label}: ${context.say("unit")}" @change=${(event: Event) => put(input(event) ? { stat: input(event) } : undefined, `${name}-stat`)}>
      <option value="" ?selected=${!fixed}>${description.unit ?? context.say("stat_custom")}</option>
      ${choices.map((stat) => html`<option value=${stat} ?selected=${fixed && value.stat === stat}>${statLabel(stat)}</option>`)}
    </select>` : name === "value" ? unit(slot) : nothing}`;
}

const OFFSET = /^([+-])(\d+)(min|[dwmyh])$/;

function date(slot: Slot, value: Literal | undefined, label: string, name: string, put: Put): TemplateResult {
  const { context } = slot;
  const written = write(value);
  const offset = OFFSET.exec(written);
  const kind = offset ? offset[1]! + offset[3]! : written === "today" || written === "yesterday" ? written : written.includes("T") ? "datetime" : "date";
  const today = () => new Date().toISOString().slice(0, 10);
  const begin = (next: string) => (next === "date" ? (/^\d{4}-/.test(written) ? written.slice(0, 10) : today()) : next === "datetime" ? `${/^\d{4}-/.test(written) ? written.slice(0, 10) : today()}T00:00:00` : /^[+-]/.test(next) ? `${next[0]}${offset?.[2] ?? "30"}${next.slice(1)}` : next);
  const kinds = ["-d", "-w", "-m", "-y", "today", "yesterday", "date", "datetime", "-h", "-min", "+d", "+w", "+m", "+y", "+h", "+min"];
  // A date half typed is no date yet: writing that back would throw away what stands in its fields.
  return html`
    ${offset ? html`<input class="short" type="number" min="0" step="1" data-at="${slot.path}:${name}" aria-label="${label}: ${context.say("amount")}" .value=${offset[2]!} @input=${(event: Event) => input(event) !== "" && put(`${offset[1]}${Math.max(0, Math.trunc(Number(input(event))))}${offset[3]}`, name)} />` : nothing}
    ${kind === "date" || kind === "datetime" ? html`<input type=${kind === "date" ? "date" : "datetime-local"} step=${kind === "date" ? nothing : 1} data-at="${slot.path}:${name}" aria-label=${label} .value=${live(written)} @input=${(event: Event) => put(kind === "date" ? input(event) : /T\d\d:\d\d$/.test(input(event)) ? `${input(event)}:00` : input(event), name)} />` : nothing}
    <select aria-label="${label}: ${context.say("unit")}" @change=${(event: Event) => put(begin(input(event)), `${name}-kind`)}>
      ${kinds.map((one) => html`<option value=${one} ?selected=${one === kind}>${context.say(`date_${one}` as WordKey)}</option>`)}
    </select>`;
}

function coordinates({ context, path }: Slot, value: Literal | undefined, put: Put): TemplateResult {
  const parts = Array.isArray(value) ? (value as readonly Literal[]).map(write) : ["", ""];
  return html`${([["latitude", 0], ["longitude", 1]] as const).map(([name, index]) => html`<input class="number" data-at="${path}:${name}" inputmode="decimal" aria-label=${context.say(name)} placeholder=${context.say(name)} .value=${parts[index] ?? ""}
    @input=${(event: Event) => put(parts.map((part, at) => (at === index ? input(event).trim() : part)), name)} />`)}`;
}

/** A text box; what customers have is proposed while one types. */
function text(slot: Slot, value: string, label: string, name: string, put: (typed: string) => void, operator = "="): TemplateResult {
  const open: Open = { kind: "value", path: slot.path, slot: name };
  const whole = !/with$/.test(operator);
  return suggesting(slot, open, value, label, put, whole ? (option) => put(option.key) : null);
}

function suggesting(slot: Slot, open: Open, value: string, label: string, typed: (text: string) => void, choose: ((option: Option) => void) | null, enter?: () => void): TemplateResult {
  const { context, path, description } = slot;
  const known = choose ? context.suggestions(open) : [];
  const options = search(known.map(({ value: key, name, count }): Option => ({ key, label: name ?? worded(slot, key), help: name ? key : undefined, count: count === undefined ? "" : context.number(count) })), known.some((one) => one.value === value) ? "" : value).slice(0, 50);
  const shown = choose !== null && context.isOpen(open) && options.length > 0;
  if (shown) context.setOptions(options);
  const id = `values${path.replace(/\W/g, "-")}-${open.slot}`;
  const pick = (option: Option) => {
    choose?.(option);
    context.close();
  };
  return html`<span class="anchor">
    <input class="text" data-at="${path}:${open.slot}" aria-label="${label}: ${description.label}" autocomplete="off" spellcheck="false" .value=${value}
      role=${choose ? "combobox" : nothing} aria-expanded=${choose ? String(shown) : nothing} aria-controls=${shown ? id : nothing} aria-autocomplete=${choose ? "list" : nothing} aria-activedescendant=${shown && context.active() >= 0 ? `${id}-${context.active()}` : nothing}
      @focus=${() => choose && !context.isOpen(open) && context.toggle(open)} @blur=${() => context.isOpen(open) && context.close()}
      @input=${(event: Event) => { typed(input(event)); if (choose) context.typed(open, input(event)); }}
      @keydown=${(event: KeyboardEvent) => context.keys(event, pick, enter)} />
    ${shown ? html`<div class="popup">${listBox({ id, label, options, active: context.active(), empty: "", choose: pick, hover: (index) => context.setActive(index) })}</div>` : nothing}
  </span>`;
}

/** Several values: each can be taken out, another typed or chosen. */
function several(slot: Slot): TemplateResult {
  const { context, description, test, path } = slot;
  const list = test.values ?? [];
  const setAll = (values: readonly Literal[]) => slot.set({ values }, "values");
  if (description.type === "date") {
    return html`${list.map((value, index) => html`<span class="tokens">${date(slot, value, context.say("value"), `value-${index}`, (next) => next !== undefined && setAll(list.map((old, at) => (at === index ? next : old))))}
      <button class="icon plain" type="button" aria-label=${context.say("removeValue", { value: write(value) })} @click=${() => setAll(list.filter((_, at) => at !== index))}>${icon("close")}</button></span>`)}
      <button type="button" @click=${() => setAll([...list, "today"])}>${context.say("addValue")}</button>`;
  }
  const open: Open = { kind: "value", path, slot: "values" };
  const add = (value: string) => {
    const trimmed = value.trim();
    if (trimmed && !list.map(write).includes(trimmed)) setAll([...list, literal(slot, trimmed)]);
    context.toggle(open, "");
  };
  const query = context.isOpen(open) ? context.query : "";
  return html`<span class="tokens">
    ${list.map((value, index) => html`<span class="token">${worded(slot, write(value))}<button type="button" aria-label=${context.say("removeValue", { value: write(value) })} @click=${() => setAll(list.filter((_, at) => at !== index))}>${icon("close")}</button></span>`)}
    ${suggesting(slot, open, query, context.say("addValue"), (typed) => { if (/[,;\n]$/.test(typed)) add(typed.slice(0, -1)); }, (option) => add(option.key), () => add(context.query))}
  </span>`;
}
