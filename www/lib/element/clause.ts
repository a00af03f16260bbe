// One condition: its field, its operator, its values, what is wrong with it and how many it lets in.
import { html, nothing, svg, type TemplateResult } from "lit";
import type { FieldDescription } from "../types.js";
import type { Context, Described, Open } from "./context.js";
import { icon } from "./icons.js";
import type { Option } from "./listbox.js";
import { isComplete, parameterOf, withOperator } from "./tree.js";
import type { Draft, DraftTest, FieldDraft, FunctionDraft, ParameterDraft } from "./types.js";
import { values } from "./values.js";
import type { WordKey } from "./words.js";

/** The test a type begins with. */
function firstTest(description: Described | undefined): DraftTest {
  const operators = (description?.operators ?? ["="]).map((operator) => operator.toLowerCase());
  switch (description?.type) {
    case "date": return { operator: ">", value: "-30d" };
    case "boolean": return { operator: "=", value: true };
    case "money":
    case "decimal":
    case "integer": return { operator: operators.includes(">=") ? ">=" : operators[operators.length - 1]! };
    default: return { operator: operators[0]! };
  }
}

/** A new clause about a field or function; the test stays if the old clause's type takes it too. */
export function clauseOf(description: FieldDescription, old: Draft | undefined, lookup: Context["lookup"]): Draft {
  if (description.kind === "function") return { kind: "function", function: description.name, matches: true, where: [] };
  if (description.kind === "anniversary") return { kind: "anniversary", field: "birth_date", operator: "=", value: "today" };
  const kept = old?.kind === "field" && lookup(old.field)?.type === description.type && description.values === undefined;
  const { kind: _, field: __, argument: ___, ...test } = kept ? (old as FieldDraft) : { kind: "", field: "", argument: "", ...firstTest(description) };
  return { kind: "field", field: description.name, ...test };
}

/** Fields and functions as a menu lists them; those without data stand at the end of their group and say why. */
export const fieldOptions = (fields: readonly FieldDescription[], selected: string): Option[] => {
  const groups = [...new Set(fields.map((field) => field.group))];
  const order = (field: FieldDescription) => groups.indexOf(field.group) * 2 + (field.available ? 0 : 1);
  return [...fields].sort((a, b) => order(a) - order(b)).map((field) => ({
    key: field.name, label: field.label, help: field.help, group: field.group, selected: field.name === selected,
    why: field.available ? undefined : (field.why ?? ""),
  }));
};

/** A condition that is not a group. */
export function clause(context: Context, node: Draft, path: string): TemplateResult {
  switch (node.kind) {
    case "field": return fieldClause(context, node, path);
    case "anniversary": return anniversaryClause(context, node, path);
    case "function": return functionClause(context, node, path);
    default: return html`<span class="quiet">${context.say("unknown")} <code>${JSON.stringify(node)}</code></span>`;
  }
}

function fieldPicker(context: Context, path: string, name: string): TemplateResult {
  const open: Open = { kind: "field", path };
  const description = context.lookup(name);
  const label = description?.label ?? name;
  return html`<span class="anchor">
    <button class="pick" type="button" data-at="${path}:field" ?data-empty=${!name} aria-haspopup="dialog" aria-expanded=${String(context.isOpen(open))} title=${description?.help ?? nothing} @click=${() => context.toggle(open)}>
      ${label || context.say("chooseField")} ${icon("down")}
    </button>
    ${context.isOpen(open) ? context.picker({
      open, label: context.say("chooseField"), search: context.say("searchField"), options: fieldOptions(context.fields, name),
      choose: (option) => {
        const chosen = context.lookup(option.key);
        if (chosen) context.edit(path, (old) => clauseOf(chosen, old, (one) => context.lookup(one)));
        context.close();
      },
    }) : nothing}
  </span>`;
}

function operatorSelect(context: Context, description: Described | undefined, test: DraftTest, change: (operator: string) => void): TemplateResult {
  const known = (description?.operators ?? [test.operator]).map((operator) => operator.toLowerCase());
  const operators = known.includes(test.operator) ? known : [test.operator, ...known];
  const words = (operator: string) => {
    if (operator === "is null" && description?.null && !description.null.startsWith("never")) return description.null;
    return context.say(((description?.type === "date" && /^[=!<>]/.test(operator) ? "date_op_" : "op_") + operator) as WordKey);
  };
  return html`<select aria-label="${context.say("operator")}: ${description?.label ?? ""}" @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
    ${operators.map((operator) => html`<option value=${operator} ?selected=${operator === test.operator}>${words(operator)}</option>`)}
  </select>`;
}

function testControls<T extends DraftTest>(context: Context, description: Described | undefined, test: T, path: string, edit: (next: T, key?: string) => void): TemplateResult {
  if (!description) return html`<code>${test.operator.toUpperCase()} ${JSON.stringify(test.value ?? test.values ?? [test.from, test.to].filter((end) => end !== undefined))}</code>`;
  return html`${operatorSelect(context, description, test, (operator) => edit(withOperator(test, operator)))}
    ${values({ context, path, description, test, set: (change, key) => edit({ ...test, ...change }, `${path}:${key}`) })}`;
}

