/**
 * How far something has come whose end is known, in one line.
 * @module
 */

const CELLS = 20;

/**
 * A bar and its percentage.
 *
 * ```ts
 * import { progressBar } from "./progress_bar.ts";
 * if (progressBar(50, 100) !== "██████████░░░░░░░░░░  50 %") throw new Error();
 * if (!progressBar(0, 0).endsWith("100 %")) throw new Error();
 * ```
 */
export function progressBar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.floor(share * CELLS);
  return `${"█".repeat(full)}${"░".repeat(CELLS - full)}  ${Math.floor(share * 100)} %`;
}

/**
 * Bytes on their way.
 *
 * ```ts
 * import { transferProgress } from "./progress_bar.ts";
 * const text = transferProgress("Uploading a.zip", 1_000_000, 4_000_000);
 * if (text !== "█████░░░░░░░░░░░░░░░  25 %  Uploading a.zip: 1.0 of 4.0 MB") throw new Error(text);
 * ```
 */
export function transferProgress(what: string, bytes: number, total: number): string {
  return `${progressBar(bytes, total)}  ${what}: ${megabytes(bytes)} of ${megabytes(total)} MB`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
