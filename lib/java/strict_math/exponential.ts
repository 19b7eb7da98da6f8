/**
 * Exponential and hyperbolic functions, and the logarithm near one.
 *
 * After fdlibm, the library that Java prescribes for `StrictMath`: Copyright (C) 1993 by Sun Microsystems, Inc. All rights
 * reserved. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 * @module
 */

import { highWord, lowWord, withExponentRaised, withHighWord } from "./double_words.ts";

const LN2_HIGH = 6.93147180369123816490e-01;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.44269504088896338700e+00;

/** `StrictMath.exp`. */
export function exp(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (Number.isNaN(value)) return value;
  if (value > 7.09782712893383973096e+02) return Infinity;
  if (value < -7.45133219101941108420e+02) return 0;
  if (size < 0x3e300000) return 1 + value;
  let k = 0;
  let above = 0;
  let below = 0;
  let x = value;
  if (size > 0x3fd62e42) {
    if (size < 0x3ff0a2b2) {
      k = high < 0 ? -1 : 1;
      above = value - k * LN2_HIGH;
      below = k * LN2_LOW;
    } else {
      k = Math.trunc(INVERSE_LN2 * value + (high < 0 ? -0.5 : 0.5));
      above = value - k * LN2_HIGH;
      below = k * LN2_LOW;
    }
    x = above - below;
  }
  const t = x * x;
  const c = x - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05 +
                t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  if (k === 0) return 1 - ((x * c) / (c - 2) - x);
  const y = 1 - ((below - (x * c) / (2 - c)) - above);
  return k >= -1021 ? withExponentRaised(y, k) : withExponentRaised(y, k + 1000) * 2 ** -1000;
}

/** `StrictMath.expm1`. */
export function expm1(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (size >= 0x4043687a) {
    if (Number.isNaN(value)) return value;
    if (value > 7.09782712893383973096e+02) return Infinity;
    if (high < 0) return value === -Infinity ? -1 : 1e-300 - 1;
  }
  let k = 0;
  let x = value;
  let correction = 0;
  if (size > 0x3fd62e42) {
    let above: number;
    let below: number;
    if (size < 0x3ff0a2b2) {
      k = high < 0 ? -1 : 1;
      above = value - k * LN2_HIGH;
      below = k * LN2_LOW;
    } else {
      k = Math.trunc(INVERSE_LN2 * value + (high < 0 ? -0.5 : 0.5));
      above = value - k * LN2_HIGH;
      below = k * LN2_LOW;
    }
    x = above - below;
    correction = (above - x) - below;
  } else if (size < 0x3c900000) return value;
  const half = 0.5 * x;
  const squared = x * half;
  const r1 = 1 + squared * (-3.33333333333331316428e-02 + squared * (1.58730158725481460165e-03 +
            squared *
              (-7.93650757867487942473e-05 +
                squared * (4.00821782732936239552e-06 + squared * -2.01099218183624371326e-07))));
  const t = 3 - r1 * half;
  let e = squared * ((r1 - t) / (6 - x * t));
  if (k === 0) return x - (x * e - squared);
  e = x * (e - correction) - correction;
  e -= squared;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k <= -2 || k > 56) return withExponentRaised(1 - (e - x), k) - 1;
  if (k < 20) return withExponentRaised(withHighWord(1, 0x3ff00000 - (0x200000 >> k)) - (e - x), k);
  return withExponentRaised(x - (e + withHighWord(1, (0x3ff - k) << 20)) + 1, k);
}

/** `StrictMath.log1p`. */
export function log1p(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  let k = 1;
  let f = 0;
  let highU = 1;
  let c = 0;
  if (high < 0x3fda827a) {
    if (size >= 0x3ff00000) return value === -1 ? -Infinity : NaN;
    if (size < 0x3e200000) return size < 0x3c900000 ? value : value - value * value * 0.5;
    if (high > 0 || high <= (0xbfd2bec3 | 0)) {
      k = 0;
      f = value;
    }
  }
  if (high >= 0x7ff00000) return value;
  if (k !== 0) {
    let u = high < 0x43400000 ? 1 + value : value;
    highU = highWord(u);
    k = (highU >> 20) - 1023;
    c = high < 0x43400000 ? (k > 0 ? 1 - (u - value) : value - (u - 1)) / u : 0;
    highU &= 0x000fffff;
    if (highU < 0x6a09e) u = withHighWord(u, highU | 0x3ff00000);
    else {
      k++;
      u = withHighWord(u, highU | 0x3fe00000);
      highU = (0x00100000 - highU) >> 2;
    }
    f = u - 1;
  }
  const half = 0.5 * f * f;
  if (highU === 0) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (c + k * LN2_LOW);
    const r = half * (1 - 0.66666666666666666 * f);
    return k === 0 ? f - r : k * LN2_HIGH - ((r - (k * LN2_LOW + c)) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (6.666666666666735130e-01 + z * (3.999999999940941908e-01 + z * (2.857142874366239149e-01 +
            z * (2.222219843214978396e-01 + z * (1.818357216161805012e-01 + z * (1.531383769920937332e-01 +
                        z * 1.479819860511658591e-01))))));
  if (k === 0) return f - (half - s * (half + r));
  return k * LN2_HIGH - ((half - (s * (half + r) + (k * LN2_LOW + c))) - f);
}

/** `StrictMath.sinh`. */
export function sinh(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (size >= 0x7ff00000) return value + value;
  const half = high < 0 ? -0.5 : 0.5;
  if (size < 0x40360000) {
    if (size < 0x3e300000) return value;
    const t = expm1(Math.abs(value));
    return size < 0x3ff00000 ? half * (2 * t - t * t / (t + 1)) : half * (t + t / (t + 1));
  }
  return large(value, size, half);
}

/** `StrictMath.cosh`. */
export function cosh(value: number): number {
  const size = highWord(value) & 0x7fffffff;
  if (size >= 0x7ff00000) return value * value;
  if (size < 0x3fd62e43) {
    const t = expm1(Math.abs(value));
    const w = 1 + t;
    return size < 0x3c800000 ? w : 1 + (t * t) / (w + w);
  }
  if (size < 0x40360000) {
    const t = exp(Math.abs(value));
    return 0.5 * t + 0.5 / t;
  }
  return large(value, size, 0.5);
}

/** Half the exponential, where its inverse does not show any more. */
function large(value: number, size: number, half: number): number {
  const x = Math.abs(value);
  if (size < 0x40862e42) return half * exp(x);
  if (size < 0x408633ce || size === 0x408633ce && lowWord(value) <= 0x8fb9f87d) {
    const w = exp(0.5 * x);
    return half * w * w;
  }
  return half * Infinity;
}

/** `StrictMath.tanh`. */
export function tanh(value: number): number {
  const high = highWord(value);
  const size = high & 0x7fffffff;
  if (size >= 0x7ff00000) return high >= 0 ? 1 / value + 1 : 1 / value - 1;
  let z = 1;
  if (size < 0x40360000) {
    if (size < 0x3c800000) return value * (1 + value);
    const t = expm1((size >= 0x3ff00000 ? 2 : -2) * Math.abs(value));
    z = size >= 0x3ff00000 ? 1 - 2 / (t + 2) : -t / (t + 2);
  }
  return high >= 0 ? z : -z;
}
