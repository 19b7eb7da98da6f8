/**
 * Operators as the server's messages name them.
 * @module
 */

/** `"+"` is the addition operator. */
export const OPERATOR_NAMES = {
  "*": "multiplication",
  "/": "division",
  "%": "remainder",
  "+": "addition",
  "-": "subtraction",
  "=~": "find",
  "==~": "match",
  "<<": "left shift",
  ">>": "right shift",
  ">>>": "unsigned shift",
  "&": "bitwise and",
  "^": "bitwise xor",
  "|": "boolean or",
  "&&": "boolean and",
  "||": "boolean or",
  "!": "boolean not",
  "~": "bitwise not",
  "==": "equals",
  "!=": "not equals",
  "===": "reference equals",
  "!==": "reference not equals",
  "<": "less than",
  "<=": "less than or equals",
  ">": "greater than",
  ">=": "greater than or equals",
} as const;
