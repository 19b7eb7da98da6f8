/**
 * `StringJoiner`.
 * @module
 */

import { identityHash } from "../../java/identity_hash.ts";
import { JavaObject, type JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { charsOf, notNull } from "./arguments.ts";
import { chargeText } from "./charge.ts";
import { method } from "./define.ts";

/** A `java.util.StringJoiner`: parts between a prefix and a suffix. */
export class JavaStringJoiner extends JavaObject {
  readonly className = "java.util.StringJoiner";
  readonly delimiter: string;
  readonly #prefix: string;
  readonly #suffix: string;
  #emptyValue: string | undefined;
  /** All parts so far; undefined before the first. */
  #joined: string | undefined;

  constructor(delimiter: string, prefix: string, suffix: string) {
    super();
    this.delimiter = delimiter;
    this.#prefix = prefix;
    this.#suffix = suffix;
  }

  /** The parts so far, without prefix and suffix. */
  get joined(): string | undefined {
    return this.#joined;
  }

  get length(): number {
    if (this.#joined === undefined && this.#emptyValue !== undefined) return this.#emptyValue.length;
    return this.#prefix.length + (this.#joined?.length ?? 0) + this.#suffix.length;
  }

  add(text: string): void {
    this.#joined = this.#joined === undefined ? text : this.#joined + this.delimiter + text;
  }

  setEmptyValue(text: string): void {
    this.#emptyValue = text;
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    if (this.#joined === undefined && this.#emptyValue !== undefined) return this.#emptyValue;
    return this.#prefix + (this.#joined ?? "") + this.#suffix;
  }
}

/** `java.util.StringJoiner`. */
export const STRING_JOINER: LibraryClass = {
  name: "StringJoiner",
  javaName: "java.util.StringJoiner",
  supertypes: [],
  constructors: [
    method("StringJoiner new(CharSequence)", (_budget, delimiter: JavaValue) => {
      return new JavaStringJoiner(charsOf(delimiter), "", "");
    }),
    method(
      "StringJoiner new(CharSequence,CharSequence,CharSequence)",
      (_budget, delimiter: JavaValue, prefix: JavaValue, suffix: JavaValue) => {
        return new JavaStringJoiner(charsOf(delimiter), charsOf(prefix), charsOf(suffix));
      },
    ),
  ],
  methods: [
    method("StringJoiner add(CharSequence)", (budget, joiner: JavaStringJoiner, part: JavaValue) => {
      const text = part === null ? "null" : charsOf(part);
      chargeText(budget, text.length + joiner.delimiter.length);
      joiner.add(text);
      return joiner;
    }),
    method("int length()", (_budget, joiner: JavaStringJoiner) => joiner.length),
    method("StringJoiner merge(StringJoiner)", (budget, joiner: JavaStringJoiner, other: JavaStringJoiner | null) => {
      const joined = notNull(other).joined;
      if (joined === undefined) return joiner;
      chargeText(budget, joined.length + joiner.delimiter.length);
      joiner.add(joined);
      return joiner;
    }),
    method("StringJoiner setEmptyValue(CharSequence)", (_budget, joiner: JavaStringJoiner, value: JavaValue) => {
      joiner.setEmptyValue(charsOf(value));
      return joiner;
    }),
  ],
  isInstance: (value) => value instanceof JavaStringJoiner,
};
