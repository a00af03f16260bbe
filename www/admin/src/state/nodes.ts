// Finding a node of a condition.
import type { Condition } from "headcount";

/** What is at a path of a condition. */
export function nodeAt(condition: Condition | null | undefined, path: string): unknown {
  let node: unknown = condition;
  for (const step of path.split("/").slice(1)) node = (node as Record<string, unknown> | null | undefined)?.[step];
  return node;
}
