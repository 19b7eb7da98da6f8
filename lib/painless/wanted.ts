/**
 * What surrounds an expression expects of it, and what the checkers of expressions ask of each other.
 * @module
 */

import type { CastOptions } from "./casts.ts";
import type { TypeName } from "./library.ts";
import type { Scope } from "./scope.ts";
import type { Expression } from "./syntax_tree.ts";
import type { TypedExpression } from "./typed_tree.ts";

/** What surrounds an expression expects of it. */
export interface Wanted extends CastOptions {
  /** Whether its value is used. */
  readonly read: boolean;
  /** The type that it will be cast to, where that is known. */
  readonly target: TypeName | undefined;
}

/** As `Wanted`, where the type is known. */
export type WantedAs = Wanted & { readonly target: TypeName };

/** A value of whatever type. */
export const READ: Wanted = { read: true, target: undefined, explicit: false, internal: false };

/** A value that nothing uses: only what has effects may stand there. */
export const UNUSED: Wanted = { ...READ, read: false };

/** A value of a type, cast as declarations cast. */
export function wanting(target: TypeName): WantedAs {
  return { ...READ, target };
}

/** A value of a type, cast as arguments and results are. */
export function wantingInternally(target: TypeName): WantedAs {
  return { ...READ, target, internal: true };
}

/** Checks of parts, which every checker of expressions needs. */
export interface PartChecker {
  /** An expression as it is; `wanted.target` only advises. */
  check(expression: Expression, wanted: Wanted, scope: Scope): TypedExpression;
  /** An expression, cast to what is wanted. */
  checkAs(expression: Expression, wanted: WantedAs, scope: Scope): TypedExpression;
  /** A cast written out as a node of the tree. */
  cast(child: TypedExpression, target: TypeName, options: CastOptions): TypedExpression;
}

/** A dynamic result is taken as what is wanted, if that is known and not written as a cast. */
export function narrowed(child: TypedExpression, wanted: Wanted, explicit: boolean): TypedExpression {
  const target = wanted.target;
  if (target === undefined || target === "def" || wanted.explicit && !explicit || target === "void") return child;
  return { kind: "narrow", type: target, offset: child.offset, child, explicit };
}
