/**
 * Options that mean the same to every script that has them.
 * @module
 */

import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { Parser } from "@optique/core/parser";
import { option } from "@optique/core/primitives";
import { string, type ValueParser } from "@optique/core/valueparser";

/** What every script can be asked for beside `--help`, `--version` and `--completion`. */
export interface CommonOptions {
  /** One JSON value on standard output, and nothing else there. */
  readonly json: boolean;
}

/** The common options, to be spread into a script's own. */
export function commonOptions(): { json: Parser<"sync", boolean, unknown> } {
  return {
    json: option("--json", {
      description: message`Print one JSON value on standard output, and nothing else there`,
    }),
  };
}

/** `-d`: the folder or zip of a bundle. */
export function bundleOption(description: string): Parser<"sync", string | undefined, unknown> {
  return optional(
    option("-d", "--model-dir", "--dir", pathArgument("DIR"), { description: [{ type: "text", text: description }] }),
  );
}

/** `--strict`: warnings count as errors. */
export function strictOption(): Parser<"sync", boolean, unknown> {
  return option("--strict", { description: message`Let warnings count as errors` });
}

/** A path, which a shell can complete. */
export function pathArgument(metavar: "DIR" | "FILE" | "FILE|DIR" | "DIR|ZIP"): ValueParser<"sync", string> {
  return {
    ...string({ metavar }),
    parse: (input) => {
      const isOption = /\|/.test(metavar) && /^-./.test(input);
      const error = input === ""
        ? message`Expected a path, but got nothing.`
        : isOption
        ? message`Expected a path, but got what begins with a dash: write ./ before it.`
        : undefined;
      return error === undefined ? { success: true, value: input } : { success: false, error };
    },
    *suggest(prefix) {
      yield { kind: "file", type: "any", pattern: prefix };
    },
  };
}
