/**
 * `Math` and `StrictMath`: for doubles only, as the allow-list has them.
 * @module
 */

import { cosh, exp, expm1, log1p, sinh, tanh } from "../../java/strict_math/exponential.ts";
import { acos, asin, atan, atan2 } from "../../java/strict_math/inverse.ts";
import { cbrt, hypot } from "../../java/strict_math/roots.ts";
import type { LibraryClass, LibraryMethod } from "../library.ts";
import { method } from "./define.ts";

/** The methods that are the same in both classes: exact, or prescribed to be as in fdlibm, which Java's Math uses too. */
const METHODS: readonly LibraryMethod[] = [
  method("double IEEEremainder(double,double)", (_budget, value: number, by: number) => ieeeRemainder(value, by)),
  method("double abs(double)", (_budget, value: number) => Math.abs(value)),
  method("double acos(double)", (_budget, value: number) => acos(value)),
  method("double asin(double)", (_budget, value: number) => asin(value)),
  method("double atan(double)", (_budget, value: number) => atan(value)),
  method("double atan2(double,double)", (_budget, y: number, x: number) => atan2(y, x)),
  method("double cbrt(double)", (_budget, value: number) => cbrt(value)),
  method("double ceil(double)", (_budget, value: number) => Math.ceil(value)),
  method("double copySign(double,double)", (_budget, value: number, sign: number) => {
    return isNegative(value) === isNegative(sign) ? value : -value;
  }),
  method("double cosh(double)", (_budget, value: number) => cosh(value)),
  method("double expm1(double)", (_budget, value: number) => expm1(value)),
  method("double floor(double)", (_budget, value: number) => Math.floor(value)),
  method("double hypot(double,double)", (_budget, x: number, y: number) => hypot(x, y)),
  method("double log(double)", (_budget, value: number) => Math.log(value)),
  method("double log10(double)", (_budget, value: number) => Math.log10(value)),
  method("double log1p(double)", (_budget, value: number) => log1p(value)),
  method("double max(double,double)", (_budget, left: number, right: number) => Math.max(left, right)),
  method("double min(double,double)", (_budget, left: number, right: number) => Math.min(left, right)),
  method("double nextAfter(double,double)", (_budget, value: number, towards: number) => {
    if (Number.isNaN(value) || Number.isNaN(towards)) return NaN;
    return value === towards ? towards : neighbour(value, towards > value);
  }),
  method("double nextDown(double)", (_budget, value: number) => neighbour(value, false)),
  method("double nextUp(double)", (_budget, value: number) => neighbour(value, true)),
  method("double random()", () => Math.random()),
  method("double rint(double)", (_budget, value: number) => rint(value)),
  method("long round(double)", (_budget, value: number) => round(value)),
  method("double scalb(double,int)", (_budget, value: number, exponent: number) => scalb(value, exponent)),
  method("double signum(double)", (_budget, value: number) => Math.sign(value)),
  method("double sinh(double)", (_budget, value: number) => sinh(value)),
  method("double sqrt(double)", (_budget, value: number) => Math.sqrt(value)),
  method("double tanh(double)", (_budget, value: number) => tanh(value)),
  method("double toDegrees(double)", (_budget, radians: number) => radians * (180 / Math.PI)),
  method("double toRadians(double)", (_budget, degrees: number) => degrees * (Math.PI / 180)),
  method("double ulp(double)", (_budget, value: number) => {
    const size = Math.abs(value);
    if (!Number.isFinite(size)) return size;
    return size === Number.MAX_VALUE ? 2 ** 971 : neighbour(size, true) - size;
  }),
];

const FIELDS = { E: { type: "double", value: Math.E }, PI: { type: "double", value: Math.PI } } as const;

/**
 * `java.lang.Math`. Sine, cosine, tangent, `exp` and `pow` are the engine's, `log` and `log10` too: Java prescribes their
 * last bit no more than JavaScript does, and its own versions differ in it.
 */
