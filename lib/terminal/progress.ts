/**
 * A line on standard error that says how far things are, while somebody watches.
 * @module
 */

import { visible } from "./safe_text.ts";
import type { ScriptIo } from "./script_io.ts";
import { textWidth } from "./text_width.ts";

/** The line of progress; nothing at all where standard error is no terminal. */
export class Progress {
  readonly #io: Pick<ScriptIo, "stderr" | "now">;
  #shownAt: number | undefined;

  constructor(io: Pick<ScriptIo, "stderr" | "now">) {
    this.#io = io;
  }

  /** Shows the text in place of the last one, at most ten times a second. */
  show(text: string): void {
    if (!this.#io.stderr.isTerminal) return;
    const now = this.#io.now();
    if (this.#shownAt !== undefined && now - this.#shownAt < 100) return;
    this.#shownAt = now;
    this.#io.stderr.write(`\r\x1b[K${fitted(visible(text), (this.#io.stderr.columns ?? 80) - 1)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#shownAt === undefined) return;
    this.#shownAt = undefined;
    this.#io.stderr.write("\r\x1b[K");
  }
}

/** A line that wrapped could not be taken back. */
function fitted(text: string, columns: number): string {
  let width = 0;
  let line = "";
  for (const character of text) {
    width += textWidth(character);
    if (width > columns) break;
    line += character;
  }
  return line;
}
