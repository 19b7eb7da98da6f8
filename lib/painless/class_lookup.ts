/**
 * Finds classes, methods and fields of the allow-list, inherited ones too.
 * @module
 */

import type { PainlessContext } from "./compile.ts";
import { JavaArray } from "../java/collection.ts";
import { javaClassName, type JavaValue } from "../java/value.ts";
import type { LibraryClass, LibraryMethod, Slot, TypeName } from "./library.ts";
import { LIBRARY } from "./library/mod.ts";
import { componentOf, isArray, isPrimitive } from "./static_type.ts";
import { isKnownToServer } from "./server_classes.ts";

/** What a look-up gives: the method, nothing, or that the server has it and the rehearsal has not. */
export type Found<T> = T | "unsupported" | undefined;

const BY_JAVA_NAME: ReadonlyMap<string, LibraryClass> = new Map(
  [...LIBRARY.values()].map((type) => [type.javaName, type]),
);
const BY_CANONICAL_NAME: ReadonlyMap<string, LibraryClass> = new Map(
  [...LIBRARY.values()].map((type) => [canonical(type), type]),
);

/**
 * The type that a script's text names, by the name that scripts use.
 *
 * ```ts
 * import { resolveType } from "./class_lookup.ts";
 * if (resolveType("java.util.List[]") !== "List[]" || resolveType("Foo") !== undefined) throw new Error();
 * ```
 */
export function resolveType(written: string): Found<TypeName> {
  if (isArray(written)) {
    const component = resolveType(componentOf(written));
    return component === undefined || component === "unsupported" ? component : `${component}[]`;
  }
  if (isPrimitive(written) || written === "def") return written;
  const found = LIBRARY.get(written) ?? BY_CANONICAL_NAME.get(written);
  if (found !== undefined) return found.name;
  return isKnownToServer(written) ? "unsupported" : undefined;
}

/** A type as messages name it: `"java.util.Map.Entry"`, `"int"`. */
export function canonicalName(type: TypeName): string {
  if (isArray(type)) return `${canonicalName(componentOf(type))}[]`;
  const found = LIBRARY.get(type);
  return found === undefined ? type : canonical(found);
}

function canonical(type: LibraryClass): string {
  return type.javaName.replaceAll("$", ".");
}

/** Whether every value of one reference type is of another. */
export function isAssignable(from: TypeName, to: TypeName): boolean {
  if (from === to) return true;
  if (isPrimitive(from) || isPrimitive(to)) return false;
  if (to === "Object" || to === "def") return true;
  if (isArray(from) && isArray(to)) return isAssignable(componentOf(from), componentOf(to));
  return ancestry(from).some((type) => type.name === to);
}

/** An instance method of a type, by name and number of arguments, that scripts of a context have. */
export function findMethod(
  type: TypeName,
  name: string,
  arity: number,
  context: PainlessContext,
): Found<LibraryMethod> {
  const found = findIn(ancestry(type), (owner) => owner.methods, name, arity);
  const isMissing = context === "condition" && typeof found === "object" && found.isNotForConditions === true;
  return isMissing ? undefined : found;
}

/** A static method. */
export function findStaticMethod(type: TypeName, name: string, arity: number): Found<LibraryMethod> {
  return findIn(ancestry(type), (owner) => owner.staticMethods, name, arity);
}

/** A constructor. */
export function findConstructor(type: TypeName, arity: number): Found<LibraryMethod> {
  const owner = LIBRARY.get(type);
  return owner === undefined ? undefined : findIn([owner], () => owner.constructors, "new", arity);
}

/** A static field. */
export function findStaticField(type: TypeName, name: string): { type: TypeName; value: Slot } | undefined {
  const fields = LIBRARY.get(type)?.staticFields;
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The class by which methods of a value are found; undefined for what the allow-list does not have. */
export function classOfValue(value: JavaValue): LibraryClass | undefined {
  if (value instanceof JavaArray) return LIBRARY.get("Object");
  const className = javaClassName(value);
  const known = BY_JAVA_NAME.get(className);
  if (known !== undefined) return known;
  const remembered = classesOfValues.get(className);
  if (remembered !== undefined || classesOfValues.has(className)) return remembered;
  const found = closestClass(value);
  classesOfValues.set(className, found);
  return found;
}
const classesOfValues = new Map<string, LibraryClass | undefined>();

/** Of the classes that a value is an instance of, one that none of the others is below. */
function closestClass(value: JavaValue): LibraryClass | undefined {
  const candidates = [...LIBRARY.values()].filter((type) => type.isInstance(value));
  return candidates.find((type) => candidates.every((other) => other === type || !isAssignable(other.name, type.name)));
}

/** `instanceof`, of a value that is not null. */
export function isInstance(value: JavaValue, type: TypeName): boolean {
  if (type === "Object" || type === "def") return true;
  if (isArray(type)) {
    return value instanceof JavaArray && isAssignable(`${value.elementType}[]`, type);
  }
  return LIBRARY.get(type)?.isInstance(value) ?? false;
}

const ancestries = new Map<TypeName, readonly LibraryClass[]>();

/** A class, its supertypes, theirs, and Object. */
function ancestry(type: TypeName): readonly LibraryClass[] {
  let found = ancestries.get(type);
  if (found === undefined) {
    const names = new Set<TypeName>();
    addAncestors(type, names);
    // Arrays have no methods at all, not even those of Object.
    if (!isPrimitive(type) && !isArray(type)) names.add("Object");
    found = [...names].flatMap((name) => LIBRARY.get(name) ?? []);
    ancestries.set(type, found);
  }
  return found;
}

function addAncestors(type: TypeName, names: Set<TypeName>): void {
  if (names.has(type)) return;
  names.add(type);
  for (const supertype of LIBRARY.get(type)?.supertypes ?? []) addAncestors(supertype, names);
}

function findIn(
  owners: readonly LibraryClass[],
  methodsOf: (owner: LibraryClass) => readonly LibraryMethod[] | undefined,
  name: string,
  arity: number,
): Found<LibraryMethod> {
  const key = `${name}/${arity}`;
  for (const owner of owners) {
    const method = methodsOf(owner)?.find((candidate) => candidate.name === name && candidate.params.length === arity);
    if (method !== undefined) return method;
    if (owner.unsupported?.includes(key)) return "unsupported";
  }
  return undefined;
}
