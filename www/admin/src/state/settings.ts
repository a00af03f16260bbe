// What a person has chosen for this browser. Storage may be denied: then choices last as long as the page.
import type { Policy } from "headcount";

/** Choices kept between visits. */
export interface Settings {
  /** BCP 47 tag, or the browser's. */
  readonly language: string | null;
  readonly theme: "light" | "dark" | null;
  /** Whether the text editor or the builder is shown. */
  readonly editor: "visual" | "text";
  /** Columns of the people table, by field. */
  readonly columns: readonly string[];
  readonly policy: Policy;
  readonly strictMissing: boolean;
  /** Most conditions a segment may have; null is any number. */
  readonly maxClauses: number | null;
}

const initial: Settings = { language: null, theme: null, editor: "visual", columns: ["number_of_orders", "amount_spent", "last_order_date"], policy: {}, strictMissing: false, maxClauses: null };
const key = "headcount-settings";

/** The choices of an earlier visit. */
export function loadSettings(): Settings {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Settings>) };
  } catch {
    return initial;
  }
}

/** Keeps the choices for the next visit. */
export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Denied or full storage is normal in an embedded page.
  }
}
