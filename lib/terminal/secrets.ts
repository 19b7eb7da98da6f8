/**
 * Secrets are taken out of everything that is printed, in whatever form a message carries them.
 * @module
 */

import { visible } from "./safe_text.ts";

const PLACE_HOLDER = "[redacted]";

/** The secrets a script has come to know. */
export class Secrets {
  #forms: string[] = [];

  /** From now on this text is not printed: plain, escaped, in a URL, or within anything in base64. */
  add(secret: string): void {
    const forms = new Set([...this.#forms, ...formsOf(secret)]);
    // The longest first: a part of another form must not break that one up.
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
  }

  /**
   * The text without the secrets.
   *
   * ```ts
   * import { Secrets } from "./secrets.ts";
   * const secrets = new Secrets();
   * secrets.add("tr0ub4dor");
   * if (secrets.redact("user:tr0ub4dor@host") !== "user:[redacted]@host") throw new Error();
   * if (secrets.redact(btoa("elastic:tr0ub4dor")).includes(btoa("tr0ub4dor").slice(4, 8))) throw new Error();
   * ```
   */
  redact(text: string): string {
    return this.#forms.reduce((redacted, form) => redacted.replaceAll(form, PLACE_HOLDER), text);
  }

  /** A JSON value whose texts are without the secrets; keys are the program's own. */
  redactValues(value: unknown): unknown {
    if (this.#forms.length === 0) return value;
    if (typeof value === "string") return this.redact(value);
    if (Array.isArray(value)) return value.map((item) => this.redactValues(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.redactValues(item)]));
  }
}

function formsOf(secret: string): string[] {
  if (secret === "") return [];
  const json = escaped(secret);
  return [
    secret,
    visible(secret),
    json,
    escaped(json),
    encodeURIComponent(secret.toWellFormed()),
    ...base64Forms(secret),
  ];
}

/** As JSON has it; servers quote JSON within JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What base64 makes of the secret where it begins at a first, second or third byte, less the letters its neighbours
 * have a share in; the shortest such pieces say nothing and would match anything. */
function base64Forms(secret: string): string[] {
  const bytes = [...new TextEncoder().encode(secret)];
  return [0, 1, 2].flatMap((before) => {
    const text = btoa(String.fromCharCode(...new Array<number>(before).fill(0), ...bytes)).replace(/=+$/, "");
    const first = before === 0 ? 0 : before + 1;
    const last = (before + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    const own = text.slice(first, last);
    return own.length < 6 ? [] : [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
