/**
 * Classes that the server's allow-list has and the rehearsal does not.
 * @module
 */

import type { TypeName } from "../library.ts";

/** By the names that scripts use: refused as not supported, not as unknown. */
export const UNSUPPORTED_CLASSES: ReadonlySet<TypeName> = new Set(["Pattern"]);
