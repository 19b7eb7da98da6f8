/**
 * Ids of models among the arguments.
 * @module
 */

import { message } from "@optique/core/message";
import { string, type ValueParser } from "@optique/core/valueparser";

/** An id that a server could have taken; what is none is not repeated, as it may be a secret in the wrong place. */
export function modelIdArgument(): ValueParser<"sync", string> {
  return {
    ...string({ metavar: "MODEL_ID" }),
    parse: (input) =>
      /^[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?$/.test(input) ? { success: true, value: input } : {
        success: false,
        error: message`Expected the id of a model: at most 64 of a-z, 0-9, "-", "_" and ".", as dga_20261101_1.0.`,
      },
  };
}
