/**
 * How the allow-list is written down: the classes and methods that scripts may use, each with its implementation.
 *
 * Types are named as scripts name them: `"int"`, `"def"`, `"void"`, `"String"`, `"Map.Entry"`, `"String[]"`. What travels
 * between compiled code and an implementation has the representation of its declared type:
 *
 * | declared | at run time |
 * | --- | --- |
 * | `boolean` | `boolean` |
 * | `byte`, `short`, `char`, `int`, `float`, `double` | `number` (a char is its UTF-16 code unit) |
 * | `long` | `bigint` |
 * | anything else, `def` and boxed classes too | `JavaValue` (a boxed Integer is a `number`, a boxed Double a `JavaDouble`, …) |
 *
 * @module
 */

import type { JavaValue } from "../java/value.ts";

/** A type as a script writes it. */
export type TypeName = string;

/** A value in the representation of its static type. */
export type Slot = JavaValue;

/** What one execution may still use; implementations charge it before they allocate. */
export interface Budget {
  /** Counts bytes that are about to be allocated; throws when the script has used up its share. */
  charge(bytes: number): void;
}

/**
 * A method, a static method or a constructor (`name` is then `"new"`). The receiver of an instance method is the first
 * argument after the budget and is never null.
 */
export interface LibraryMethod {
  readonly name: string;
  readonly params: readonly TypeName[];
  readonly returns: TypeName;
  /** Whether the allow-list of conditions lacks it, which that of ingest scripts has. */
  readonly isNotForConditions?: true;
  /** Each implementation takes the representations of its own declared types; the compiler sees to it that it gets them. */
  readonly call: (budget: Budget, ...args: never[]) => Slot | void;
}

/** A class of the allow-list. */
export interface LibraryClass {
  /** As scripts write it: `"HashMap"`. */
  readonly name: TypeName;
  /** Full name: `"java.util.HashMap"`. */
  readonly javaName: string;
  /** Direct supertypes by script name; `Object` is implied. Their methods are inherited. */
  readonly supertypes: readonly TypeName[];
  readonly constructors?: readonly LibraryMethod[];
  /** Own instance methods, inherited ones are found through `supertypes`. */
  readonly methods?: readonly LibraryMethod[];
  readonly staticMethods?: readonly LibraryMethod[];
  readonly staticFields?: Readonly<Record<string, { readonly type: TypeName; readonly value: Slot }>>;
  /** Methods of the real allow-list that the rehearsal does not have: `"removeIf/1"`; a call is refused at compile time. */
  readonly unsupported?: readonly string[];
  /** `instanceof`, for a value that is not null. */
  isInstance(value: JavaValue): boolean;
}
