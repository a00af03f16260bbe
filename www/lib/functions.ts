// What can be asked of a segment without a snapshot, as functions that each entry exports one by one.

import type { Language } from "./language.js";
import type { AskOptions } from "./snapshot.js";
import type { AnyRuleGroup, FormatReply, RuleGroup, SegmentDocument, SegmentInput, ShopifyDialect } from "./types.js";

/** The functions. */
export interface Alone extends Pick<Language, "check" | "describe" | "format" | "toSql"> {
  /** The segment in a dialect of Shopify's, by default the current one; the error `invalid-segment` names each part that Shopify cannot say. */
  toShopify(segment: SegmentInput, dialect?: ShopifyDialect, options?: AskOptions): Promise<FormatReply>;
  /** The segment of a rule group of react-querybuilder; the error `invalid-segment` names each rule that no condition says. */
  fromReactQueryBuilder(group: AnyRuleGroup, options?: AskOptions): Promise<SegmentDocument>;
  /** The segment as a rule group of react-querybuilder; the error `invalid-segment` names each part that no rule says. */
  toReactQueryBuilder(segment: SegmentInput, options?: AskOptions): Promise<RuleGroup>;
}

/** Calls the function of that name of `alone.ts`, which is loaded only then; `open` starts its author. */
export const call = async <K extends keyof Alone>(open: () => Promise<Language>, name: K, args: Parameters<Alone[K]>) =>
  ((await import("./alone.js")).functions(open)[name] as (...args: unknown[]) => never)(...args);
