/**
 * Compiles what can be assigned to: variables, elements, entries, fields.
 * @module
 */

import { JavaArray, JavaList } from "../java/collection.ts";
import { JavaMap } from "../java/map.ts";
import { nullPointer } from "../java/throwable.ts";
import { doubleText, floatText } from "../java/number_text.ts";
import type { Code, NumberCode } from "./code.ts";
import {
  BOOLEAN_OPERATIONS,
  DOUBLE_OPERATIONS,
  FLOAT_OPERATIONS,
  INT_OPERATIONS,
  isShift,
  LONG_OPERATIONS,
  LONG_SHIFTS,
} from "./arithmetic.ts";
import { type Converter, converterOf, narrowingConverter, notCastFromPrimitive } from "./conversion.ts";
import {
  arrayElement,
  DynamicElement,
  DynamicGetter,
  DynamicSetter,
  normalizedIndex,
  putEntry,
  setArrayElement,
} from "./dynamic_access.ts";
import { castLike, dynamicUpdate } from "./dynamic_operators.ts";
import type { Frame } from "./execution.ts";
import { implementationOf } from "./invocation.ts";
import type { Budget, Slot } from "./library.ts";
import { chargeVisit, textOf } from "./library/charge.ts";
import type { Place, TypedExpression } from "./typed_tree.ts";

type Update = Extract<TypedExpression, { kind: "update" }>;

/** How expressions are compiled. */
export interface Compiler {
  compile(expression: TypedExpression): Code;
}

/** What can be done with a place. */
export interface PlaceCode {
  readonly load: Code;
  /** `place = value`; `isRead` tells whether the result is used. */
  store(value: TypedExpression, isRead: boolean): Code;
  /** `place += value`, `place++` and the like. */
  update(update: Update): Code;
}

/** Reads and writes a place that was found: `container` and `key` are computed once for both. */
interface Access {
  readonly container: Code;
  readonly key: Code;
  /** The key as it counts; whatever is wrong with it is wrong before the value is computed. */
  resolve(container: Slot, key: Slot, budget: Budget): Slot;
  get(container: Slot, key: Slot, budget: Budget): Slot;
  set(container: Slot, key: Slot, value: Slot, budget: Budget): void;
}

/** Compiles a place. */
export function compilePlace(place: Place, compiler: Compiler): PlaceCode {
  return place.kind === "local" ? localPlace(place.slot, place.type, compiler) : accessPlace(place, compiler);
}

// Variables

function localPlace(slot: number, type: string, compiler: Compiler): PlaceCode {
  return {
    load: (frame) => frame.slots[slot] as Slot,
    store: (value) => {
      const code = compiler.compile(value);
      return (frame) => frame.slots[slot] = code(frame);
    },
    update: (update) => {
      if (type === "int" && update.computedAs === "int" && !isShift(update.operator)) {
        return updateInt(slot, update, compiler);
      }
      const value = compiler.compile(update.value);
      const { prepare, compute } = updated(update);
      return (frame) => {
        const before = frame.slots[slot] as Slot;
        const after = compute(before, prepare(before, frame), value(frame), frame);
        frame.slots[slot] = after;
        return update.postfix ? before : after;
      };
    },
  };
}

function updateInt(slot: number, { value, operator, postfix, offset }: Update, compiler: Compiler): Code {
  if (value.kind === "constant" && typeof value.value === "number" && (operator === "+" || operator === "-")) {
    const step = operator === "+" ? value.value : -value.value;
    return postfix
      ? (frame) => {
        const before = frame.slots[slot] as number;
        frame.slots[slot] = (before + step) | 0;
        return before;
      }
      : (frame) => frame.slots[slot] = ((frame.slots[slot] as number) + step) | 0;
  }
  const code = compiler.compile(value) as NumberCode;
  const operation = INT_OPERATIONS[operator];
  return (frame) => {
    const before = frame.slots[slot] as number;
    const right = code(frame);
    frame.execution.at = offset;
    const after = operation(before, right);
    frame.slots[slot] = after;
    return postfix ? before : after;
  };
}

// Elements, entries, fields

function accessPlace(place: Exclude<Place, { kind: "local" }>, compiler: Compiler): PlaceCode {
  const access = (valueType: string) => accessOf(place, compiler, valueType);
  const { offset } = place;
  const { container, key, resolve, get } = access(place.type);
  return {
    load: (frame) => {
      const inside = container(frame);
      const index = key(frame);
      frame.execution.at = offset;
      return get(inside, resolve(inside, index, frame.execution), frame.execution);
    },
    store: (value) => {
      const code = compiler.compile(value);
      const { set } = access(value.type);
      return (frame) => {
        const inside = container(frame);
        const index = key(frame);
        frame.execution.at = offset;
        const at = resolve(inside, index, frame.execution);
        const stored = code(frame);
        frame.execution.at = offset;
        set(inside, at, stored, frame.execution);
        return stored;
      };
    },
    update: (update) => {
      const code = compiler.compile(update.value);
      const { prepare, compute } = updated(update);
      const { set } = access(place.type);
      return (frame) => {
        const inside = container(frame);
        const index = key(frame);
        frame.execution.at = offset;
        const at = resolve(inside, index, frame.execution);
        const before = get(inside, at, frame.execution);
        const after = compute(before, prepare(before, frame), code(frame), frame);
        frame.execution.at = offset;
        set(inside, at, after, frame.execution);
        return update.postfix ? before : after;
      };
    },
  };
}

const nothing: Code = () => null;
const asIs = (_container: Slot, key: Slot): Slot => key;

