// Segments put together as text: the language itself is the algebra.

/** A text that stands for itself inside a larger one; an empty text is everyone. A comment would swallow what follows, so a line ends it. */
const inside = (text: string): string => (text.trim() ? `(${text}\n)` : "");

/** Customers both are about. */
export const both = (a: string, b: string): string => [inside(a), inside(b)].filter(Boolean).join(" AND ");

/** Customers the first is about and the second is not; null if there can be none. */
export const without = (a: string, b: string): string | null => (b.trim() ? [inside(a), `NOT ${inside(b)}`].filter(Boolean).join(" AND ") : null);
