/**
 * Colours, where somebody sees them.
 * @module
 */

import type { TextOutput } from "./script_io.ts";

/** Ways to set text apart; each takes text that is safe already. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/**
 * Colours on a terminal, and none anywhere else or where the person wants none.
 *
 * ```ts
 * import { memoryIo } from "./memory_io.ts";
 * import { styleFor } from "./style.ts";
 * const io = memoryIo({ isTerminal: false });
 * if (styleFor(io.stdout, io.noColor).red("no") !== "no") throw new Error();
 * ```
 */
export function styleFor(output: TextOutput, noColor: boolean): Style {
  const colored = output.isTerminal && !noColor;
  const style = (on: number, off: number) => (text: string) => colored ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}
