/**
 * Methods, fields and elements of `def` values: found by what the value is when it is met, and remembered by its class.
 * @module
 */

import type { PainlessContext } from "./compile.ts";
import { JavaArray, JavaList } from "../java/collection.ts";
import { JavaMap } from "../java/map.ts";
import { JavaThrowable, NotSupportedError, nullPointer } from "../java/throwable.ts";
import { javaClassName, type JavaValue } from "../java/value.ts";
import { legalCast } from "./casts.ts";
import { classOfValue, findMethod, isAssignable } from "./class_lookup.ts";
import {
  boxer,
  type Converter,
  converterOf,
  dynamicConverter,
  dynamicTypeName,
  narrowingConverter,
} from "./conversion.ts";
import { invoke } from "./invocation.ts";
import type { Budget, LibraryMethod, Slot, TypeName } from "./library.ts";
import { chargeVisit, ENTRY_BYTES } from "./library/charge.ts";
import { boxOf, isPrimitive, unboxedOf, widensTo } from "./static_type.ts";
import { JavaBigInteger, refuseBigInteger } from "../java/big_integer.ts";

/** A method of a class, ready to be called with arguments of the call's types. */
interface Target {
  readonly method: LibraryMethod;
  readonly converters: readonly (Converter | undefined)[];
  readonly result: Converter | undefined;
}

/** What a value's methods are remembered by: objects of one class share them. */
function classKey(value: JavaValue): string {
  return value instanceof JavaArray ? `${value.elementType}[]` : javaClassName(value);
}

/**
 * A call of a method on `def`. `argTypes` are the static types of the arguments, `wanted` is what the result is taken
 * as: `"def"` for a box, or the type that is asked for.
 */
export class DynamicCall {
  readonly #name: string;
  readonly #argTypes: readonly TypeName[];
  readonly #wanted: TypeName;
  readonly #context: PainlessContext;
  readonly #targets = new Map<string, Target>();
  #lastKey = "";
  #lastTarget: Target | undefined;

  constructor(name: string, argTypes: readonly TypeName[], wanted: TypeName, context: PainlessContext) {
    this.#name = name;
    this.#argTypes = argTypes;
    this.#wanted = wanted;
    this.#context = context;
  }

  /** Calls it; the arguments are as their static types are represented. */
  call(receiver: Slot, args: readonly Slot[], budget: Budget): Slot {
    if (receiver === null) throw nullPointer();
    const target = this.#target(receiver);
    const converted = args.map((arg, i) => {
      const converter = target.converters[i];
      return converter === undefined ? arg : converter(arg);
    });
    const result = invoke(target.method, budget, receiver, converted);
    return target.result === undefined ? result : target.result(result);
  }

  #target(receiver: JavaValue): Target {
    const key = classKey(receiver);
    if (key === this.#lastKey && this.#lastTarget !== undefined) return this.#lastTarget;
    let target = this.#targets.get(key);
    if (target === undefined) {
      target = this.#find(receiver);
      this.#targets.set(key, target);
    }
    this.#lastKey = key;
    this.#lastTarget = target;
    return target;
  }

