/**
 * How far a list has been scored, in one line.
 * @module
 */

import { progressBar } from "../progress_bar.ts";

/**
 * A bar where it is known how much there is to read, and counts.
 *
 * ```ts
 * import { progressText } from "./progress_text.ts";
 * const text = progressText({ read: 50, size: 100, lines: 1200, seconds: 2 });
 * if (text !== "██████████░░░░░░░░░░  50 %  1,200 lines, 600 a second") throw new Error(text);
 * ```
 */
export function progressText(
  { read, size, lines, seconds }: { read: number; size: number | undefined; lines: number; seconds: number },
): string {
  const counts = `${lines.toLocaleString("en-US")} lines` +
    (seconds > 0 ? `, ${Math.round(lines / seconds).toLocaleString("en-US")} a second` : "");
  if (size === undefined || size === 0) return counts;
  return `${progressBar(read, size)}  ${counts}`;
}
