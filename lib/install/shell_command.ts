/**
 * Commands to copy from a message into a shell.
 * @module
 */

/** Names a command of `scripts/` to whoever may run it, as {@linkcode shellCommand} does. */
export type NameCommand = (script: string, args: readonly string[]) => string;

/**
 * A command line that a shell takes apart into the same arguments.
 *
 * ```ts
 * import { shellCommand } from "./shell_command.ts";
 * if (shellCommand("setup_dga.ts", ["-d", "my bundles/it's"]) !== `setup_dga.ts -d 'my bundles/it'\\''s'`) throw new Error();
 * ```
 */
export function shellCommand(program: string, args: readonly string[]): string {
  return [program, ...args.map(quoted)].join(" ");
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}
