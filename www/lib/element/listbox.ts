// A search box with a list under it, as the ARIA pattern for comboboxes has it: the box keeps the
// focus, arrow keys move through the list.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

/** One thing to choose. */
export interface Option {
  readonly key: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly group?: string | undefined;
  /** Why it cannot be chosen. */
  readonly why?: string | undefined;
  readonly selected?: boolean;
  /** A figure beside it, as it is shown. */
  readonly count?: string | undefined;
}

const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The options every word of a query is found in; those whose label begins with it first, what cannot be chosen last. */
export function search(options: readonly Option[], query: string): Option[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return [...options];
  const rank = (option: Option): number => {
    const label = folded(option.label);
    if (option.why) return 3;
    if (label.startsWith(words.join(" "))) return 0;
    return words.every((word) => label.includes(word)) ? 1 : 2;
  };
  return options
    .filter((option) => {
      const text = folded(`${option.label} ${option.key.replace(/_/g, " ")} ${option.group ?? ""} ${option.help ?? ""}`);
      return words.every((word) => text.includes(word));
    })
    .map((option) => [rank(option), option] as const)
    .sort(([a], [b]) => a - b)
    .map(([, option]) => option);
}

/** Where arrow keys lead from one place in a list. */
export function stepIn(length: number, at: number, key: string): number | null {
  if (!length) return null;
  switch (key) {
    case "ArrowDown": return (at + 1) % length;
    case "ArrowUp": return (at - 1 + length) % length;
    case "PageDown": return Math.min(Math.max(at, 0) + 8, length - 1);
    case "PageUp": return Math.max(at - 8, 0);
    default: return null;
  }
}

/** What a list needs to be drawn. */
export interface ListBox {
  readonly id: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly active: number;
  readonly empty: string;
  readonly choose: (option: Option) => void;
  readonly hover: (index: number) => void;
}

/** The list. Options of one group that follow each other stand under its name. */
export function listBox({ id, label, options, active, empty, choose, hover }: ListBox): TemplateResult {
  const groups: { name: string | undefined; items: { option: Option; index: number }[] }[] = [];
  options.forEach((option, index) => {
    const last = groups[groups.length - 1];
    if (last && last.name === option.group) last.items.push({ option, index });
    else groups.push({ name: option.group, items: [{ option, index }] });
  });
  const item = ({ option, index }: { option: Option; index: number }) => html`<div
      class="option ${option.count === undefined ? "" : "value"}" role="option" id="${id}-${index}" aria-selected=${option.selected ? "true" : "false"} aria-disabled=${option.why ? "true" : nothing}
      ?data-active=${index === active} data-key=${option.key}
      @pointerdown=${(event: Event) => event.preventDefault()} @pointermove=${() => index !== active && hover(index)} @click=${() => !option.why && choose(option)}>
      <strong>${option.label}</strong>
      ${option.count === undefined ? nothing : html`<span>${option.count}</span>`}
      ${(option.why ?? option.help) ? html`<span>${option.why ?? option.help}</span>` : nothing}
    </div>`;
  return html`<div class="options" role="listbox" id=${id} aria-label=${label}>
    ${options.length ? nothing : html`<p class="empty">${empty}</p>`}
    ${repeat(groups, (group) => `${group.name}${group.items[0]!.option.key}`, (group) =>
      group.name === undefined ? group.items.map(item) : html`<div role="group" aria-label=${group.name}><h4 aria-hidden="true">${group.name}</h4>${group.items.map(item)}</div>`)}
  </div>`;
}