  #find(receiver: JavaValue): Target {
    const arity = this.#argTypes.length;
    const found = dynamicMethod(receiver, this.#name, arity, this.#context);
    if (found === undefined) {
      throw illegalArgument(`dynamic method [${dynamicClassName(receiver)}, ${this.#name}/${arity}] not found`);
    }
    const converters = this.#argTypes.map((type, i) => argumentConverter(type, found.params[i] ?? "def"));
    return { method: found, converters, result: resultConverter(found.returns, this.#wanted) };
  }
}

function dynamicMethod(
  receiver: JavaValue,
  name: string,
  arity: number,
  context: PainlessContext = "ingest",
): LibraryMethod | undefined {
  const type = classOfValue(receiver);
  if (receiver instanceof JavaBigInteger && findMethod("Object", name, arity, context) === undefined) {
    refuseBigInteger(receiver);
  }
  const method = type === undefined ? undefined : findMethod(type.name, name, arity, context);
  if (method === "unsupported") {
    throw new NotSupportedError(`${dynamicClassName(receiver)}.${name} with ${arity} arguments`);
  }
  return method;
}

function dynamicClassName(value: JavaValue): string {
  return value instanceof JavaArray ? dynamicTypeName(value) : javaClassName(value).replaceAll("$", ".");
}

function illegalArgument(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.IllegalArgumentException", message);
}

function wrongMethodType(from: TypeName, to: TypeName): JavaThrowable {
  return new JavaThrowable("java.lang.invoke.WrongMethodTypeException", `cannot convert ${from} to ${to}`);
}

/** How a method handle takes an argument of one static type as a parameter of another. */
function handleConverter(from: TypeName, to: TypeName): Converter | undefined {
  if (from === to) return undefined;
  if (isPrimitive(from)) {
    if (isPrimitive(to)) {
      if (!widensTo(from, to)) throw wrongMethodType(from, to);
      return converterOf({ kind: "primitive", from, to });
    }
    const box = boxOf(from) ?? "Object";
    if (to !== "def" && !isAssignable(box, to)) throw wrongMethodType(from, to);
    return boxer(from);
  }
  if (!isPrimitive(to)) return to === "def" || isAssignable(from, to) ? undefined : narrowingConverter(to, false);
  const unboxed = unboxedOf(from);
  const possible = unboxed === undefined
    ? isAssignable(boxOf(to) ?? "", from) || from === "def"
    : widensTo(unboxed, to);
  if (!possible) throw wrongMethodType(from, to);
  return narrowingConverter(to, false);
}

/** As `handleConverter`, of an argument: a parameter that is a box takes it as a variable of its type would. */
function argumentConverter(from: TypeName, to: TypeName): Converter | undefined {
  if (unboxedOf(to) === undefined || from === to) return handleConverter(from, to);
  const box = isPrimitive(from) ? boxer(from) : undefined;
  const convert = dynamicConverter(to, false);
  return box === undefined ? convert : (value) => convert(box(value));
}

/** How the result of a method is taken as what is wanted. */
function resultConverter(returns: TypeName, wanted: TypeName): Converter | undefined {
  if (returns === "void") {
    if (isPrimitive(wanted)) return () => defaultPrimitive(wanted);
    return () => null;
  }
  return handleConverter(returns, wanted);
}

function defaultPrimitive(type: TypeName): Slot {
  return type === "boolean" ? false : type === "long" ? 0n : 0;
}

/** `prefix.name` of a `def`, read. */
export class DynamicGetter {
  readonly #name: string;
  readonly #index: number | undefined;
  readonly #getters = new Map<string, LibraryMethod | null>();

  constructor(name: string) {
    this.#name = name;
    this.#index = /^[0-9]+$/.test(name) && Number(name) <= 0x7fffffff ? Number(name) : undefined;
  }

  get(prefix: Slot, budget: Budget): JavaValue {
    if (prefix === null) throw nullPointer();
    const getter = this.#getter(prefix);
    if (getter !== null) {
      const value = invoke(getter, budget, prefix, []);
      const box = converterOf(
        legalCast(getter.returns, "def", { explicit: false, internal: true }) ?? { kind: "same" },
      );
      return box === undefined ? value : box(value);
    }
    if (prefix instanceof JavaMap) return prefix.get(this.#name) ?? null;
    if (prefix instanceof JavaList) {
      if (this.#name === "length") return prefix.size;
      return prefix.get(this.#listIndex());
    }
    if (prefix instanceof JavaArray && this.#name === "length") return prefix.items.length;
    throw illegalArgument(`dynamic getter [${dynamicClassName(prefix)}, ${this.#name}] not found`);
  }

  /** Null if the class has none. */
  #getter(prefix: JavaValue): LibraryMethod | null {
    const key = classKey(prefix);
    let getter = this.#getters.get(key);
    if (getter === undefined) {
      const capitalized = this.#name.charAt(0).toUpperCase() + this.#name.slice(1);
      getter = dynamicMethod(prefix, `get${capitalized}`, 0) ?? dynamicMethod(prefix, `is${capitalized}`, 0) ?? null;
      this.#getters.set(key, getter);
    }
    return getter;
  }

  #listIndex(): number {
    if (this.#index !== undefined) return this.#index;
    throw illegalArgument(`Illegal list shortcut value [${this.#name}].`);
  }
}

/** `prefix.name = value` of a `def`; the value's static type decides what may be passed to a setter. */
export class DynamicSetter {
  readonly #name: string;
  readonly #valueType: TypeName;

  constructor(name: string, valueType: TypeName) {
    this.#name = name;
    this.#valueType = valueType;
  }

  set(prefix: Slot, value: Slot, budget: Budget): void {
    if (prefix === null) throw nullPointer();
    const setter = dynamicMethod(prefix, `set${this.#name.charAt(0).toUpperCase()}${this.#name.slice(1)}`, 1);
    if (setter !== undefined) {
      const converter = handleConverter(this.#valueType, setter.params[0] ?? "def");
      invoke(setter, budget, prefix, [converter === undefined ? value : converter(value)]);
      return;
    }
    const boxed = handleConverter(this.#valueType, "def")?.(value) ?? value;
    if (prefix instanceof JavaMap) {
      putEntry(prefix, this.#name, boxed, budget);
    } else if (prefix instanceof JavaList) {
      const index = /^[0-9]+$/.test(this.#name) ? Number(this.#name) : undefined;
      if (index === undefined) throw illegalArgument(`Illegal list shortcut value [${this.#name}].`);
      prefix.set(index, boxed);
    } else {
      throw illegalArgument(`dynamic setter [${dynamicClassName(prefix)}, ${this.#name}] not found`);
    }
  }
}

/** `map.put(key, value)`, paid for. */
export function putEntry(map: JavaMap, key: JavaValue, value: JavaValue, budget: Budget): void {
  budget.charge(ENTRY_BYTES);
  map.set(key, value);
}

/** A position in a list or an array; negative ones count from the end. */
export function normalizedIndex(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

/** An element of an array; negative positions count from the end. */
export function arrayElement(array: JavaArray, index: number): Slot {
  return elementAt(array, normalizedIndex(index, array.items.length));
}

/** Changes an element of an array. */
export function setArrayElement(array: JavaArray, index: number, value: Slot): void {
  setElementAt(array, normalizedIndex(index, array.items.length), value);
}

function elementAt(array: JavaArray, position: number): Slot {
  const value = array.items[position];
  if (value === undefined) throw arrayIndexOutOfBounds(array, position);
  return value;
}

function setElementAt(array: JavaArray, position: number, value: Slot): void {
  if (position < 0 || position >= array.items.length) throw arrayIndexOutOfBounds(array, position);
  array.items[position] = value;
}

function arrayIndexOutOfBounds(array: JavaArray, position: number): JavaThrowable {
  return new JavaThrowable(
    "java.lang.ArrayIndexOutOfBoundsException",
    `Index ${position} out of bounds for length ${array.items.length}`,
  );
}

/** `prefix[index]` of a `def`: of a map, a list or an array. */
export class DynamicElement {
  readonly #indexType: TypeName;
  readonly #boxIndex: Converter | undefined;

  constructor(indexType: TypeName) {
    this.#indexType = indexType;
    this.#boxIndex = handleConverter(indexType, "def");
  }

  /** The key or the position that an index stands for; asked before what is assigned is computed. */
  resolve(prefix: Slot, index: Slot, budget: Budget): Slot {
    if (prefix instanceof JavaMap) {
      const key = this.#boxIndex === undefined ? index : this.#boxIndex(index);
      if (typeof key === "object") chargeVisit(budget, key);
      return key;
    }
    if (prefix instanceof JavaList) return normalizedIndex(this.#position(index), prefix.size);
    if (prefix instanceof JavaArray) return normalizedIndex(this.#position(index), prefix.items.length);
    throw notIndexed(prefix);
  }

  /** Reads what `resolve` found. */
  get(prefix: Slot, at: Slot): JavaValue {
    if (prefix instanceof JavaMap) return prefix.get(at) ?? null;
    if (prefix instanceof JavaList) return prefix.get(at as number);
    if (prefix instanceof JavaArray) {
      const value = elementAt(prefix, at as number);
      return boxer(prefix.elementType)?.(value) ?? value;
    }
    throw notIndexed(prefix);
  }

  /** Changes what `resolve` found; `valueType` is the static type of the value. */
  set(prefix: Slot, at: Slot, value: Slot, valueType: TypeName, budget: Budget): void {
    if (prefix instanceof JavaMap) {
      putEntry(prefix, at, handleConverter(valueType, "def")?.(value) ?? value, budget);
    } else if (prefix instanceof JavaList) {
      prefix.set(at as number, handleConverter(valueType, "def")?.(value) ?? value);
    } else if (prefix instanceof JavaArray) {
      const converter = handleConverter(valueType, prefix.elementType);
      setElementAt(prefix, at as number, converter === undefined ? value : converter(value));
    } else {
      throw notIndexed(prefix);
    }
  }

  #position(index: Slot): number {
    const converter = handleConverter(this.#indexType, "int");
    const position = converter === undefined ? index : converter(index);
    if (typeof position === "number") return position;
    throw wrongMethodType(this.#indexType, "int");
  }
}

function notIndexed(prefix: Slot): JavaThrowable {
  if (prefix === null) return nullPointer();
  return illegalArgument(`Attempting to address a non-array-like type [${dynamicClassName(prefix)}] as an array.`);
}
