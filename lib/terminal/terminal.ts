/**
 * What a script prints on: results on standard output, everything else on standard error, all of it safe to look at.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import type { ExitCode } from "./exit_code.ts";
import { formatFindings } from "./findings.ts";
import { Progress } from "./progress.ts";
import { safeJson, visible, visibleLines } from "./safe_text.ts";
import type { ScriptIo } from "./script_io.ts";
import { Secrets } from "./secrets.ts";
import { type Style, styleFor } from "./style.ts";

/** A failure as it is told. */
interface FailureText {
  readonly exit: ExitCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly left: readonly string[];
  readonly results: Record<string, unknown>;
}

/** One script's outputs. */
export class Terminal {
  readonly io: ScriptIo;
  /** Whether standard output is kept for one JSON value. */
  readonly json: boolean;
  /** What must never be printed. */
  readonly secrets: Secrets = new Secrets();
  /** Colours of standard output. */
  readonly style: Style;
  /** Colours of standard error. */
  readonly errorStyle: Style;
  readonly progress: Progress;
  readonly #findings: Finding[] = [];

  constructor(io: ScriptIo, options: { json: boolean }) {
    this.io = io;
    this.json = options.json;
    this.style = styleFor(io.stdout, io.noColor);
    this.errorStyle = styleFor(io.stderr, io.noColor);
    this.progress = new Progress(io);
  }

  /** The findings shown so far. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Results for people; with `--json` nothing. Values within must have gone through {@linkcode visible}. */
  print(text: string): void {
    if (this.json) return;
    this.progress.clear();
    this.io.stdout.write(visibleLines(this.secrets.redact(text)));
  }

  /** A note on standard error. */
  note(text: string): void {
    this.progress.clear();
    this.io.stderr.write(visibleLines(this.secrets.redact(text)));
  }

  /** Findings: on standard error for people, within the JSON value for programs. */
  showFindings(findings: readonly Finding[]): void {
    this.#findings.push(...findings);
    if (!this.json && findings.length > 0) this.note(`${formatFindings(findings, this.errorStyle)}\n`);
  }

  /** The one JSON value. */
  finish(value: Record<string, unknown>): void {
    this.progress.clear();
    if (this.json) this.io.stdout.write(`${safeJson(this.secrets.redactValues(value))}\n`);
  }

  /** Says why the script ends, what is left, and what to do. */
  fail({ exit, message, hint, left, results }: FailureText): void {
    const error = { message, ...(hint === undefined ? {} : { hint }) };
    this.finish({ ...results, ok: false, exit, error, findings: this.findings, left });
    if (this.json) return;
    const style = this.errorStyle;
    const texts = [`${style.red("error:")} ${linesOf(message)}`];
    if (left.length > 0) texts.push("left behind:", ...left.map((item) => `  ${linesOf(item)}`));
    if (hint !== undefined) texts.push(`${style.cyan("hint:")} ${linesOf(hint)}`);
    this.note(texts.map((text) => `${text}\n`).join(""));
  }
}

/** A message may have lines of its own; each is made safe. */
function linesOf(text: string): string {
  return text.split("\n").map(visible).join("\n  ");
}