export const MATH: LibraryClass = {
  name: "Math",
  javaName: "java.lang.Math",
  supertypes: [],
  staticMethods: [
    ...METHODS,
    method("double cos(double)", (_budget, value: number) => Math.cos(value)),
    method("double exp(double)", (_budget, value: number) => Math.exp(value)),
    method("double pow(double,double)", (_budget, base: number, exponent: number) => Math.pow(base, exponent)),
    method("double sin(double)", (_budget, value: number) => Math.sin(value)),
    method("double tan(double)", (_budget, value: number) => Math.tan(value)),
  ],
  staticFields: FIELDS,
  isInstance: () => false,
};

/** `java.lang.StrictMath`. */
export const STRICT_MATH: LibraryClass = {
  name: "StrictMath",
  javaName: "java.lang.StrictMath",
  supertypes: [],
  staticMethods: [...METHODS, method("double exp(double)", (_budget, value: number) => exp(value))],
  staticFields: FIELDS,
  // They are prescribed to the last bit, which the engine's own do not meet.
  unsupported: ["cos/1", "pow/2", "sin/1", "tan/1"],
  isInstance: () => false,
};

const scratch = new DataView(new ArrayBuffer(8));

/** Half up: 2.5 gives 3, -2.5 gives -2; what no long can hold gives the nearest long, NaN 0. */
function round(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 9223372036854775807n;
  if (value <= -(2 ** 63)) return -9223372036854775808n;
  const floor = Math.floor(value);
  return BigInt(value - floor >= 0.5 ? floor + 1 : floor);
}

/** Half to even, keeping the sign of zero. */
function rint(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  const up = rest > 0.5 || rest === 0.5 && floor % 2 !== 0;
  const rounded = up ? floor + 1 : floor;
  return rounded === 0 && isNegative(value) ? -0 : rounded;
}

/** The value less the nearest whole multiple, exact. */
function ieeeRemainder(value: number, by: number): number {
  if (!Number.isFinite(value) || Number.isNaN(by) || by === 0) return NaN;
  if (!Number.isFinite(by)) return value;
  const divisor = Math.abs(by);
  // Modulo twice the divisor keeps whether the quotient is even, to which a tie goes.
  let rest = divisor <= Number.MAX_VALUE / 2 ? Math.abs(value) % (2 * divisor) : Math.abs(value);
  if (rest >= divisor) {
    const excess = rest - divisor;
    rest = excess >= divisor - excess ? excess - divisor : excess;
  } else if (rest > divisor - rest) rest -= divisor;
  const result = isNegative(value) ? -rest : rest;
  return result === 0 ? (isNegative(value) ? -0 : 0) : result;
}

/** Times a power of two, rounded once: on the way down, all but the last step must stay exact. */
function scalb(value: number, exponent: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  scratch.setFloat64(0, Math.abs(value) < 2 ** -1022 ? value * 2 ** 54 : value);
  const binaryExponent = (scratch.getUint16(0) >> 4 & 0x7ff) - 1023 - (Math.abs(value) < 2 ** -1022 ? 54 : 0);
  const target = binaryExponent + exponent;
  if (target > 1023) return value > 0 ? Infinity : -Infinity;
  if (target < -1076) return value > 0 ? 0 : -0;
  // To between 1 and 2, exactly; then to where it belongs, in one step that may round.
  const significand = binaryExponent < -1000
    ? value * 2 ** 1000 * 2 ** (-binaryExponent - 1000)
    : value * 2 ** -binaryExponent;
  return target < -1022 ? significand * 2 ** (target + 100) * 2 ** -100 : significand * 2 ** target;
}

/** The next double upwards or downwards. */
function neighbour(value: number, up: boolean): number {
  if (Number.isNaN(value) || value === (up ? Infinity : -Infinity)) return value;
  if (value === 0) return up ? Number.MIN_VALUE : -Number.MIN_VALUE;
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + (value > 0 === up ? 1n : -1n));
  return scratch.getFloat64(0);
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}
