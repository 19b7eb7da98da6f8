/**
 * `StringTokenizer`.
 * @module
 */

import { identityHash } from "../../java/identity_hash.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import { JavaObject } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { chargeText } from "./charge.ts";
import { method } from "./define.ts";
import { countWork } from "../../java/work.ts";

/** A `java.util.StringTokenizer`: the words between delimiters, on request the delimiters too. */
export class JavaStringTokenizer extends JavaObject {
  readonly className = "java.util.StringTokenizer";
  readonly #text: string;
  readonly #returnsDelimiters: boolean;
  #delimiters: ReadonlySet<string>;
  #position = 0;

  constructor(text: string, delimiters: string, returnsDelimiters: boolean) {
    super();
    this.#text = text;
    this.#delimiters = new Set(delimiters);
    this.#returnsDelimiters = returnsDelimiters;
  }

  hasMore(): boolean {
    return this.#startFrom(this.#position) < this.#text.length;
  }

  next(): string {
    const start = this.#startFrom(this.#position);
    if (start >= this.#text.length) throw new JavaThrowable("java.util.NoSuchElementException");
    this.#position = this.#endFrom(start);
    return this.#text.slice(start, this.#position);
  }

  useDelimiters(delimiters: string): void {
    countWork(delimiters.length);
    this.#delimiters = new Set(delimiters);
  }

  /** How many are left. */
  count(): number {
    let count = 0;
    for (let at = this.#startFrom(this.#position); at < this.#text.length; count++) {
      at = this.#startFrom(this.#endFrom(at));
    }
    return count;
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    return `${this.className}@${this.hashCode().toString(16)}`;
  }

  #startFrom(position: number): number {
    let at = position;
    while (!this.#returnsDelimiters && at < this.#text.length && this.#isDelimiter(at)) at += this.#widthAt(at);
    return at;
  }

  #endFrom(position: number): number {
    let at = position;
    while (at < this.#text.length && !this.#isDelimiter(at)) at += this.#widthAt(at);
    return at === position ? at + this.#widthAt(at) : at;
  }

  #isDelimiter(at: number): boolean {
    countWork(1);
    return this.#delimiters.has(this.#text.slice(at, at + this.#widthAt(at)));
  }

  #widthAt(at: number): number {
    return (this.#text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
}

/** `java.util.StringTokenizer`. */
export const STRING_TOKENIZER: LibraryClass = {
  name: "StringTokenizer",
  javaName: "java.util.StringTokenizer",
  supertypes: [],
  constructors: [
    method("StringTokenizer new(String)", (_budget, text: string | null) => {
      return new JavaStringTokenizer(notNull(text), " \t\n\r\f", false);
    }),
    method("StringTokenizer new(String,String)", (_budget, text: string | null, delimiters: string | null) => {
      return new JavaStringTokenizer(notNull(text), notNull(delimiters), false);
    }),
    method(
      "StringTokenizer new(String,String,boolean)",
      (_budget, text: string | null, delimiters: string | null, returned: boolean) => {
        return new JavaStringTokenizer(notNull(text), notNull(delimiters), returned);
      },
    ),
  ],
  methods: [
    method("int countTokens()", (_budget, tokenizer: JavaStringTokenizer) => tokenizer.count()),
    method("boolean hasMoreTokens()", (_budget, tokenizer: JavaStringTokenizer) => tokenizer.hasMore()),
    method("String nextToken()", (budget, tokenizer: JavaStringTokenizer) => {
      const token = tokenizer.next();
      chargeText(budget, token.length);
      return token;
    }),
    method("String nextToken(String)", (budget, tokenizer: JavaStringTokenizer, delimiters: string | null) => {
      tokenizer.useDelimiters(notNull(delimiters));
      const token = tokenizer.next();
      chargeText(budget, token.length);
      return token;
    }),
  ],
  isInstance: (value) => value instanceof JavaStringTokenizer,
};
