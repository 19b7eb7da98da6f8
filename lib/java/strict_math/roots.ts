/**
 * The cube root, and the length of a vector.
 *
 * After fdlibm, the library that Java prescribes for `StrictMath`: Copyright (C) 1993 by Sun Microsystems, Inc. All rights
 * reserved. Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
 * preserved.
 * @module
 */

import { highWord, withExponentRaised, withHighWord } from "./double_words.ts";

/** `StrictMath.cbrt`. */
export function cbrt(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const x = Math.abs(value);
  const size = highWord(x);
  const scaled = 2 ** 54 * x;
  let t = size < 0x00100000
    ? withHighWord(scaled, Math.trunc(highWord(scaled) / 3) + 696219795)
    : withHighWord(0, Math.trunc(size / 3) + 715094163);
  const r = t * t / x;
  const s = 5.42857142857142815906e-01 + r * t;
  t *= 3.57142857142857150787e-01 +
    1.60714285714285720630e+00 / (s + 1.41428571428571436819e+00 + -7.05306122448979611050e-01 / s);
  // Cut to 20 bits and raised a little, so that its square is exact.
  t = withHighWord(0, highWord(t) + 1);
  const root = x / (t * t);
  t += t * ((root - t) / (t + t + root));
  return value < 0 ? -t : t;
}

/** `StrictMath.hypot`. */
export function hypot(x: number, y: number): number {
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return Infinity;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  let a = Math.max(Math.abs(x), Math.abs(y));
  let b = Math.min(Math.abs(x), Math.abs(y));
  let [highA, highB] = [highWord(a), highWord(b)];
  if (highA - highB > 0x3c00000) return a + b;
  let k = 0;
  if (highA > 0x5f300000) {
    k = 600;
    a = withExponentRaised(a, -600);
    b = withExponentRaised(b, -600);
  }
  if (highB < 0x20b00000) {
    if (highB <= 0x000fffff) {
      if (b === 0) return a;
      a *= 2 ** 1022;
      b *= 2 ** 1022;
      k -= 1022;
    } else {
      k -= 600;
      a = withExponentRaised(a, 600);
      b = withExponentRaised(b, 600);
    }
  }
  [highA, highB] = [highWord(a), highWord(b)];
  let w = a - b;
  if (w > b) {
    const t = withHighWord(0, highA);
    w = Math.sqrt(t * t - (b * -b - (a - t) * (a + t)));
  } else {
    a += a;
    const part = withHighWord(0, highB);
    const t = withHighWord(0, highA + 0x00100000);
    w = Math.sqrt(t * part - (w * -w - (t * (b - part) + (a - t) * b)));
  }
  return k === 0 ? w : withHighWord(1, 0x3ff00000 + (k << 20)) * w;
}
