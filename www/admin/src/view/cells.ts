// Values of customers as a person reads them.
import type { Cell } from "headcount";
import type { Language } from "../messages/index.js";

/** Whether values of a type stand at the end of their column. */
export const isFigure = (type: string | undefined): boolean => type === "money" || type === "decimal" || type === "integer";

/** A cell in words of the language; nothing is a dash. */
export function cellText(cell: Cell, type: string | undefined, currency: string, language: Language): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return language.say(cell ? "yes" : "no");
  if (typeof cell !== "string") return cell.join(", ");
  switch (type) {
    case "money": return language.money(cell, currency);
    case "decimal":
    case "integer": return language.figure(cell);
    case "date": return language.local(`${cell.slice(0, 10)}T00:00:00`, false);
    case "enum": return language.spoken(cell);
    default: return cell;
  }
}
