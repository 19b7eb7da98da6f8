/**
 * Kinds of fields, each with the tokens that the server takes for it.
 * @module
 */

import { badArgument, failure } from "../failure.ts";
import type { JsonNode, Token } from "./json_node.ts";
import type { Field } from "./object_parser.ts";

/** A text. */
export function text(take: (text: string) => void): Field {
  return { tokens: ["VALUE_STRING"], take: (node) => take(node.text) };
}

/** A text or null. */
export function textOrNull(take: (text: string | undefined) => void): Field {
  return {
    tokens: ["VALUE_STRING", "VALUE_NULL"],
    take: (node) => take(node.token === "VALUE_NULL" ? undefined : node.text),
  };
}

/** Texts, or one of them. */
export function texts(take: (texts: string[]) => void): Field {
  return {
    tokens: ["START_ARRAY", "VALUE_STRING"],
    take: (node, stand) => {
      const list = node.token === "VALUE_STRING" ? [node] : node.items;
      const items = list.map((item) => {
        stand(item.start);
        return textOf(item);
      });
      stand(node.end);
      take(items);
    },
  };
}

/** The text of a value that has one. */
export function textOf({ token, start, text }: JsonNode): string {
  if (token === "VALUE_STRING" || token === "VALUE_NUMBER" || token === "VALUE_BOOLEAN") return text;
  throw badArgument(`Expected text at ${start.line}:${start.column} but found ${token}`);
}

/** `true` or `false`, perhaps in quotes. */
export function boolean(take: (value: boolean) => void): Field {
  return {
    tokens: ["VALUE_BOOLEAN", "VALUE_STRING"],
    take: ({ text }) => {
      if (text !== "true" && text !== "false") {
        throw badArgument(`Failed to parse value [${text}] as only [true] or [false] are allowed.`);
      }
      take(text === "true");
    },
  };
}

/** A whole number, perhaps in quotes; what follows its point is cut. */
export function integer(take: (value: number) => void): Field {
  return { tokens: ["VALUE_NUMBER", "VALUE_STRING"], take: ({ text }) => take(wholeNumber(text, "Integer", 2 ** 31)) };
}

/** A whole number of 64 bits; those that JavaScript cannot hold are no use here. */
export function long(take: (value: number) => void): Field {
  return { tokens: ["VALUE_NUMBER", "VALUE_STRING"], take: ({ text }) => take(wholeNumber(text, "Long", 2 ** 63)) };
}

function wholeNumber(text: string, type: string, bound: number): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isNaN(value)) {
    throw failure(
      400,
      type === "Long" ? "illegal_argument_exception" : "number_format_exception",
      `For input string: "${text}"`,
    );
  }
  if (value < -bound || value >= bound) throw badArgument(`Value [${text}] is out of range for ${type.toLowerCase()}`);
  return Math.trunc(value);
}

/** A number, perhaps in quotes. */
export function double(take: (value: number) => void): Field {
  return {
    tokens: ["VALUE_NUMBER", "VALUE_STRING"],
    take: ({ text }) => {
      const value = text.trim() === "" ? NaN : Number(text);
      if (Number.isNaN(value)) throw failure(400, "number_format_exception", `For input string: "${text}"`);
      take(value);
    },
  };
}

/** An object. */
export function object(take: (node: JsonNode) => void): Field {
  return { tokens: ["START_OBJECT"], take };
}

/** Objects, or one of them. */
export function objects(take: (node: JsonNode) => void): Field {
  return { tokens: ["START_OBJECT", "START_ARRAY"], take };
}

/** A value of any of these kinds. */
export function value(tokens: readonly Token[], take: Field["take"]): Field {
  return { tokens, take };
}
