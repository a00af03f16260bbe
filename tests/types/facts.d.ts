// What a type says of its values, so that what no value ever showed can be named.

import type { Condition, FieldDescription, ParameterDescription, Problem, SegmentDocument } from "../../dist/types/index.js";

/** Types that contain themselves, or have samples of their own, are not followed inside others. */
type Nested = Condition | SegmentDocument | Problem | FieldDescription | ParameterDescription;

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

type Within<T, Depth extends readonly unknown[]> = Depth extends readonly [unknown, ...infer Rest]
  ? T extends Nested
    ? never
    : Facts<T, Rest>
  : never;

/** What `Declared` promises and none of the values of type `Shown` shows. */
export type Unshown<Declared, Shown> = Exclude<Facts<Declared>, Facts<Shown>>;
