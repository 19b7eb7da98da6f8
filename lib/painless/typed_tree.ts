/**
 * What the checker makes of a syntax tree: every name resolved, every type known, every cast written out.
 * @module
 */

import type { PainlessContext } from "./compile.ts";
import type { Conversion } from "./casts.ts";
import type { LibraryMethod, Slot, TypeName } from "./library.ts";
import type { BinaryOperator, ComparisonOperator } from "./syntax_tree.ts";

/** What every expression has. `offset` is where an exception in it is reported. */
interface Typed {
  readonly type: TypeName;
  readonly offset: number;
}

/** A type that values are computed as. */
export type ComputedType = "int" | "long" | "float" | "double" | "boolean" | "def";

/** An expression that gives a value of its `type`. */
export type TypedExpression =
  | Typed & { readonly kind: "constant"; readonly value: Slot }
  | Typed & { readonly kind: "convert"; readonly child: TypedExpression; readonly conversion: Conversion }
  /** The result of an operation or call on `def`, taken as a narrower type. */
  | Typed & { readonly kind: "narrow"; readonly child: TypedExpression; readonly explicit: boolean }
  | Typed & {
    readonly kind: "arithmetic";
    readonly operator: BinaryOperator;
    readonly computedAs: ComputedType;
    readonly left: TypedExpression;
    /** The distance of a shift is an int, or def where the other side is. */
    readonly right: TypedExpression;
  }
  | Typed & { readonly kind: "concatenation"; readonly parts: readonly TypedExpression[] }
  | Typed & {
    readonly kind: "comparison";
    readonly operator: ComparisonOperator;
    readonly computedAs: ComputedType | "Object";
    readonly left: TypedExpression;
    readonly right: TypedExpression;
  }
  | Typed & {
    readonly kind: "logical";
    readonly operator: "&&" | "||";
    readonly left: TypedExpression;
    readonly right: TypedExpression;
  }
  | Typed & {
    readonly kind: "unary";
    readonly operator: "!" | "~" | "+" | "-";
    readonly computedAs: ComputedType;
    readonly child: TypedExpression;
  }
  | Typed & { readonly kind: "instanceof"; readonly child: TypedExpression; readonly wanted: TypeName }
  | Typed & {
    readonly kind: "conditional";
    readonly condition: TypedExpression;
    readonly whenTrue: TypedExpression;
    readonly whenFalse: TypedExpression;
  }
  | Typed & { readonly kind: "elvis"; readonly left: TypedExpression; readonly right: TypedExpression }
  /** `access` starts from what `nullSafeValue` stands for, and is not reached when that is null. */
  | Typed & { readonly kind: "nullSafe"; readonly prefix: TypedExpression; readonly access: TypedExpression }
  | Typed & { readonly kind: "nullSafeValue" }
  | Typed & { readonly kind: "list"; readonly values: readonly TypedExpression[] }
  | Typed & {
    readonly kind: "map";
    readonly keys: readonly TypedExpression[];
    readonly values: readonly TypedExpression[];
  }
  | Typed & { readonly kind: "newArray"; readonly sizes: readonly TypedExpression[] }
  | Typed & { readonly kind: "arrayOf"; readonly values: readonly TypedExpression[] }
  /** A constructor, a static method, or an instance method with its receiver as the first argument. */
  | Typed & {
    readonly kind: "callLibrary";
    readonly method: LibraryMethod;
    readonly isInstance: boolean;
    readonly args: readonly TypedExpression[];
  }
  | Typed & {
    readonly kind: "callFunction";
    readonly functionIndex: number;
    readonly args: readonly TypedExpression[];
  }
  | Typed & {
    readonly kind: "callDynamic";
    readonly receiver: TypedExpression;
    readonly name: string;
    readonly args: readonly TypedExpression[];
  }
  | Typed & { readonly kind: "arrayLength"; readonly array: TypedExpression }
  | Typed & { readonly kind: "load"; readonly place: Place }
  | Typed & { readonly kind: "store"; readonly place: Place; readonly value: TypedExpression }
  | Typed & {
    readonly kind: "update";
    readonly place: Place;
    readonly operator: BinaryOperator;
    /** `"String"` concatenates. */
    readonly computedAs: ComputedType | "String";
    /** From the place's type to the computed one, and back. */
    readonly upcast: Conversion;
    readonly downcast: Conversion;
    readonly value: TypedExpression;
    /** The value from before is the result. */
    readonly postfix: boolean;
  };

