/**
 * Values of options, checked as they are read.
 * @module
 */

import { type Message, message } from "@optique/core/message";
import { string, type ValueParser } from "@optique/core/valueparser";

/** A text that is not empty; `problem` says what else is wrong with it. */
export function text(
  metavar: "URL" | "ID" | "NAME" | "PASSWORD" | "KEY" | "TEXT" | "TAG" | "OWNER/NAME" | "TAG|DIR|ZIP",
  problem?: (input: string) => Message | undefined,
): ValueParser<"sync", string> {
  return {
    ...string({ metavar }),
    parse: (input) => {
      const error = input === "" ? message`Expected a value, but got nothing.` : problem?.(input);
      return error === undefined ? { success: true, value: input } : { success: false, error };
    },
  };
}

/** A time in seconds, up to a day. */
export function seconds(): ValueParser<"sync", number> {
  return {
    mode: "sync",
    metavar: "SECONDS",
    placeholder: 60,
    parse: (input) => {
      const value = /^\d{1,7}(?:\.\d{1,3})?$/.test(input) ? Number(input) : 0;
      if (value > 0 && value <= 86_400) return { success: true, value };
      return { success: false, error: message`Expected seconds, a number above 0 and up to 86400.` };
    },
    format: String,
  };
}
