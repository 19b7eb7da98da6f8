/** `uppercase`: a text, or each of a list of texts, in upper case. @module */

import { stringProcessor } from "./string_processor.ts";

/** Reads an `uppercase` processor. */
export const uppercase = stringProcessor((text) => text.toUpperCase());
