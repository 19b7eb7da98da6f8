/** `trim`: a text, or each of a list of texts, without spaces and control characters around it. @module */

import { trimJava } from "../../java/number_parse.ts";
import { stringProcessor } from "./string_processor.ts";

/** Reads a `trim` processor. */
export const trim = stringProcessor(trimJava);