function accessOf(place: Exclude<Place, { kind: "local" }>, compiler: Compiler, valueType: string): Access {
  switch (place.kind) {
    case "arrayElement":
      return {
        container: compiler.compile(place.array),
        key: compiler.compile(place.index),
        resolve: asIs,
        get: (array, index) => arrayElement(asArray(array), index as number),
        set: (array, index, value) => setArrayElement(asArray(array), index as number, value),
      };
    case "listElement":
      return {
        container: compiler.compile(place.list),
        key: compiler.compile(place.index),
        resolve: asIs,
        get: (list, index) => asList(list).get(normalizedIndex(index as number, asList(list).size)),
        set: (list, index, value) => {
          asList(list).set(normalizedIndex(index as number, asList(list).size), value);
        },
      };
    case "mapEntry":
      return {
        container: compiler.compile(place.map),
        key: compiler.compile(place.key),
        resolve: (_map, key, budget) => {
          if (typeof key === "object") chargeVisit(budget, key);
          return key;
        },
        get: (map, key) => asMap(map).get(key) ?? null,
        set: (map, key, value, budget) => putEntry(asMap(map), key, value, budget),
      };
    case "dynamicElement": {
      const element = new DynamicElement(place.index.type);
      return {
        container: compiler.compile(place.prefix),
        key: compiler.compile(place.index),
        resolve: (prefix, index, budget) => element.resolve(prefix, index, budget),
        get: (prefix, at) => element.get(prefix, at),
        set: (prefix, index, value, budget) => element.set(prefix, index, value, valueType, budget),
      };
    }
    case "dynamicField": {
      const getter = new DynamicGetter(place.name);
      const setter = new DynamicSetter(place.name, valueType);
      return {
        container: compiler.compile(place.prefix),
        key: nothing,
        resolve: asIs,
        get: (prefix, _key, budget) => getter.get(prefix, budget),
        set: (prefix, _key, value, budget) => setter.set(prefix, value, budget),
      };
    }
    case "property":
      return propertyAccess(place, compiler);
  }
}

function propertyAccess(place: Extract<Place, { kind: "property" }>, compiler: Compiler): Access {
  const call = implementationOf(place.getter);
  return {
    container: compiler.compile(place.prefix),
    key: nothing,
    resolve: asIs,
    get: (prefix, _key, budget) => {
      if (prefix === null) throw nullPointer();
      return call(budget, prefix);
    },
    set: () => {
      throw new TypeError(`Cannot assign to a getter, which the checker refuses`);
    },
  };
}

function asArray(value: Slot): JavaArray {
  if (value instanceof JavaArray) return value;
  throw nullPointer();
}

function asList(value: Slot): JavaList {
  if (value instanceof JavaList) return value;
  throw nullPointer();
}

function asMap(value: Slot): JavaMap {
  if (value instanceof JavaMap) return value;
  throw nullPointer();
}

// Compound assignment

/** How an updated place gets its new value: the one before is cast, then the right side is computed, then both are. */
interface Computation {
  prepare(before: Slot, frame: Frame): Slot;
  compute(before: Slot, prepared: Slot, right: Slot, frame: Frame): Slot;
}

function updated(update: Update): Computation {
  const { offset, place } = update;
  const operation = computation(update);
  const upcast = converterOf(update.upcast) ?? same;
  const downcast = update.computedAs === "def" && place.type !== "def"
    ? narrowingConverter(place.type, true, notCastFromPrimitive)
    : converterOf(update.downcast) ?? same;
  // What is kept in a def keeps its own class.
  const keepsClass = place.type === "def" && update.computedAs === "def";
  return {
    prepare(before, frame) {
      frame.execution.at = offset;
      return upcast(before);
    },
    compute(before, prepared, right, frame) {
      frame.execution.at = offset;
      const after = downcast(operation(prepared, right, frame.execution));
      return keepsClass ? castLike(before, after) : after;
    },
  };
}

const same: Converter = (value) => value;

function computation({ operator, computedAs, value }: Update): (left: Slot, right: Slot, budget: Budget) => Slot {
  switch (computedAs) {
    case "String": {
      const text = textMaker(value.type);
      return (left, right, budget) => {
        const result = textOf(budget, left) + text(right, budget);
        budget.charge(2 * result.length);
        return result;
      };
    }
    case "def":
      return dynamicUpdate(operator);
    case "int": {
      const operation = INT_OPERATIONS[operator];
      return (left, right) => operation(left as number, right as number);
    }
    case "long": {
      if (isShift(operator)) {
        const shift = LONG_SHIFTS[operator];
        return (left, right) => shift(left as bigint, right as number);
      }
      const operation = LONG_OPERATIONS[operator];
      return (left, right) => operation(left as bigint, right as bigint);
    }
    case "boolean": {
      const operation = BOOLEAN_OPERATIONS[operator as "&" | "|" | "^"];
      return (left, right) => operation(left as boolean, right as boolean);
    }
    default: {
      const operations = computedAs === "float" ? FLOAT_OPERATIONS : DOUBLE_OPERATIONS;
      const operation = operations[operator as "+" | "-" | "*" | "/" | "%"];
      return (left, right) => operation(left as number, right as number);
    }
  }
}

/** How a value of a static type is printed. */
function textMaker(type: string): (value: Slot, budget: Budget) => string {
  switch (type) {
    case "char":
      return (value) => String.fromCharCode(value as number);
    case "double":
      return (value) => doubleText(value as number);
    case "float":
      return (value) => floatText(value as number);
    default:
      return (value, budget) => textOf(budget, value);
  }
}
