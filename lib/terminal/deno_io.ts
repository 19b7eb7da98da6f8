/**
 * The real terminal, files and signals, by way of Deno.
 * @module
 */

import { askConsent, askSecret } from "./ask.ts";
import { checkReplaceable, replaceFile } from "./replace_file.ts";
import { type InputFile, Interruption, type ScriptIo, type TextOutput } from "./script_io.ts";

/** The io of a script that was started from a shell; asks for no permission before something is read. */
export function denoIo(): ScriptIo {
  let signal: AbortSignal | undefined;
  const isWatched = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
  return {
    stdout: outputTo(Deno.stdout),
    stderr: outputTo(Deno.stderr),
    noColor: Deno.noColor,
    get signal() {
      return signal ??= listenForInterruption();
    },
    now: () => performance.now(),
    readFile: (path) => Deno.readFile(path),
    openFile,
    readStdin: async () => new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer()),
    stdin: { size: undefined, pieces: () => piecesOf(Deno.stdin), isTerminal: Deno.stdin.isTerminal() },
    writeFile: replaceFile,
    checkWritable: checkReplaceable,
    env: (name) => Deno.env.get(name),
    askSecret: isWatched ? askSecret : undefined,
    askConsent: isWatched ? askConsent : undefined,
  };
}

/** What is used of `Deno.stdout`. */
export type SyncWriter = Pick<typeof Deno.stdout, "write" | "writeSync" | "isTerminal">;

/**
 * Text to a stream of the process. A reader that has gone is no fault of the script, which may be in the middle of
 * something that must be finished: the rest is dropped, and `closed` says so.
 */
export function outputTo(writer: SyncWriter): TextOutput {
  const isTerminal = writer.isTerminal();
  let closed = false;
  return {
    isTerminal,
    get columns() {
      return isTerminal ? columnsOfTerminal() : undefined;
    },
    get closed() {
      return closed;
    },
    write(text) {
      if (closed) return;
      const bytes = new TextEncoder().encode(text);
      try {
        for (let at = 0; at < bytes.length;) at += writer.writeSync(bytes.subarray(at));
      } catch (error) {
        if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
        closed = true;
      }
    },
    async writeBytes(bytes) {
      if (closed) return;
      try {
        for (let at = 0; at < bytes.length;) at += await writer.write(bytes.subarray(at));
      } catch (error) {
        if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
        closed = true;
      }
    },
  };
}

/** Bytes of one read. */
const PIECE = 65_536;

async function openFile(path: string): Promise<InputFile> {
  const { isDirectory, isFile, size } = await Deno.stat(path);
  if (isDirectory) throw new Deno.errors.IsADirectory(path);
  // Opened when it is read: there may be more files than can be open at once.
  return {
    size: isFile ? size : undefined,
    async *pieces() {
      using file = await Deno.open(path);
      yield* piecesOf(file);
    },
  };
}

async function* piecesOf(reader: Pick<Deno.FsFile, "read">): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = new Uint8Array(PIECE);
    const length = await reader.read(piece);
    if (length === null) return;
    yield piece.subarray(0, length);
  }
}

function columnsOfTerminal(): number | undefined {
  try {
    // A terminal that nobody has given a size says 0.
    return Deno.consoleSize().columns || undefined;
  } catch {
    return undefined;
  }
}

/** The first signal asks the script to stop, a second one ends it at once. */
function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  const names = Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const;
  for (const name of names) {
    Deno.addSignalListener(name, () => {
      const interruption = new Interruption(name);
      if (controller.signal.aborted) Deno.exit(interruption.exit);
      controller.abort(interruption);
    });
  }
  return controller.signal;
}
