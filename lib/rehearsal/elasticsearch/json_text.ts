/**
 * Answers as JSON text: plain values beside documents with Java's numbers, and large parts that are streamed.
 * @module
 */

import { JavaObject, type JavaValue } from "../../java/value.ts";
import { formatDocument } from "../../json/format_document.ts";

/** JSON that is there as text already, and is printed as it is. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value that is too large for one string: its JSON comes in pieces. */
export class StreamedJson {
  readonly open: () => AsyncIterable<Uint8Array>;

  /** Opens the text anew each time. */
  constructor(open: () => AsyncIterable<Uint8Array>) {
    this.open = open;
  }
}

/** What an answer may hold: fields that are undefined are left out. */
export type AnswerValue =
  | JavaValue
  | RawJson
  | StreamedJson
  | readonly AnswerValue[]
  | { readonly [key: string]: AnswerValue | undefined };

/** A part of an answer's text. */
export type Piece = string | StreamedJson;

/**
 * The text of a value, in pieces where a part of it is streamed.
 *
 * ```ts
 * import { JavaDouble } from "../../java/value.ts";
 * import { formatAnswer } from "./json_text.ts";
 * if (formatAnswer({ took: 1, max_score: new JavaDouble(1) }).join("") !== '{"took":1,"max_score":1.0}') throw new Error();
 * ```
 */
export function formatAnswer(value: AnswerValue): Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  const write = (value: AnswerValue): void => {
    if (value instanceof StreamedJson) {
      pieces.push(text, value);
      text = "";
    } else if (value instanceof RawJson) {
      text += value.text;
    } else if (value instanceof JavaObject || typeof value === "bigint") {
      text += formatDocument(value);
    } else if (typeof value !== "object" || value === null) {
      text += JSON.stringify(value);
    } else if (isList(value)) {
      writeAll(value.map((item) => ["", item] as const), "[", "]");
    } else {
      const fields = Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [[`${JSON.stringify(key)}:`, item] as const]
      );
      writeAll(fields, "{", "}");
    }
  };
  const writeAll = (items: readonly (readonly [string, AnswerValue])[], open: string, close: string): void => {
    text += open;
    items.forEach(([key, item], i) => {
      text += i === 0 ? key : `,${key}`;
      write(item);
    });
    text += close;
  };
  write(value);
  return [...pieces, text];
}

function isList(value: object): value is readonly AnswerValue[] {
  return Array.isArray(value);
}

const STEP = "  ";

/**
 * The same JSON with other white space: indented as `?pretty` asks for, or none.
 *
 * ```ts
 * import { layOut } from "./json_text.ts";
 * if (layOut('{"a": [ 1 ]}', "compact") !== '{"a":[1]}') throw new Error();
 * if (layOut('{"a":{}}', "pretty") !== '{\n  "a" : { }\n}') throw new Error();
 * ```
 */
export function layOut(json: string, layout: "pretty" | "compact"): string {
  const pretty = layout === "pretty";
  let depth = 0;
  let text = "";
  const breakLine = () => pretty ? `\n${STEP.repeat(depth)}` : "";
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[\]{}:,]|[^\s"[\]{}:,]+/g)) {
    const first = token.charAt(0);
    if ((first === "{" || first === "[") && token.length > 1) {
      text += pretty ? `${first} ${first === "{" ? "}" : "]"}` : first + token.charAt(token.length - 1);
    } else if (first === "{" || first === "[") {
      depth++;
      text += token + breakLine();
    } else if (first === "}" || first === "]") {
      depth--;
      text += breakLine() + token;
    } else if (first === ",") {
      text += token + breakLine();
    } else {
      text += first === ":" && pretty ? " : " : token;
    }
  }
  return text;
}
