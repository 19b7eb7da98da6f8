/**
 * The version of the project, as its configuration has it.
 * @module
 */

import configuration from "../../deno.json" with { type: "json" };

/** The version of every script. */
export const VERSION: string = configuration.version;
