/**
 * HTML in which nothing of others can become markup.
 * @module
 */

import { visible } from "../../json/visible.ts";

/** Markup of ours. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be put into markup: text and numbers as text, markup as it is. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined;

/**
 * Markup with values in it, between tags or within attributes in quotes. Text is escaped, and characters that cannot be
 * seen or turn the direction of writing are written out.
 *
 * ```ts
 * import { html } from "./html.ts";
 * const { text } = html`<b title="${'"'}">${"<script>\u202e"}</b>`;
 * if (text !== '<b title="&quot;">&lt;script&gt;\\u{202e}</b>') throw new Error(text);
 * ```
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  // Line breaks and indents are there for who reads the source.
  const parts = strings.map((string) => string.replace(/\s*\n\s*/g, "\n"));
  return new Html(parts.reduce((text, part, i) => `${text}${htmlOf(values[i - 1])}${part}`).trim());
}

function htmlOf(value: HtmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  return typeof value === "object" ? value.map(({ text }) => text).join("") : escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
