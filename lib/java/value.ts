/**
 * Values as the server holds them: JSON documents, script variables and model inputs are Java objects there, and an
 * Integer `1`, a Long `1` and a Double `1.0` differ in arithmetic, in equality and as text.
 *
 * | Java | here |
 * | --- | --- |
 * | null, Boolean, String | `null`, `boolean`, `string` (UTF-16 code units on both sides) |
 * | Integer | `number`, always a whole one within 32 bits |
 * | Long | `bigint`, always within 64 bits |
 * | Double, Float, Short, Byte, Character | `JavaDouble`, `JavaFloat`, `JavaShort`, `JavaByte`, `JavaChar` |
 * | everything else | a subclass of `JavaObject` |
 *
 * @module
 */

import { doubleText, floatText } from "./number_text.ts";
import { countText } from "./work.ts";

/** Any Java reference: null, a boxed primitive, a string or an object. */
export type JavaValue = null | boolean | string | number | bigint | JavaObject;

/** A Java object that JavaScript has no primitive for. */
export abstract class JavaObject {
  /** Full name of the class: `"java.util.HashMap"`. */
  abstract readonly className: string;

  /** `equals`; identity unless a class says otherwise. */
  equals(other: JavaValue): boolean {
    return this === other;
  }

  /** `hashCode`, 32 bits, signed. */
  abstract hashCode(): number;

  /** `toString`. */
  abstract toText(): string;
}

/** A boxed double. */
export class JavaDouble extends JavaObject {
  /** Full name of the class. */
  readonly className = "java.lang.Double";
  /** The number. */
  readonly value: number;

  /** Boxes a number. */
  constructor(value: number) {
    super();
    this.value = value;
  }

  /** As `Double.equals`: NaN equals NaN, 0.0 does not equal -0.0. */
  override equals(other: JavaValue): boolean {
    return other instanceof JavaDouble && Object.is(this.value, other.value);
  }

  /** `hashCode()`. */
  hashCode(): number {
    scratch.setFloat64(0, this.value);
    return scratch.getInt32(0) ^ scratch.getInt32(4);
  }

  /** `toString()`. */
  toText(): string {
    return doubleText(this.value);
  }
}

/** A boxed float; the value is exactly representable in 32 bits. */
export class JavaFloat extends JavaObject {
  readonly className = "java.lang.Float";
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = Math.fround(value);
  }

  override equals(other: JavaValue): boolean {
    return other instanceof JavaFloat && Object.is(this.value, other.value);
  }

  hashCode(): number {
    scratch.setFloat32(0, this.value);
    return scratch.getInt32(0);
  }

  toText(): string {
    return floatText(this.value);
  }
}

/** A boxed short. */
export class JavaShort extends JavaObject {
  readonly className = "java.lang.Short";
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = (value << 16) >> 16;
  }

  override equals(other: JavaValue): boolean {
    return other instanceof JavaShort && this.value === other.value;
  }

  hashCode(): number {
    return this.value;
  }

  toText(): string {
    return String(this.value);
  }
}

/** A boxed byte. */
export class JavaByte extends JavaObject {
  readonly className = "java.lang.Byte";
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = (value << 24) >> 24;
  }

  override equals(other: JavaValue): boolean {
    return other instanceof JavaByte && this.value === other.value;
  }

  hashCode(): number {
    return this.value;
  }

  toText(): string {
    return String(this.value);
  }
}

/** A boxed char: one UTF-16 code unit. */
export class JavaChar extends JavaObject {
  readonly className = "java.lang.Character";
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = value & 0xffff;
  }

  override equals(other: JavaValue): boolean {
    return other instanceof JavaChar && this.value === other.value;
  }

  hashCode(): number {
    return this.value;
  }

  toText(): string {
    return String.fromCharCode(this.value);
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/**
 * Full name of a value's class.
 *
 * ```ts
 * import { javaClassName } from "./value.ts";
 * if (javaClassName(1n) !== "java.lang.Long") throw new Error();
 * ```
 */
export function javaClassName(value: JavaValue): string {
  switch (typeof value) {
    case "string":
      return "java.lang.String";
    case "number":
      return "java.lang.Integer";
    case "bigint":
      return "java.lang.Long";
    case "boolean":
      return "java.lang.Boolean";
    default:
      return value === null ? "null" : value.className;
  }
}

/** `Objects.equals`: 1 (Integer), 1 (Long) and 1.0 all differ. */
export function javaEquals(left: JavaValue, right: JavaValue): boolean {
  if (typeof left === "string") return sameText(left, right);
  return left instanceof JavaObject ? left.equals(right) : left === right;
}

/** Strings of one length are compared to their ends. */
function sameText(left: string, right: JavaValue): boolean {
  if (typeof right === "string" && left.length === right.length) countText(left.length);
  return left === right;
}

/** `Objects.hashCode`. */
export function javaHash(value: JavaValue): number {
  switch (typeof value) {
    case "string":
      return stringHash(value);
    case "number":
      return value;
    case "bigint":
      return Number(BigInt.asIntN(32, value ^ (value >> 32n)));
    case "boolean":
      return value ? 1231 : 1237;
    default:
      return value === null ? 0 : value.hashCode();
  }
}

/** `String.hashCode`. */
export function stringHash(text: string): number {
  countText(2 * text.length);
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

/**
 * `String.valueOf`: the text of a value as Java prints it.
 *
 * ```ts
 * import { JavaDouble, javaText } from "./value.ts";
 * if (javaText(new JavaDouble(1e10)) !== "1.0E10") throw new Error();
 * ```
 */
export function javaText(value: JavaValue): string {
  return typeof value === "string" ? value : value instanceof JavaObject ? value.toText() : String(value);
}
