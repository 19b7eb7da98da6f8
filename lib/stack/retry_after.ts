/**
 * How long a server asks to wait.
 * @module
 */

/**
 * Seconds that a `retry-after` header asks for: a number, or a date to wait until.
 *
 * ```ts
 * import { retryAfterSeconds } from "./retry_after.ts";
 * if (retryAfterSeconds("30") !== 30 || retryAfterSeconds("soon") !== undefined) throw new Error();
 * const now = Date.parse("2026-11-01T00:00:00Z");
 * if (retryAfterSeconds("Sun, 01 Nov 2026 00:00:05 GMT", now) !== 5) throw new Error();
 * ```
 */
export function retryAfterSeconds(header: string | null, now = Date.now()): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // Only the form that HTTP asks for: Date.parse takes almost anything with a number in it.
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
