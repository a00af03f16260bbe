// Every word the page says, through one table per language.
import type { Words } from "headcount/element";
import type { CompletionReply, FieldDescription, Problem, Proposal, Snapshot } from "headcount";
import { deCatalogue } from "./catalogue.de.js";
import { de, deBuilder } from "./de.js";
import { en } from "./en.js";
import { deFiles } from "./files.de.js";
import { deProblems } from "./problems.de.js";

/** A message: a text with `{names}` to fill in, or one for each plural form. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
/** The name of a message. */
export type Key = keyof typeof en;
/** A complete table. */
export type Table = Record<Key, Message>;
/** Values to fill in. A number named `count` decides the plural form. */
export type Values = Record<string, string | number>;

const builders: Record<string, Words> = { de: deBuilder };
const tables: Record<string, Table> = { en, de };
const catalogues: Record<string, Readonly<Record<string, string>>> = { de: deCatalogue };

/** A sentence of the engine's as a pattern, and what it says in another language. */
const patternOf = ([english, other]: readonly [string, string]) =>
  [new RegExp(`^${english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\d\}/g, "(.+?)")}$`, "s"), other] as const;
const sentences: Record<string, { readonly patterns: () => readonly (readonly [RegExp, string])[]; readonly meant: string }> = {
  de: { patterns: lazily(() => [...deProblems, ...deFiles].map(patternOf)), meant: "{1}; meinten Sie {2}?" },
};

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

type Described = Pick<FieldDescription, "label" | "help" | "null"> & Partial<Pick<FieldDescription, "unit" | "group" | "why" | "parameters">>;

/** The languages there is a table for. */
export const languages = Object.keys(tables);

