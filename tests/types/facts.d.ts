// What a type says of its values, so that what no value ever showed can be named.

import type { AnyRuleGroup, Condition, FieldDescription, ParameterDescription, Problem, Report, RuleGroup, SegmentDocument } from "../../dist/types/index.js";

/** Types that contain themselves, or have samples of their own, are not followed inside others. */
type Nested = Condition | SegmentDocument | AnyRuleGroup | RuleGroup | Problem | FieldDescription | ParameterDescription | Report;

/** Every key, every literal and every null of a type, each by the path that leads to it. */
export type Facts<T, Depth extends readonly unknown[] = [1, 1, 1, 1, 1]> = T extends null
  ? "null"
  : T extends string
    ? string extends T
      ? never
      : `'${T}'`
    : T extends readonly (infer E)[]
      ? Within<E, Depth>
      : T extends object
        ? { [K in keyof T & string]-?: K | `${K} ${Within<Exclude<T[K], undefined>, Depth>}` }[keyof T & string]
        : never;

/** A type whose lists may be those of constants. */
export type Frozen<T> = T extends readonly (infer E)[] ? readonly Frozen<E>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

type Within<T, Depth extends readonly unknown[]> = Depth extends readonly [unknown, ...infer Rest]
  ? T extends Nested
    ? never
    : Facts<T, Rest>
  : never;

/** What `Declared` promises and none of the values of type `Shown` shows. */
export type Unshown<Declared, Shown> = Exclude<Facts<Declared>, Facts<Shown>>;
