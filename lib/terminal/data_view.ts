/**
 * Ids of Kibana's data views among the arguments.
 * @module
 */

import { message } from "@optique/core/message";
import { string, type ValueParser } from "@optique/core/valueparser";

/** An id that Kibana could have taken; what is none is not repeated, as it may be a secret in the wrong place. */
export function dataViewArgument(): ValueParser<"sync", string> {
  return {
    ...string({ metavar: "ID" }),
    parse: (input) =>
      /^[^\s/?#\p{C}]{1,255}$/u.test(input) && !/^\.{1,2}$/.test(input)
        ? { success: true, value: input }
        : { success: false, error: message`Expected the id of a data view, as the address bar of Kibana shows it.` },
  };
}
