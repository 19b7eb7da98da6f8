/**
 * Inverse trigonometric functions.
 *
 * After fdlibm, the library that Java prescribes for `StrictMath`: Copyright (C) 1993 by Sun Microsystems, Inc. All rights
 * reserved. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 * @module
 */

import { highWord, lowWord, withLowWord } from "./double_words.ts";

const ATAN_HIGH = [
  4.63647609000806093515e-01,
  7.85398163397448278999e-01,
  9.82793723247329054082e-01,
  1.57079632679489655800e+00,
];
const ATAN_LOW = [
  2.26987774529616870924e-17,
  3.06161699786838301793e-17,
  1.39033110312309984516e-17,
  6.12323399573676603587e-17,
];
const PI_LOW = 1.2246467991473531772e-16;
const HALF_PI_HIGH = 1.57079632679489655800e+00;
const HALF_PI_LOW = 6.12323399573676603587e-17;
const QUARTER_PI_HIGH = 7.85398163397448278999e-01;

/** `StrictMath.atan`. */
export function atan(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (Number.isNaN(value)) return value;
  if (size >= 0x44100000) return high > 0 ? HALF_PI_HIGH + HALF_PI_LOW : -HALF_PI_HIGH - HALF_PI_LOW;
  if (size < 0x3e200000) return value;
  const [piece, x] = size < 0x3fdc0000 ? [-1, value] : reduced(Math.abs(value), size);
  const z = x * x;
  const w = z * z;
  const even = z * (3.33333333333329318027e-01 + w * (1.42857142725034663711e-01 + w * (9.09088713343650656196e-02 +
            w * (6.66107313738753120669e-02 + w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))));
  const odd = w * (-1.99999999998764832476e-01 + w * (-1.11111104054623557880e-01 + w * (-7.69187620504482999495e-02 +
            w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))));
  if (piece < 0) return x - x * (even + odd);
  const angle = (ATAN_HIGH[piece] ?? 0) - ((x * (even + odd) - (ATAN_LOW[piece] ?? 0)) - x);
  return high < 0 ? -angle : angle;
}

/** The piece of the curve, and where on it. */
function reduced(x: number, size: number): [piece: number, x: number] {
  if (size < 0x3fe60000) return [0, (2 * x - 1) / (2 + x)];
  if (size < 0x3ff30000) return [1, (x - 1) / (x + 1)];
  return size < 0x40038000 ? [2, (x - 1.5) / (1 + 1.5 * x)] : [3, -1 / x];
}

/** `StrictMath.atan2`. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return x + y;
  if (x === 1) return atan(y);
  const [highX, highY] = [highWord(x), highWord(y)];
  const quadrant = (highY >> 31 & 1) | (highX >> 30 & 2);
  const turned = (angle: number) => highY < 0 ? -angle : angle;
  if (y === 0) return quadrant < 2 ? y : turned(Math.PI);
  if (x === 0) return turned(HALF_PI_HIGH);
  const [sizeX, sizeY] = [highX & 0x7fffffff, highY & 0x7fffffff];
  if (sizeX === 0x7ff00000) {
    if (sizeY === 0x7ff00000) return turned(quadrant < 2 ? QUARTER_PI_HIGH : 3 * QUARTER_PI_HIGH);
    return turned(quadrant < 2 ? 0 : Math.PI);
  }
  if (sizeY === 0x7ff00000) return turned(HALF_PI_HIGH);
  const difference = (sizeY - sizeX) >> 20;
  const z = difference > 60 ? HALF_PI_HIGH + 0.5 * PI_LOW : highX < 0 && difference < -60 ? 0 : atan(Math.abs(y / x));
  switch (quadrant) {
    case 0:
      return z;
    case 1:
      return -z;
    case 2:
      return Math.PI - (z - PI_LOW);
    default:
      return (z - PI_LOW) - Math.PI;
  }
}

/** `StrictMath.asin`. */
export function asin(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (size >= 0x3ff00000) {
    return Math.abs(value) === 1 ? value * HALF_PI_HIGH + value * HALF_PI_LOW : NaN;
  }
  if (size < 0x3e400000) return value;
  if (size < 0x3fe00000) {
    const t = value * value;
    return value + value * ratio(t);
  }
  const t = (1 - Math.abs(value)) * 0.5;
  const root = Math.sqrt(t);
  let angle: number;
  if (size >= 0x3fef3333) angle = HALF_PI_HIGH - (2 * (root + root * ratio(t)) - HALF_PI_LOW);
  else {
    const w = withLowWord(root, 0);
    const rest = (t - w * w) / (root + w);
    const p = 2 * root * ratio(t) - (HALF_PI_LOW - 2 * rest);
    angle = QUARTER_PI_HIGH - (p - (QUARTER_PI_HIGH - 2 * w));
  }
  return high > 0 ? angle : -angle;
}

/** `StrictMath.acos`. */
export function acos(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (size >= 0x3ff00000) {
    if (size !== 0x3ff00000 || lowWord(value) !== 0) return NaN;
    return high > 0 ? 0 : Math.PI + 2 * HALF_PI_LOW;
  }
  if (size < 0x3fe00000) {
    if (size <= 0x3c600000) return HALF_PI_HIGH + HALF_PI_LOW;
    return HALF_PI_HIGH - (value - (HALF_PI_LOW - value * ratio(value * value)));
  }
  if (high < 0) {
    const z = (1 + value) * 0.5;
    const root = Math.sqrt(z);
    return Math.PI - 2 * (root + (ratio(z) * root - HALF_PI_LOW));
  }
  const z = (1 - value) * 0.5;
  const root = Math.sqrt(z);
  const w = withLowWord(root, 0);
  const rest = (z - w * w) / (root + w);
  return 2 * (w + (ratio(z) * root + rest));
}

/** What the arc sine of the root of t has beyond the root, relative to it. */
function ratio(t: number): number {
  const p = t * (1.66666666666666657415e-01 + t * (-3.25565818622400915405e-01 + t * (2.01212532134862925881e-01 +
            t * (-4.00555345006794114027e-02 + t * (7.91534994289814532176e-04 + t * 3.47933107596021167570e-05)))));
  const q = 1 + t * (-2.40339491173441421878e+00 + t * (2.02094576023350569471e+00 + t * (-6.88283971605453293030e-01 +
                t * 7.70381505559019352791e-02)));
  return p / q;
}
