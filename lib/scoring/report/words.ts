/**
 * Numbers as a report writes them.
 * @module
 */

/** A count with its thousands apart. */
export function counted(count: number): string {
  return count.toLocaleString("en-US");
}

/** A rate or an area; a dash where there is nothing to divide by. */
export function rate(value: number | undefined, digits = 4): string {
  return value === undefined ? "–" : value.toFixed(digits);
}

/** A share in percent; what is not all never reads as all, nor a little as nothing. */
export function percent(share: number): string {
  const rounded = (share * 100).toFixed(2);
  if (rounded === "100.00" && share < 1) return "> 99.99 %";
  return rounded === "0.00" && share > 0 ? "< 0.01 %" : `${rounded} %`;
}