function fieldClause(context: Context, node: FieldDraft, path: string): TemplateResult {
  const description = context.lookup(node.field);
  const edit = (next: FieldDraft, key?: string) => context.edit(path, () => next, key);
  return html`${fieldPicker(context, path, node.field)}
    ${node.field === "random_bucket" ? html`<input class="short" aria-label=${context.say("seed")} placeholder=${context.say("seed")} .value=${node.argument ?? ""} @input=${(event: Event) => {
      const { argument: _, ...rest } = node;
      const seed = (event.target as HTMLInputElement).value;
      edit(seed ? { ...rest, argument: seed } : rest, `${path}:seed`);
    }} />` : nothing}
    ${node.field ? testControls(context, description ?? dynamic(node), node, path, edit) : nothing}`;
}

/** What can be said of a field the catalogue does not list: the clause keeps its operator and values. */
const dynamic = (node: FieldDraft): FieldDescription | undefined =>
  node.field.includes(".")
    ? { kind: "field", name: node.field, label: node.field, group: "", type: "any", operators: [node.operator], null: "", help: "", available: false }
    : undefined;

/** The histogram under a field's threshold. */
export function fieldSpread(context: Context, node: Draft, path: string): TemplateResult | typeof nothing {
  const description = node.kind === "field" ? context.lookup(node.field) : undefined;
  return description ? context.spread(path, node as FieldDraft, description) : nothing;
}

function anniversaryClause(context: Context, node: FieldDraft, path: string): TemplateResult {
  const dates = context.fields.filter((field) => field.kind === "field" && field.type === "date" && (field.available || field.name === node.field));
  const description = context.lookup("anniversary");
  return html`${fieldPicker(context, path, "anniversary")}
    <select aria-label=${context.say("dateField")} @change=${(event: Event) => context.edit(path, (old) => ({ ...(old as FieldDraft), field: (event.target as HTMLSelectElement).value }))}>
      ${dates.some((field) => field.name === node.field) ? nothing : html`<option value=${node.field} selected>${node.field}</option>`}
      ${dates.map((field) => html`<option value=${field.name} ?selected=${field.name === node.field}>${field.label}</option>`)}
    </select>
    ${testControls(context, description, node, path, (next, key) => context.edit(path, () => next, key))}`;
}

function functionClause(context: Context, node: FunctionDraft, path: string): TemplateResult {
  const change = (part: Partial<FunctionDraft>, key?: string) => context.edit(path, (old) => ({ ...(old as FunctionDraft), ...part }), key);
  return html`<select aria-label=${context.say("operator")} @change=${(event: Event) => change({ matches: (event.target as HTMLSelectElement).value === "true" })}>
      ${[true, false].map((matches) => html`<option value=${String(matches)} ?selected=${matches === node.matches}>${context.say(matches ? "matches" : "matchesNot")}</option>`)}
    </select>
    ${fieldPicker(context, path, node.function)}
    ${node.where.length ? nothing : html`<span class="affix">${context.say("anyRow")}</span>`}`;
}

/** The parameters of a function, one under the other. */
export function details(context: Context, node: Draft, path: string): TemplateResult | typeof nothing {
  if (node.kind !== "function") return nothing;
  const description = context.lookup(node.function);
  const set = (where: readonly ParameterDraft[], key?: string) => context.edit(path, (old) => ({ ...(old as FunctionDraft), where }), key);
  const open: Open = { kind: "parameter", path };
  const free = (description?.parameters ?? []).filter((parameter) => !node.where.some((one) => one.parameter === parameter.name));
  return html`<div class="details">
    ${node.where.map((one, index) => {
      const parameter = parameterOf(description, one.parameter);
      const at = `${path}/where/${index}`;
      return html`<div class="detail ${isComplete(one, parameter?.type ?? "any") ? "" : "draft"}" role="group" aria-label=${parameter?.label ?? one.parameter}>
        <span title=${parameter?.help ?? nothing}>${parameter?.label ?? one.parameter}</span>
        ${testControls(context, parameter, one, at, (next, key) => set(node.where.map((old, place) => (place === index ? next : old)), key))}
        <button class="icon plain" type="button" aria-label=${context.say("removeDetail", { name: parameter?.label ?? one.parameter })} @click=${() => set(node.where.filter((_, place) => place !== index))}>${icon("close")}</button>
        ${parameter ? context.spread(at, one, parameter) : nothing}
      </div>`;
    })}
    ${free.length ? html`<span class="anchor">
      <button class="plain" type="button" data-at="${path}:parameter" aria-haspopup="dialog" aria-expanded=${String(context.isOpen(open))} @click=${() => context.toggle(open)}>${icon("plus")}${context.say("addDetail")}</button>
      ${context.isOpen(open) ? context.picker({
        open, label: context.say("addDetail"), search: context.say("searchField"),
        options: free.map((parameter) => ({ key: parameter.name, label: parameter.label, help: parameter.help, why: parameter.available ? undefined : (parameter.why ?? "") })),
        choose: (option) => {
          set([...node.where, { parameter: option.key, ...firstTest(parameterOf(description, option.key)) }]);
          context.close();
        },
      }) : nothing}
    </span>` : nothing}
  </div>`;
}

/** How many a node lets in: alone, after those before it, and the whole without it. */
export function counts(context: Context, node: Draft): TemplateResult | typeof nothing {
  const found = context.counts(node);
  if (!found) return nothing;
  const total = context.total() || 1;
  return html`<div class="counts">
    <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${svg`<rect height="1" width=${(100 * found.alone) / total}></rect>`}</svg>
    <span><strong>${context.number(found.alone)}</strong> ${context.say("count")}</span>
    <span><strong>${context.number(found.cumulative)}</strong> ${context.say("cumulative")}</span>
    <span><strong>${context.number(found.withoutIt)}</strong> ${context.say("without")}</span>
  </div>`;
}
