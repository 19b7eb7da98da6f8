/**
 * Patterns of index names among the arguments.
 * @module
 */

import { message } from "@optique/core/message";
import { string, type ValueParser } from "@optique/core/valueparser";

/** Names and wildcards that a server takes; what is none is not repeated, as it may be a secret in the wrong place. */
export function indexPatternArgument(): ValueParser<"sync", string> {
  return {
    ...string({ metavar: "PATTERN" }),
    parse: (input) =>
      isIndexPattern(input) ? { success: true, value: input } : {
        success: false,
        error: message`Expected names of indices or data streams with commas between, as packetbeat-*.`,
      },
  };
}

/** Names are in lower case and short; "_all" and exclusions are no names. */
function isIndexPattern(text: string): boolean {
  return text.length <= 1000 &&
    text.split(",").every((name) => /^[^A-Z\s\\/?"<>|#,:_+-][^A-Z\s\\/?"<>|#,:]{0,254}$/.test(name));
}
