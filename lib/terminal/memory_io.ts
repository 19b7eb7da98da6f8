/**
 * An io in memory: runs a script in the process and keeps what it prints.
 * @module
 */

import type { ScriptIo, TextOutput } from "./script_io.ts";

/** How the world of a {@linkcode MemoryIo} looks. */
export interface MemoryIoOptions {
  /** Contents of files by path; any other path is not there. */
  files?: Record<string, string | Uint8Array>;
  /** What standard input has. @default {""} */
  stdin?: string;
  /** Whether both outputs are terminals. @default {false} */
  isTerminal?: boolean;
  /** Columns of the terminal. @default {80} */
  columns?: number;
  /** As if `NO_COLOR` were set. @default {false} */
  noColor?: boolean;
  /** Stops the script. */
  signal?: AbortSignal;
  /** Environment variables. */
  env?: Readonly<Record<string, string>>;
  /** What a person answers who is asked for a secret; without it nobody can be asked. */
  askSecret?: (question: string) => Promise<string>;
  /** What a person answers who is asked whether to do something; without it nobody can be asked. */
  askConsent?: (question: string) => Promise<boolean>;
}

/** An io that keeps what was printed. */
export interface MemoryIo extends ScriptIo {
  /** Everything on standard output so far. */
  readonly out: string;
  /** Everything on standard error so far. */
  readonly err: string;
  /** The files that were written, by path. */
  readonly written: Readonly<Record<string, string>>;
}

/**
 * An io in memory.
 *
 * ```ts
 * import { memoryIo } from "./memory_io.ts";
 * const io = memoryIo({ files: { "names.txt": "example.com" } });
 * io.stdout.write("done\n");
 * if (io.out !== "done\n") throw new Error();
 * ```
 */
export function memoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const { files = {}, isTerminal = false, columns = 80, noColor = false } = options;
  const outputs = { out: "", err: "" };
  const written: Record<string, string> = {};
  const bytesOf = (path: string): Uint8Array => {
    const content = Object.hasOwn(files, path) ? files[path] : undefined;
    if (content === undefined) throw new Deno.errors.NotFound(`No such file: ${path}`);
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  };
  const inputOf = (bytes: Uint8Array) => ({ size: bytes.length, pieces: () => ReadableStream.from([bytes]) });
  const output = (name: "out" | "err"): TextOutput => ({
    isTerminal,
    columns: isTerminal ? columns : undefined,
    closed: false,
    write: (text) => void (outputs[name] += text),
    writeBytes: (bytes) => {
      outputs[name] += new TextDecoder().decode(bytes);
      return Promise.resolve();
    },
  });
  return {
    stdout: output("out"),
    stderr: output("err"),
    noColor,
    signal: options.signal ?? new AbortController().signal,
    now: () => performance.now(),
    readFile: (path) => Promise.try(() => bytesOf(path)),
    openFile: (path) => Promise.try(() => inputOf(bytesOf(path))),
    readStdin: () => Promise.resolve(new TextEncoder().encode(options.stdin ?? "")),
    stdin: {
      size: undefined,
      pieces: () => ReadableStream.from([new TextEncoder().encode(options.stdin ?? "")]),
      isTerminal: options.stdin === undefined && isTerminal,
    },
    writeFile: (path, text) => {
      written[path] = text;
      return Promise.resolve();
    },
    checkWritable: () => Promise.resolve(),
    written,
    env: (name) => options.env !== undefined && Object.hasOwn(options.env, name) ? options.env[name] : undefined,
    askSecret: options.askSecret,
    askConsent: options.askConsent,
    get out() {
      return outputs.out;
    },
    get err() {
      return outputs.err;
    },
  };
}
