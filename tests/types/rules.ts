// What react-querybuilder's own types say of a group is taken, and what is written is one of its groups.
import type { DefaultRuleGroupType, DefaultRuleGroupTypeIC, Field, RuleGroupType, RuleGroupTypeAny, RuleGroupTypeIC, RuleType } from "react-querybuilder";
import type { RuleField } from "../../dist/types/react.js";
import type { AnyRule, AnyRuleGroup, Rule, RuleGroup, SavedSegment, SegmentInput, Snapshot } from "../../dist/types/index.js";

type Theirs = RuleGroupType | RuleGroupTypeIC | RuleGroupTypeAny | DefaultRuleGroupType | DefaultRuleGroupTypeIC;

export const asked = (group: Theirs): SegmentInput => group;
export const group = (group: Theirs): AnyRuleGroup => group;
export const rule = (rule: RuleType): AnyRule => rule;
export const counted = (snapshot: Snapshot, group: RuleGroupTypeIC) => snapshot.count(group);
export const live = (snapshot: Snapshot, group: RuleGroupType) => snapshot.live(group, { onCount: () => {} }).update(group);

export const given = (group: RuleGroup): RuleGroupType => group;
export const back = (group: RuleGroup): SegmentInput => group;
export const one = (rule: Rule): RuleType => rule;
export const fields = (fields: RuleField[]): Field[] => fields;

// @ts-expect-error: a group has rules
export const noRules: SegmentInput = { combinator: "and" };
// @ts-expect-error: a library keeps conditions
export const saved = (group: RuleGroupType): SavedSegment => group;
// @ts-expect-error: nothing is written with other combinators
export const xor: RuleGroup = { combinator: "xor", rules: [] };
