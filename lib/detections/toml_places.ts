/**
 * Where the keys of a TOML file stand. The parser says what a file holds, and not where.
 * @module
 */

import type { Place } from "./place.ts";

/**
 * Finds the place of a path (keys and positions joined by slashes) in a text that is known to be TOML: of the key, or
 * of the nearest key or table around it.
 *
 * ```ts
 * import { tomlPlaces } from "./toml_places.ts";
 * const placeOf = tomlPlaces('[[rule.threat]]\nframework = "x"\n[rule.threat.tactic]\nid = "TA0011"');
 * if (placeOf("rule/threat/0/tactic/id").line !== 4 || placeOf("rule/threat/0/tactic/name").line !== 3) throw new Error();
 * ```
 */
export function tomlPlaces(text: string): (path: string) => Place {
  const places = new Scanner(text).scan();
  return (path) => {
    for (let name = path; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf("/")))) {
      const place = places.get(name);
      if (place !== undefined) return place;
    }
    return { line: 1, column: 1 };
  };
}

class Scanner {
  readonly #text: string;
  readonly #places = new Map<string, Place>();
  /** How many tables each array of tables has so far. */
  readonly #counts = new Map<string, number>();
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #prefix = "";

  constructor(text: string) {
    this.#text = text;
  }

  scan(): ReadonlyMap<string, Place> {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      if (char === "[") this.#header();
      else if (char === "#") this.#skipComment();
      else if (/\s/.test(char ?? "")) this.#step();
      else this.#pair();
    }
    return this.#places;
  }

  #header(): void {
    const place = this.#place();
    const isArray = this.#text.startsWith("[[", this.#at);
    this.#skip(isArray ? 2 : 1);
    const keys = this.#keys("]");
    this.#skip(isArray ? 2 : 1);
    let path = "";
    for (const [i, key] of keys.entries()) {
      path = path === "" ? key : `${path}/${key}`;
      const isLast = i === keys.length - 1;
      const count = this.#counts.get(path);
      if (isLast && isArray) {
        this.#note(path, place);
        this.#counts.set(path, (count ?? 0) + 1);
        path = `${path}/${count ?? 0}`;
      } else if (count !== undefined) path = `${path}/${count - 1}`;
    }
    this.#note(path, place);
    this.#prefix = `${path}/`;
  }

  #pair(): void {
    const place = this.#place();
    let path = this.#prefix;
    for (const key of this.#keys("=")) {
      path += key;
      this.#note(path, place);
      path += "/";
    }
    this.#skip(1);
    this.#value();
  }

  /** The parts of a dotted key, up to a character that ends it. */
  #keys(end: string): string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skipBlanks();
      const char = this.#text[this.#at];
      if (char === undefined || char === end) return keys;
      if (char === ".") this.#skip(1);
      else if (char === '"' || char === "'") keys.push(this.#quotedKey());
      else {
        const [bare = char] = /^[^\s.=\]]+/.exec(this.#text.slice(this.#at, this.#at + 1000)) ?? [];
        keys.push(bare);
        this.#skip(bare.length);
      }
    }
  }

  #quotedKey(): string {
    const start = this.#at;
    this.#string();
    const written = this.#text.slice(start, this.#at);
    if (written.startsWith("'")) return written.slice(1, -1);
    try {
      return String(JSON.parse(written));
    } catch {
      return written.slice(1, -1);
    }
  }

  /** Up to the end of its last line: a line end within brackets or a string is none. */
  #value(): void {
    for (let depth = 0; this.#at < this.#text.length;) {
      const char = this.#text[this.#at] ?? "";
      if (char === "\n" && depth === 0) return;
      if (char === '"' || char === "'") this.#string();
      else if (char === "#") this.#skipComment();
      else {
        if (char === "[" || char === "{") depth++;
        if (char === "]" || char === "}") depth--;
        this.#step();
      }
    }
  }

  #string(): void {
    const quote = this.#text[this.#at] ?? "";
    const triple = quote.repeat(3);
    const end = this.#text.startsWith(triple, this.#at) ? triple : quote;
    this.#skip(end.length);
    while (this.#at < this.#text.length && !this.#text.startsWith(end, this.#at)) {
      if (quote === '"' && this.#text[this.#at] === "\\") this.#step();
      this.#step();
    }
    this.#skip(end.length);
    // Up to two quotes before the closing ones belong to the text.
    while (end === triple && this.#text[this.#at] === quote) this.#skip(1);
  }

  #skipComment(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === " " || this.#text[this.#at] === "\t") this.#at++;
  }

  #skip(count: number): void {
    this.#at += count;
  }

  #step(): void {
    if (this.#text[this.#at] === "\n") {
      this.#line++;
      this.#lineStart = this.#at + 1;
    }
    this.#at++;
  }

  #place(): Place {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  /** The first one counts: a table is told by its own header, and not by one below. */
  #note(path: string, place: Place): void {
    if (!this.#places.has(path)) this.#places.set(path, place);
  }
}
