/**
 * Which casts Painless allows, and what each does.
 * @module
 */

import { isAssignable } from "./class_lookup.ts";
import type { TypeName } from "./library.ts";
import { boxOf, isNumericPrimitive, isPrimitive, unboxedOf, widensTo } from "./static_type.ts";

/** What happens to a value that is cast. */
export type Conversion =
  /** Nothing: the representation is right already. */
  | { readonly kind: "same" }
  | { readonly kind: "primitive"; readonly from: TypeName; readonly to: TypeName }
  /** Widened to `as`, then boxed. */
  | { readonly kind: "box"; readonly from: TypeName; readonly as: TypeName }
  /** Unboxed, then widened. */
  | { readonly kind: "unbox"; readonly from: TypeName; readonly to: TypeName }
  /** Unboxed, widened, boxed again. */
  | { readonly kind: "rebox"; readonly from: TypeName; readonly to: TypeName }
  | { readonly kind: "charToString" }
  | { readonly kind: "stringToChar" }
  /** From `def`: what it is shows at run time. */
  | { readonly kind: "dynamic"; readonly to: TypeName; readonly explicit: boolean }
  /** To a class that not every value is of. */
  | { readonly kind: "checked"; readonly to: TypeName };

/** How a cast came about. */
export interface CastOptions {
  /** Written by the script: `(int) x`. */
  readonly explicit: boolean;
  /** Where Painless boxes and unboxes by itself: arguments, results, elements. */
  readonly internal: boolean;
}

const SAME: Conversion = { kind: "same" };

/** What a cast does; undefined if there is none. */
export function legalCast(from: TypeName, to: TypeName, options: CastOptions): Conversion | undefined {
  if (from === to) return SAME;
  if (from === "void" || to === "void") return undefined;
  if (from === "def") return to === "Object" ? SAME : { kind: "dynamic", to, explicit: options.explicit };
  if (isPrimitive(from)) return fromPrimitive(from, to, options);
  if (to === "def") return SAME;
  const unboxed = options.internal ? fromBox(from, to) : undefined;
  if (unboxed !== undefined) return unboxed;
  if (from === "String" && to === "char") return options.explicit ? { kind: "stringToChar" } : undefined;
  if (isAssignable(from, to)) return SAME;
  return options.explicit && isAssignable(to, from) ? { kind: "checked", to } : undefined;
}

function fromPrimitive(from: TypeName, to: TypeName, options: CastOptions): Conversion | undefined {
  if (to === "def") return { kind: "box", from, as: from };
  if (isNumericPrimitive(from) && isNumericPrimitive(to)) {
    return options.explicit || widensTo(from, to) ? { kind: "primitive", from, to } : undefined;
  }
  if (from === "char" && to === "String") return options.explicit ? { kind: "charToString" } : undefined;
  if (!options.internal) return undefined;
  if (to === "Object" || to === "Number" && from !== "boolean") return { kind: "box", from, as: from };
  const as = unboxedOf(to);
  return as !== undefined && widensTo(from, as) ? { kind: "box", from, as } : undefined;
}

function fromBox(from: TypeName, to: TypeName): Conversion | undefined {
  const inside = unboxedOf(from);
  if (inside === undefined) return undefined;
  if (isPrimitive(to)) return widensTo(inside, to) ? { kind: "unbox", from: inside, to } : undefined;
  const wanted = unboxedOf(to);
  return wanted !== undefined && boxOf(inside) !== to && widensTo(inside, wanted)
    ? { kind: "rebox", from: inside, to: wanted }
    : undefined;
}
