/**
 * Expressions and types in the words of the server's messages.
 * @module
 */

import { JavaArray } from "../java/collection.ts";
import { canonicalName } from "./class_lookup.ts";
import type { TypeName } from "./library.ts";
import { OPERATOR_NAMES } from "./operator_names.ts";
import { componentOf, isArray, isPrimitive } from "./static_type.ts";
import type { Expression } from "./syntax_tree.ts";

/** A type as Java prints it, which shows in one message. */
export function classText(type: TypeName): string {
  if (type === "def") return `class ${DEF_CLASS}`;
  if (isPrimitive(type)) return type;
  if (isArray(type)) {
    const className = new JavaArray(componentOf(type), []).className;
    return `class ${type.startsWith("def[") ? className.replace("java.lang.Object", DEF_CLASS) : className}`;
  }
  return `${INTERFACES.has(type) ? "interface" : "class"} ${canonicalName(type)}`;
}

const DEF_CLASS = "org.elasticsearch.painless.lookup.def";

const INTERFACES = new Set(
  "Map List Set Collection Iterable Iterator ListIterator Map.Entry CharSequence Comparable Appendable".split(" "),
);

/** An expression that cannot be assigned to or stand alone. */
export function describeExpression(expression: Expression): string {
  switch (expression.kind) {
    case "numeric":
    case "decimal":
      return `${expression.kind} constant [${expression.text}]`;
    case "string":
    case "boolean":
      return `${expression.kind} constant [${expression.value}]`;
    case "null":
      return "null constant";
    case "list":
      return "list initializer";
    case "map":
      return "map initializer";
    case "call":
      return `method call [${expression.name}/${expression.args.length}]`;
    case "callLocal":
      return `function call [${expression.name}/${expression.args.length}]`;
    case "newObject":
      return `new object with constructor [${expression.type}/${expression.args.length}]`;
    case "newArray":
      return "new array";
    case "cast":
      return `explicit cast with target type [${expression.type}]`;
    case "instanceof":
      return `instanceof with target type [${expression.type}]`;
    case "conditional":
      return "conditional operation [?:]";
    case "elvis":
      return "elvis operation [?:]";
    case "unary":
    case "binary":
    case "comparison":
    case "logical":
      return `${OPERATOR_NAMES[expression.operator]} operation [${expression.operator}]`;
    case "regex":
      return "regex constant";
    default:
      return "expression";
  }
}
