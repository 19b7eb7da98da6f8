/**
 * What goes wrong with a script: it does not compile, or it fails while it runs.
 * @module
 */

import { positionAt } from "./source_position.ts";

/** What both errors know. */
interface PainlessErrorOptions {
  /** Full name of the Java class: `"java.lang.IllegalArgumentException"`. */
  readonly className: string;
  readonly source: string;
  readonly offset: number;
  /** True when the server takes it and the rehearsal does not. */
  readonly unsupported?: boolean;
}

/** A script that does not compile: the server refuses it or, if `unsupported`, the rehearsal cannot judge it. */
export class PainlessCompileError extends Error {
  /** Name of the class. */
  override name = "PainlessCompileError";
  /** Full name of the exception's class. */
  readonly className: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
  /** In UTF-16 code units from the start of the script. */
  readonly offset: number;
  /** The line with a caret under the place. */
  readonly snippet: string;
  /** True when the server takes it and the rehearsal does not. */
  readonly unsupported: boolean;

  /** An error at a place of the script. */
  constructor(message: string, options: PainlessErrorOptions) {
    super(withShortTexts(message));
    const position = positionAt(options.source, options.offset);
    this.className = options.className;
    this.line = position.line;
    this.column = position.column;
    this.offset = position.offset;
    this.snippet = position.snippet;
    this.unsupported = options.unsupported ?? false;
  }
}

/** An exception that left a running script. */
export class PainlessRuntimeError extends Error {
  /** Name of the class. */
  override name = "PainlessRuntimeError";
  /** Full name of the exception's class. */
  readonly className: string;
  /** `getMessage()`; null where Java has none. */
  readonly javaMessage: string | null;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
  /** In UTF-16 code units from the start of the script. */
  readonly offset: number;
  /** The line with a caret under the place. */
  readonly snippet: string;
  /** True when the server takes it and the rehearsal does not. */
  readonly unsupported: boolean;

  /** An error at a place of the script. */
  constructor(javaMessage: string | null, options: PainlessErrorOptions) {
    super(javaMessage === null ? options.className : `${options.className}: ${javaMessage}`);
    const position = positionAt(options.source, options.offset);
    this.javaMessage = javaMessage;
    this.className = options.className;
    this.line = position.line;
    this.column = position.column;
    this.offset = position.offset;
    this.snippet = position.snippet;
    this.unsupported = options.unsupported ?? false;
  }
}

/** How much of a text of the script a message repeats. */
const SHOWN = 200;

/** A message without most of the literals in it that are as long as the script. */
function withShortTexts(message: string): string {
  return message.replace(/[^[\]]{400,}/g, (text) => `${text.slice(0, SHOWN)}…`);
}
