/**
 * The two halves of a double.
 * @module
 */

const view = new DataView(new ArrayBuffer(8));

/** The upper 32 bits: sign, exponent and the first 20 bits of the fraction. */
export function highWord(value: number): number {
  view.setFloat64(0, value);
  return view.getInt32(0);
}

/** The lower 32 bits, unsigned. */
export function lowWord(value: number): number {
  view.setFloat64(0, value);
  return view.getUint32(4);
}

/** The double with another upper half. */
export function withHighWord(value: number, high: number): number {
  view.setFloat64(0, value);
  view.setInt32(0, high);
  return view.getFloat64(0);
}

/** The double with another lower half. */
export function withLowWord(value: number, low: number): number {
  view.setFloat64(0, value);
  view.setInt32(4, low);
  return view.getFloat64(0);
}

/** Times a power of two that keeps it a normal number. */
export function withExponentRaised(value: number, by: number): number {
  return withHighWord(value, highWord(value) + (by << 20));
}