/** Where a value is kept; `type` is that of the values. */
export type Place =
  | { readonly kind: "local"; readonly type: TypeName; readonly slot: number }
  | {
    readonly kind: "arrayElement";
    readonly type: TypeName;
    readonly offset: number;
    readonly array: TypedExpression;
    readonly index: TypedExpression;
  }
  | {
    readonly kind: "listElement";
    readonly type: TypeName;
    readonly offset: number;
    readonly list: TypedExpression;
    readonly index: TypedExpression;
  }
  | {
    readonly kind: "mapEntry";
    readonly type: TypeName;
    readonly offset: number;
    readonly map: TypedExpression;
    readonly key: TypedExpression;
  }
  | {
    readonly kind: "dynamicElement";
    readonly type: TypeName;
    readonly offset: number;
    readonly prefix: TypedExpression;
    readonly index: TypedExpression;
  }
  | {
    readonly kind: "dynamicField";
    readonly type: TypeName;
    readonly offset: number;
    readonly prefix: TypedExpression;
    readonly name: string;
  }
  | {
    readonly kind: "property";
    readonly type: TypeName;
    readonly offset: number;
    readonly prefix: TypedExpression;
    readonly getter: LibraryMethod;
  };

/** A checked statement. */
export type TypedStatement =
  | {
    readonly kind: "if";
    readonly condition: TypedExpression;
    readonly then: readonly TypedStatement[];
    readonly otherwise: readonly TypedStatement[] | undefined;
  }
  /** `while` and `for`; no condition is always true. */
  | {
    readonly kind: "loop";
    readonly offset: number;
    readonly initializer: readonly TypedStatement[];
    readonly condition: TypedExpression | undefined;
    readonly afterthought: TypedExpression | undefined;
    readonly body: readonly TypedStatement[];
  }
  | {
    readonly kind: "do";
    readonly offset: number;
    readonly condition: TypedExpression;
    readonly body: readonly TypedStatement[];
  }
  | {
    readonly kind: "each";
    readonly offset: number;
    readonly slot: number;
    readonly iterable: TypedExpression;
    /** From an element of an array, or from def, to the variable's type. */
    readonly conversion: Conversion;
    readonly body: readonly TypedStatement[];
  }
  | {
    readonly kind: "try";
    readonly body: readonly TypedStatement[];
    readonly catches: readonly {
      readonly className: string;
      readonly slot: number;
      readonly body: readonly TypedStatement[];
    }[];
  }
  | { readonly kind: "declare"; readonly slot: number; readonly value: TypedExpression }
  | { readonly kind: "continue" }
  | { readonly kind: "break" }
  | { readonly kind: "return"; readonly value: TypedExpression | undefined }
  | { readonly kind: "throw"; readonly offset: number; readonly value: TypedExpression }
  | { readonly kind: "expression"; readonly expression: TypedExpression };

/** A function, or the script itself, ready to be compiled. */
export interface TypedFunction {
  readonly name: string;
  readonly parameterCount: number;
  /** Local variables, parameters first. */
  readonly slotCount: number;
  /** What it gives when it ends without a `return`. */
  readonly defaultResult: Slot;
  readonly statements: readonly TypedStatement[];
}

/** A checked script; functions know each other by their index. */
export interface TypedScript {
  readonly context: PainlessContext;
  readonly functions: readonly TypedFunction[];
  readonly main: TypedFunction;
}
