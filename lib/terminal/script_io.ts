/**
 * The world as a script sees it. `main(args, io)` takes it as an argument, so that a test, or a program that calls a
 * script, can stand in for the terminal.
 * @module
 */

import { EXIT } from "./exit_code.ts";

/** Standard output or standard error. */
export interface TextOutput {
  /** Whether a person is looking at it. */
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  /** Whether the reader has gone, as `| head` does: what is written then is dropped. */
  readonly closed: boolean;
  write(text: string): void;
  /** Writes without holding up the rest of the program while the reader is slow. */
  writeBytes(bytes: Uint8Array): Promise<void>;
}

/** Something that is read piece by piece. */
export interface InputFile {
  /** Bytes of a file; undefined for what has no size, as a pipe. */
  readonly size: number | undefined;
  /** Its bytes, which are read when they are asked for. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** What a script may touch beyond its arguments. */
export interface ScriptIo {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Whether the person asked for no colours (`NO_COLOR`). */
  readonly noColor: boolean;
  /** Aborted, with an {@linkcode Interruption} as reason, when the person or the system asks the script to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds since some fixed moment. */
  now(): number;
  readFile(path: string): Promise<Uint8Array>;
  /** A file to be read piece by piece; fails where there is none that may be read. */
  openFile(path: string): Promise<InputFile>;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Standard input, piece by piece, and whether a person types it. */
  readonly stdin: InputFile & { readonly isTerminal: boolean };
  /** Writes a file whole or not at all: what was there before stays until the last byte of the new one is written. */
  writeFile(path: string, text: string): Promise<void>;
  /** Fails where `writeFile` would, as far as that can be told before there is something to write. */
  checkWritable(path: string): Promise<void>;
  /** Value of an environment variable; undefined where it is not set, or where the script may not see it. */
  env(name: string): string | undefined;
  /**
   * Asks for a secret, which is not shown while it is typed; undefined where nobody can be asked. Rejects with an
   * {@linkcode Interruption} when the person gives up.
   */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  /**
   * Asks whether something is to be done; undefined where nobody can be asked. Rejects with an {@linkcode Interruption}
   * when the person gives up.
   */
  readonly askConsent: ((question: string) => Promise<boolean>) | undefined;
}

/** The request to stop. */
export class Interruption extends Error {
  override name = "Interruption";
  readonly exit: typeof EXIT.interrupted | typeof EXIT.terminated;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`Stopped by ${signal}`);
    this.exit = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
  }
}
