/** `lowercase`: a text, or each of a list of texts, in lower case. @module */

import { stringProcessor } from "./string_processor.ts";

/** Reads a `lowercase` processor. */
export const lowercase = stringProcessor((text) => text.toLowerCase());
