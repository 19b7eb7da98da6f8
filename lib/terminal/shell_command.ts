/**
 * Commands to copy from a message into a shell, for scripts.
 * @module
 */

export { shellCommand } from "../install/shell_command.ts";