/** A text of someone else's inside a message: what runs the other way, or tries to turn its neighbours, stays among itself. */
const isolated = (text: string): string => (/[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/.test(text) ? `\u2068${text}\u2069` : text);

/** The language in use: its table and how it writes numbers, dates and text. */
export class Language {
  readonly tag: string;
  /** The builder's own words in this language. */
  readonly builder: Words;
  readonly direction: "ltr" | "rtl";
  readonly #table: Table;
  readonly #catalogue: Readonly<Record<string, string>> | undefined;
  readonly #sources = new WeakMap<Snapshot, Snapshot>();
  readonly #problems = new WeakMap<readonly Problem[], readonly Problem[]>();
  readonly #plurals: Intl.PluralRules;
  readonly #number: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;

  /** `tag` is a BCP 47 tag; a language without a table speaks English with its own numbers and direction. */
  constructor(tag: string) {
    const base = tag.split("-")[0]!;
    this.tag = tag;
    this.builder = builders[base] ?? {};
    this.#table = tables[base] ?? en;
    this.#catalogue = catalogues[base];
    this.direction = ["ar", "fa", "he", "ur"].includes(base) ? "rtl" : "ltr";
    this.#plurals = new Intl.PluralRules(tables[base] ? tag : "en");
    this.#number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
    this.#percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 });
  }

  /** The message of that name with its values filled in; numbers are written as the language writes them. */
  say(key: Key, values: Values = {}): string {
    const message = this.#table[key] ?? en[key];
    const count = values["count"];
    const form = typeof message === "string" ? message : (message[this.#plurals.select(Number(count))] ?? message.other);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === "number" ? this.number(value) : isolated(value);
    });
  }

  /** What the engine says, which is English, in this language as far as its table goes. */
  problem(message: string): string {
    const { patterns, meant } = sentences[this.tag.split("-")[0]!] ?? {};
    if (!patterns || !meant) return message;
    const said = (text: string): string | undefined => {
      for (const [pattern, other] of patterns()) {
        const parts = pattern.exec(text);
        if (parts) return other.replace(/\{(\d)\}/g, (_, at: string) => (at === "2" && /: \{2\}\.?$/.test(other) ? this.problem(parts[2]!) : (parts[Number(at)] ?? "")));
      }
      return undefined;
    };
    // A name nobody knows ends in what may have been meant, or in a full stop.
    const [, asked, near] = /^(.*); did you mean (.+)\?$/s.exec(message) ?? [];
    const found = asked === undefined ? undefined : said(asked);
    if (found !== undefined) return meant.replace("{1}", () => found).replace("{2}", () => near!.replace(" or ", " oder "));
    const short = message.endsWith(".") ? said(message.slice(0, -1)) : undefined;
    return said(message) ?? (short === undefined ? message : `${short}.`);
  }

  /** What went wrong and how to mend it. */
  error(error: unknown): string {
    const { message, help } = error as Error & { readonly help?: string };
    // The message of an error ends in how to mend it.
    if (!help || !message.endsWith(` ${help}`)) return this.problem(message);
    return `${this.problem(message.slice(0, -help.length - 1))} ${this.problem(help)}`;
  }

  /** Problems that speak this language; the same ones for the same ones. */
  problems(problems: readonly Problem[]): readonly Problem[] {
    let spoken = this.#problems.get(problems);
    if (!spoken) this.#problems.set(problems, (spoken = problems.map((problem) => ({ ...problem, message: this.problem(problem.message) }))));
    return spoken;
  }

  /** A snapshot whose fields speak this language; the same one for the same snapshot. */
  source(snapshot: Snapshot): Snapshot {
    const catalogue = this.#catalogue;
    if (!catalogue) return snapshot;
    let source = this.#sources.get(snapshot);
    if (!source) this.#sources.set(snapshot, (source = { ...snapshot, fields: snapshot.fields.map((field) => this.#described(field, catalogue)) }));
    return source;
  }

  /** What may stand at a place, said in this language. */
  proposed(reply: CompletionReply): CompletionReply {
    const catalogue = this.#catalogue;
    if (!catalogue) return reply;
    const said = ({ detail, help, available, ...proposal }: Proposal): Proposal => ({
      ...proposal, available,
      ...(detail !== undefined && { detail: catalogue[detail] ?? detail }),
      ...(help !== undefined && { help: available ? (catalogue[help] ?? help) : this.say("fields.why") }),
    });
    return { ...reply, proposals: reply.proposals.map(said) };
  }

  #described<T extends Described>(described: T, catalogue: Readonly<Record<string, string>>): T {
    const said = (text: string | undefined) => (text === undefined ? undefined : (catalogue[text] ?? text));
    const { label, help, unit, group, why, parameters } = described;
    return {
      ...described,
      label: said(label), help: said(help), null: said(described.null),
      ...(unit !== undefined && { unit: said(unit) }),
      ...(group !== undefined && { group: said(group) }),
      ...(why !== undefined && { why: this.say("fields.why") }),
      ...(parameters && { parameters: parameters.map((parameter) => this.#described(parameter, catalogue)) }),
    };
  }

  /** A whole number. */
  number(value: number): string {
    return this.#number.format(value);
  }

  /** A value of a list of names, like `AT_RISK`, as people write it. */
  spoken(value: string): string {
    if (!/^[A-Z][A-Z_]+$/.test(value)) return value;
    return this.builder[value] ?? `${value[0]}${value.slice(1).toLowerCase().replace(/_/g, " ")}`;
  }

  /** A number written in digits, to two places after the point. */
  figure(digits: string): string {
    return this.#number.format(Number(digits));
  }

  /** An amount written in digits. */
  money(digits: string, currency: string): string {
    return new Intl.NumberFormat(this.tag, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(Number(digits));
  }

  /** A share between 0 and 1; what is not nothing never reads as 0 %, nor what is not all as 100 %. */
  share(value: number): string {
    if (value > 0 && value < 0.001) return `< ${this.#percent.format(0.001)}`;
    if (value < 1 && value > 0.999) return `> ${this.#percent.format(0.999)}`;
    return this.#percent.format(value);
  }

  /** A difference, with its sign. */
  difference(value: number): string {
    return new Intl.NumberFormat(this.tag, { signDisplay: "exceptZero" }).format(value);
  }

  /** Bytes in a unit a person reads. */
  bytes(value: number): string {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    let power = 0;
    while (value >= 1000 && power < units.length - 1) {
      value /= 1000;
      power += 1;
    }
    return new Intl.NumberFormat(this.tag, { style: "unit", unit: units[power]!, unitDisplay: "short", maximumFractionDigits: value < 10 && power ? 1 : 0 }).format(value);
  }

  /** Milliseconds. */
  milliseconds(value: number): string {
    const digits = value < 1 ? 2 : value < 10 ? 1 : 0;
    return new Intl.NumberFormat(this.tag, { style: "unit", unit: "millisecond", unitDisplay: "short", maximumFractionDigits: digits }).format(value);
  }

  /** An instant on the clock of a zone. */
  instant(iso: string, timeZone: string, style: "date" | "moment" = "moment"): string {
    const time = style === "moment" ? ({ timeStyle: "short" } as const) : {};
    return new Intl.DateTimeFormat(this.tag, { dateStyle: "medium", ...time, timeZone }).format(new Date(iso));
  }

  /** A local date and time as the engine writes it (`2024-05-01T00:00:00`), without any conversion. */
  local(iso: string, time: boolean): string {
    const style = time ? ({ timeStyle: "medium" } as const) : {};
    return new Intl.DateTimeFormat(this.tag, { dateStyle: "medium", ...style, timeZone: "UTC" }).format(new Date(`${iso.slice(0, 19)}Z`));
  }
}
