/**
 * Gives every expression its type, by Painless's rules, and says what is wrong with those that have none.
 * @module
 */

import { JavaArray } from "../java/collection.ts";
import { type CastOptions, type Conversion, legalCast } from "./casts.ts";
import {
  canonicalName,
  findConstructor,
  findMethod,
  findStaticField,
  findStaticMethod,
  isAssignable,
  resolveType,
} from "./class_lookup.ts";
import type { Failures } from "./compile_failure.ts";
import { foldArithmetic, foldConversion } from "./constant_folding.ts";
import type { LibraryMethod, TypeName } from "./library.ts";
import { readDecimal, readInteger } from "./number_literal.ts";
import { OPERATOR_NAMES } from "./operator_names.ts";
import type { Scope } from "./scope.ts";
import {
  boxOf,
  componentOf,
  isArray,
  isPrimitive,
  promoteAdd,
  promoteBinary,
  promoteConditional,
  promoteEquality,
  promoteUnary,
  promoteXor,
} from "./static_type.ts";
import type { Expression } from "./syntax_tree.ts";
import type { ComputedType, Place, TypedExpression } from "./typed_tree.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** What surrounds an expression expects of it. */
export interface Wanted extends CastOptions {
  /** Whether its value is used. */
  readonly read: boolean;
  /** The type that it will be cast to, where that is known. */
  readonly target: TypeName | undefined;
}

/** A function that scripts may call by its name. */
export interface FunctionSignature {
  readonly index: number;
  readonly returns: TypeName;
  readonly params: readonly TypeName[];
}

/** What a name or a dotted name may turn out to be. */
type Resolved =
  | { readonly kind: "value"; readonly value: TypedExpression }
  | { readonly kind: "place"; readonly place: Place; readonly load: TypedExpression }
  | { readonly kind: "type"; readonly type: TypeName; readonly offset: number }
  | { readonly kind: "partial"; readonly name: string; readonly offset: number };

const READ: Wanted = { read: true, target: undefined, explicit: false, internal: false };
/** A value that nothing uses: only what has effects may stand there. */
export const UNUSED: Wanted = { read: false, target: undefined, explicit: false, internal: false };

/** A value of a type, cast as declarations cast. */
export function wanting(target: TypeName): Wanted & { target: TypeName } {
  return { read: true, target, explicit: false, internal: false };
}

/** A value of a type, cast as arguments and results are. */
export function wantingInternally(target: TypeName): Wanted & { target: TypeName } {
  return { read: true, target, explicit: false, internal: true };
}

/** Checks the expressions of one script. */
export class ExpressionChecker {
  readonly #failures: Failures;
  readonly #functions: ReadonlyMap<string, FunctionSignature>;

  constructor(failures: Failures, functions: ReadonlyMap<string, FunctionSignature>) {
    this.#failures = failures;
    this.#functions = functions;
  }

  /** An expression, cast to what is wanted. */
  checkAs(expression: Expression, wanted: Wanted & { target: TypeName }, scope: Scope): TypedExpression {
    return this.#cast(this.check(expression, wanted, scope), wanted.target, wanted);
  }

  /** An expression as it is; `wanted.target` only advises. */
  check(expression: Expression, wanted: Wanted, scope: Scope): TypedExpression {
    if (!wanted.read) this.#refuseUnused(expression, scope);
    switch (expression.kind) {
      case "numeric":
      case "decimal":
        return this.#number(expression, wanted, "");
      case "boolean":
        return { kind: "constant", type: "boolean", offset: expression.offset, value: expression.value };
      case "string":
        return { kind: "constant", type: "String", offset: expression.offset, value: expression.value };
      case "null":
        return this.#null(expression, wanted);
      case "regex":
        throw this.#failures.unsupported(expression.offset, "A regular expression");
      case "lambda":
        throw this.#failures.unsupported(expression.offset, "A lambda");
      case "functionReference":
        throw this.#failures.unsupported(expression.offset, `The method reference ${expression.text}`);
      case "symbol":
      case "dot":
        return this.#valueOf(this.#resolve(expression, wanted, scope));
      case "brace":
        return this.#load(this.#bracePlace(expression, scope), wanted, expression.offset);
      case "list":
        return this.#list(expression, scope);
      case "map":
        return this.#map(expression, scope);
      case "call":
        return this.#call(expression, wanted, scope);
      case "callLocal":
        return this.#callLocal(expression, scope);
      case "newObject":
        return this.#newObject(expression, scope);
      case "newArray":
        return this.#newArray(expression, scope);
      case "cast":
        return this.#explicitCast(expression, scope);
      case "unary":
        return this.#unary(expression, wanted, scope);
      case "binary":
        return this.#binary(expression, wanted, scope);
      case "comparison":
        return this.#comparison(expression, scope);
      case "logical": {
        const { operator, offset } = expression;
        const left = this.checkAs(expression.left, wantingBoolean, scope);
        const right = this.checkAs(expression.right, wantingBoolean, scope);
        return { kind: "logical", type: "boolean", offset, operator, left, right };
      }
      case "instanceof":
        return this.#instanceof(expression, scope);
      case "conditional":
        return this.#conditional(expression, wanted, scope);
      case "elvis":
        return this.#elvis(expression, wanted, scope);
      case "assignment":
        return this.#assignment(expression, wanted, scope);
    }
  }

  /** A checked expression, cast to what is wanted. */
  cast(child: TypedExpression, wanted: Wanted & { target: TypeName }): TypedExpression {
    return this.#cast(child, wanted.target, wanted);
  }

  /** A cast written out as a node of the tree. */
  #cast(child: TypedExpression, target: TypeName, options: CastOptions): TypedExpression {
    if (child.type === target) return child;
    const conversion = legalCast(child.type, target, options);
    if (conversion === undefined) {
      const [from, to] = [canonicalName(child.type), canonicalName(target)];
      throw this.#failures.classCast(child.offset, `Cannot cast from [${from}] to [${to}].`);
    }
    return foldConversion({ kind: "convert", type: target, offset: child.offset, child, conversion }, this.#failures);
  }

  #boxed(child: TypedExpression): TypedExpression {
    return this.#cast(child, "def", READ);
  }

  // Constants

  #number(expression: Node<"numeric"> | Node<"decimal">, wanted: Wanted, sign: "" | "-"): TypedExpression {
    const read = expression.kind === "decimal"
      ? readDecimal(sign + expression.text)
      : readInteger(sign + expression.text, expression.radix, wanted.target);
    if (read.problem !== undefined) throw this.#failures.illegalArgument(expression.offset, read.problem);
    return { kind: "constant", type: read.type, offset: expression.offset, value: read.value };
  }

  #null(expression: Node<"null">, wanted: Wanted): TypedExpression {
    const type = wanted.target ?? "Object";
    if (isPrimitive(type)) {
      throw this.#failures.illegalArgument(expression.offset, `Cannot cast null to a primitive type [${type}].`);
    }
    return { kind: "constant", type, offset: expression.offset, value: null };
  }

  #list(expression: Node<"list">, scope: Scope): TypedExpression {
    const values = expression.values.map((value) => this.checkAs(value, wantingInternally("def"), scope));
    return { kind: "list", type: this.#known("ArrayList", expression.offset), offset: expression.offset, values };
  }

  #map(expression: Node<"map">, scope: Scope): TypedExpression {
    const keys: TypedExpression[] = [];
    const values: TypedExpression[] = [];
    expression.keys.forEach((key, i) => {
      keys.push(this.checkAs(key, wantingInternally("def"), scope));
      const value = expression.values[i];
      if (value !== undefined) values.push(this.checkAs(value, wantingInternally("def"), scope));
    });
    return { kind: "map", type: this.#known("HashMap", expression.offset), offset: expression.offset, keys, values };
  }

  // Names, fields, elements

  #valueOf(resolved: Resolved): TypedExpression {
    switch (resolved.kind) {
      case "value":
        return resolved.value;
      case "place":
        return resolved.load;
      case "type":
        throw this.#failures.illegalArgument(
          resolved.offset,
          `value required: instead found unexpected type [${canonicalName(resolved.type)}]`,
        );
      case "partial":
        throw this.#failures.illegalArgument(resolved.offset, `cannot resolve symbol [${resolved.name}]`);
    }
  }

  /** What stands before a dot: a value, or a type. */
  #prefix(expression: Expression, scope: Scope): Resolved {
    if (expression.kind === "symbol" || expression.kind === "dot") return this.#resolve(expression, READ, scope);
    return { kind: "value", value: this.check(expression, READ, scope) };
  }

  #resolve(expression: Node<"symbol"> | Node<"dot">, wanted: Wanted, scope: Scope): Resolved {
    return expression.kind === "symbol"
      ? this.#resolveSymbol(expression, scope)
      : this.#resolveDot(expression, wanted, scope);
  }

  #resolveSymbol({ name, offset }: Node<"symbol">, scope: Scope): Resolved {
    const type = resolveType(name);
    if (type === "unsupported") throw this.#failures.unsupported(offset, `The class ${name}`);
    if (type !== undefined) return { kind: "type", type, offset };
    const variable = scope.find(name);
    if (variable === undefined) return { kind: "partial", name, offset };
    const place: Place = { kind: "local", type: variable.type, slot: variable.slot };
    return { kind: "place", place, load: { kind: "load", type: variable.type, offset, place } };
  }

  #resolveDot(expression: Node<"dot">, wanted: Wanted, scope: Scope): Resolved {
    const { offset } = expression;
    const prefix = this.#prefix(expression.prefix, scope);
    if (prefix.kind === "partial") {
      const name = `${prefix.name}.${expression.name}`;
      const type = resolveType(name);
      if (type === "unsupported") throw this.#failures.unsupported(offset, `The class ${name}`);
      return type === undefined ? { kind: "partial", name, offset } : { kind: "type", type, offset };
    }
    if (prefix.kind === "type") return this.#staticMember(prefix.type, expression);
    const value = this.#valueOf(prefix);
    if (!expression.nullSafe) {
      const place = this.#dotPlace(value, expression, "read");
      return { kind: "value", value: this.#loadDot(place, wanted, offset) };
    }
    this.#refuseNullSafeOn(value, offset);
    const standIn: TypedExpression = { kind: "nullSafeValue", type: value.type, offset };
    const access = this.#loadDot(this.#dotPlace(standIn, expression, "read"), READ, offset);
    return { kind: "value", value: this.#nullSafe(value, access) };
  }

  #nullSafe(prefix: TypedExpression, access: TypedExpression): TypedExpression {
    this.#refuseNullSafePrimitive(access.type);
    return { kind: "nullSafe", type: access.type, offset: access.offset, prefix, access };
  }

  /** 7.10 compiles it to a class that the virtual machine refuses. */
  #refuseNullSafeOn(prefix: TypedExpression, offset: number): void {
    if (isPrimitive(prefix.type)) throw this.#failures.unsupported(offset, `?. on a ${prefix.type}`);
  }

  /** The server does not say where. */
  #refuseNullSafePrimitive(type: TypeName): void {
    if (isPrimitive(type)) {
      throw this.#failures.illegalArgument(0, "Result of null safe operator must be nullable");
    }
  }

  #loadDot(place: Place | TypedExpression, wanted: Wanted, offset: number): TypedExpression {
    return "offset" in place && place.kind === "arrayLength" ? place : this.#load(asPlace(place), wanted, offset);
  }

  #load(place: Place, wanted: Wanted, offset: number): TypedExpression {
    const load: TypedExpression = { kind: "load", type: place.type, offset, place };
    return place.kind === "dynamicElement" || place.kind === "dynamicField" ? narrowed(load, wanted, false) : load;
  }

  #staticMember(type: TypeName, { name, offset }: Node<"dot">): Resolved {
    const inner = resolveType(`${type}.${name}`);
    if (inner !== undefined && inner !== "unsupported") return { kind: "type", type: inner, offset };
    const field = findStaticField(type, name);
    if (field === undefined) {
      throw this.#failures.illegalArgument(offset, `field [${canonicalName(type)}, ${name}] not found`);
    }
    return { kind: "value", value: { kind: "constant", type: field.type, offset, value: field.value } };
  }

  /** What `prefix.name` stands for; of an array only the length. */
  #dotPlace(
    prefix: TypedExpression,
    { name, offset }: Node<"dot">,
    use: "read" | "write" | "both",
  ): Place | ArrayLength {
    const type = prefix.type;
    if (isArray(type)) return this.#arrayLength(prefix, name, offset, use);
    if (type === "def") return { kind: "dynamicField", type, offset, prefix, name };
    const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
    const lookUp = (method: string) => this.#method(type, method, 0, offset);
    const getter = lookUp(`get${capitalized}`) ?? lookUp(`is${capitalized}`);
    if (getter !== undefined) {
      if (use !== "read") {
        throw this.#failures.illegalArgument(
          offset,
          `Illegal shortcut on field [${name}] for type [${canonicalName(type)}].`,
        );
      }
      const receiver = this.#receiver(prefix);
      return { kind: "property", type: getter.returns, offset, prefix: receiver, getter };
    }
    if (isAssignable(type, "Map")) {
      const key: TypedExpression = { kind: "constant", type: "String", offset, value: name };
      return { kind: "mapEntry", type: "def", offset, map: prefix, key };
    }
    if (isAssignable(type, "List")) {
      if (!/^[0-9]+$/.test(name) || Number(name) > 0x7fffffff) {
        throw this.#failures.illegalArgument(offset, `invalid list index [${name}]`);
      }
      const index: TypedExpression = { kind: "constant", type: "int", offset, value: Number(name) };
      return { kind: "listElement", type: "def", offset, list: prefix, index };
    }
    throw this.#failures.illegalArgument(offset, `field [${canonicalName(type)}, ${name}] not found`);
  }

  #arrayLength(array: TypedExpression, name: string, offset: number, use: string): ArrayLength {
    if (name !== "length") {
      throw this.#failures.illegalArgument(
        offset,
        `Field [${name}] does not exist for type [${canonicalName(array.type)}].`,
      );
    }
    if (use !== "read") {
      throw this.#failures.illegalArgument(
        offset,
        "invalid assignment: cannot assign a value write to read-only field [length] for an array.",
      );
    }
    return { kind: "arrayLength", type: "int", offset, array };
  }

  #bracePlace(expression: Node<"brace">, scope: Scope): Place {
    const { offset } = expression;
    const prefix = this.check(expression.prefix, READ, scope);
    const type = prefix.type;
    if (isArray(type)) {
      const index = this.checkAs(expression.index, wanting("int"), scope);
      return { kind: "arrayElement", type: componentOf(type), offset, array: prefix, index };
    }
    if (type === "def") {
      const index = this.check(expression.index, READ, scope);
      this.#refuseVoid(index);
      return { kind: "dynamicElement", type, offset, prefix, index };
    }
    if (isAssignable(type, "Map")) {
      const key = this.checkAs(expression.index, wanting("def"), scope);
      return { kind: "mapEntry", type: "def", offset, map: prefix, key };
    }
    if (isAssignable(type, "List")) {
      const index = this.checkAs(expression.index, wanting("int"), scope);
      return { kind: "listElement", type: "def", offset, list: prefix, index };
    }
    throw this.#failures.illegalArgument(offset, `Illegal array access on type [${canonicalName(type)}].`);
  }

  // Calls

  #call(expression: Node<"call">, wanted: Wanted, scope: Scope): TypedExpression {
    const { offset, name, args } = expression;
    const prefix = this.#prefix(expression.prefix, scope);
    if (prefix.kind === "partial") {
      throw this.#failures.illegalArgument(offset, `cannot resolve symbol [${prefix.name}]`);
    }
    if (prefix.kind === "type") {
      const method = this.#staticMethod(prefix.type, name, args.length, offset);
      if (expression.nullSafe) this.#refuseNullSafePrimitive(method.returns);
      const checked = this.#arguments(args, method.params, scope);
      return { kind: "callLibrary", type: method.returns, offset, method, isInstance: false, args: checked };
    }
    const value = this.#valueOf(prefix);
    if (!expression.nullSafe) return this.#callOn(value, expression, wanted, scope);
    this.#refuseNullSafeOn(value, offset);
    const standIn: TypedExpression = { kind: "nullSafeValue", type: value.type, offset };
    return this.#nullSafe(value, this.#callOn(standIn, expression, READ, scope));
  }

  #callOn(receiver: TypedExpression, call: Node<"call">, wanted: Wanted, scope: Scope): TypedExpression {
    const { offset, name } = call;
    if (receiver.type === "def") {
      const args = call.args.map((arg) => {
        const checked = this.check(arg, { ...READ, internal: true }, scope);
        if (checked.type !== "void") return checked;
        throw this.#failures.illegalArgument(
          offset,
          `Argument(s) cannot be of [void] type when calling method [${name}].`,
        );
      });
      return narrowed({ kind: "callDynamic", type: "def", offset, receiver, name, args }, wanted, false);
    }
    const method = this.#method(receiver.type, name, call.args.length, offset);
    if (method === undefined) {
      const signature = `${canonicalName(receiver.type)}, ${name}/${call.args.length}`;
      throw this.#failures.illegalArgument(offset, `member method [${signature}] not found`);
    }
    const args = [this.#receiver(receiver), ...this.#arguments(call.args, method.params, scope)];
    return { kind: "callLibrary", type: method.returns, offset, method, isInstance: true, args };
  }

  /** A primitive is boxed before its methods are called. */
  #receiver(value: TypedExpression): TypedExpression {
    return isPrimitive(value.type) ? this.#boxed(value) : value;
  }

  #arguments(args: readonly Expression[], params: readonly TypeName[], scope: Scope): TypedExpression[] {
    return args.map((arg, i) => this.checkAs(arg, wantingInternally(params[i] ?? "def"), scope));
  }

  #method(type: TypeName, name: string, arity: number, offset: number): LibraryMethod | undefined {
    const method = findMethod(boxOf(type) ?? type, name, arity);
    if (method === "unsupported") throw this.#failures.unsupported(offset, `${type}.${name} with ${arity} arguments`);
    return method;
  }

  #staticMethod(type: TypeName, name: string, arity: number, offset: number): LibraryMethod {
    const method = findStaticMethod(boxOf(type) ?? type, name, arity);
    if (method === "unsupported") throw this.#failures.unsupported(offset, `${type}.${name} with ${arity} arguments`);
    if (method !== undefined) return method;
    throw this.#failures.illegalArgument(
      offset,
      `static method [${canonicalName(type)}, ${name}/${arity}] not found`,
    );
  }

  #callLocal({ name, args, offset }: Node<"callLocal">, scope: Scope): TypedExpression {
    const target = this.#functions.get(`${name}/${args.length}`);
    if (target === undefined) {
      // The field API of 8.x.
      if (name === "$" || name === "field") throw this.#failures.unsupported(offset, `${name}(…)`);
      const shown = args.length === 0 ? "[]" : args.length;
      throw this.#failures.illegalArgument(offset, `Unknown call [${name}] with [${shown}] arguments.`);
    }
    const checked = this.#arguments(args, target.params, scope);
    return { kind: "callFunction", type: target.returns, offset, functionIndex: target.index, args: checked };
  }

  #newObject(expression: Node<"newObject">, scope: Scope): TypedExpression {
    const { offset, args } = expression;
    const type = this.#type(expression.type, offset, `Not a type [${expression.type}].`);
    const method = findConstructor(type, args.length);
    if (method === "unsupported") {
      throw this.#failures.unsupported(offset, `new ${type} with ${args.length} arguments`);
    }
    if (method === undefined) {
      throw this.#failures.illegalArgument(
        offset,
        `constructor [${canonicalName(type)}, <init>/${args.length}] not found`,
      );
    }
    const checked = this.#arguments(args, method.params, scope);
    return { kind: "callLibrary", type, offset, method, isInstance: false, args: checked };
  }

  #newArray(expression: Node<"newArray">, scope: Scope): TypedExpression {
    const { offset } = expression;
    const type = this.#type(expression.type, offset, `Not a type [${expression.type}].`);
    const wanted = wantingInternally(expression.initializer ? componentOf(type) : "int");
    const values = expression.values.map((value) => this.checkAs(value, wanted, scope));
    return expression.initializer
      ? { kind: "arrayOf", type, offset, values }
      : { kind: "newArray", type, offset, sizes: values };
  }

  // Operators

  #explicitCast(expression: Node<"cast">, scope: Scope): TypedExpression {
    const { offset } = expression;
    const type = this.#type(expression.type, offset, `cannot resolve type [${expression.type}]`);
    const child = this.checkAs(expression.child, { ...wanting(type), explicit: true }, scope);
    // What is wrong with the value is reported where the cast begins.
    return { ...child, offset };
  }

  #unary(expression: Node<"unary">, wanted: Wanted, scope: Scope): TypedExpression {
    const { operator, child, offset } = expression;
    if (operator === "-" && (child.kind === "numeric" || child.kind === "decimal")) {
      const number = this.#number(child, wanted, "-");
      // Where the type is known the server asks at once whether it can be cast, and reports the place of its digits.
      if (wanted.target !== undefined) this.#cast(number, wanted.target, wanted);
      return { ...number, offset };
    }
    if (operator === "!") {
      const checked = this.checkAs(child, wantingBoolean, scope);
      return { kind: "unary", type: "boolean", offset, operator, computedAs: "boolean", child: checked };
    }
    const checked = this.check(child, READ, scope);
    const type = promoteUnary(checked.type, operator !== "~");
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the ${OPERATOR_NAMES[operator]} operator [${operator}] to the type ` +
          `[${canonicalName(checked.type)}]`,
      );
    }
    const cast = this.#cast(checked, type, READ);
    const typed: TypedExpression = { kind: "unary", type, offset, operator, computedAs: asComputed(type), child: cast };
    return type === "def" ? narrowed(typed, wanted, wanted.explicit) : typed;
  }

  #binary(expression: Node<"binary">, wanted: Wanted, scope: Scope): TypedExpression {
    const { operator, offset } = expression;
    if (operator === "=~" || operator === "==~") throw this.#failures.unsupported(offset, `The operator ${operator}`);
    const left = this.check(expression.left, READ, scope);
    const right = this.check(expression.right, READ, scope);
    const isShift = operator === "<<" || operator === ">>" || operator === ">>>";
    const distance = isShift ? promoteUnary(right.type, false) : undefined;
    const type = operator === "+"
      ? promoteAdd(left.type, right.type)
      : operator === "^"
      ? promoteXor(left.type, right.type)
      : isShift
      ? (distance === undefined ? undefined : promoteUnary(left.type, false))
      : promoteBinary(left.type, right.type, operator !== "&" && operator !== "|");
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the ${OPERATOR_NAMES[operator]} operator [${operator}] to the types ` +
          `[${canonicalName(left.type)}] and [${canonicalName(right.type)}]`,
      );
    }
    // Asked for a string, `+` of anything dynamic concatenates.
    if (operator === "+" && (type === "String" || type === "def" && wanted.target === "String")) {
      return this.#concatenation(left, right, offset);
    }
    if (type === "def" || distance === "def") {
      const typed: TypedExpression = {
        kind: "arithmetic",
        type: "def",
        offset,
        operator,
        computedAs: "def",
        left: this.#boxed(left),
        right: this.#boxed(right),
      };
      return narrowed(typed, { ...wanted, target: wanted.target ?? type }, wanted.explicit);
    }
    const typed = {
      kind: "arithmetic",
      type,
      offset,
      operator,
      computedAs: asComputed(type),
      left: this.#cast(left, type, READ),
      right: isShift ? this.#distance(right, distance) : this.#cast(right, type, READ),
    } as const;
    return foldArithmetic(typed, this.#failures);
  }

  #distance(right: TypedExpression, type: TypeName | undefined): TypedExpression {
    if (type === "def") return this.#boxed(right);
    return this.#cast(right, "int", { explicit: type === "long", internal: false });
  }

  #concatenation(left: TypedExpression, right: TypedExpression, offset: number): TypedExpression {
    this.#refuseVoid(left);
    this.#refuseVoid(right);
    const parts = [left, right].flatMap((part) => part.kind === "concatenation" ? part.parts : [part]);
    return { kind: "concatenation", type: "String", offset, parts };
  }

  #comparison(expression: Node<"comparison">, scope: Scope): TypedExpression {
    const { operator, offset } = expression;
    const left = this.check(expression.left, READ, scope);
    const right = this.check(expression.right, READ, scope);
    const isEquality = operator.includes("==") || operator.startsWith("!");
    const type = isEquality && operator !== "<=" && operator !== ">="
      ? promoteEquality(left.type, right.type)
      : promoteBinary(left.type, right.type, true);
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the ${OPERATOR_NAMES[operator]} operator [${operator}] to the types ` +
          `[${canonicalName(left.type)}] and [${canonicalName(right.type)}]`,
      );
    }
    if (isEquality && expression.left.kind === "null" && expression.right.kind === "null") {
      throw this.#failures.illegalArgument(offset, "extraneous comparison of [null] constants");
    }
    return {
      kind: "comparison",
      type: "boolean",
      offset,
      operator,
      computedAs: type === "Object" ? type : asComputed(type),
      left: this.#cast(left, type, READ),
      right: this.#cast(right, type, READ),
    };
  }

  #instanceof(expression: Node<"instanceof">, scope: Scope): TypedExpression {
    const { offset } = expression;
    const wanted = this.#type(expression.type, offset, `Not a type [${expression.type}].`);
    const child = this.check(expression.child, READ, scope);
    if (child.type === "long" || child.type === "double") {
      // 7.10 compiles it to a class that the virtual machine may refuse.
      throw this.#failures.unsupported(offset, `instanceof of a ${child.type}`);
    }
    return { kind: "instanceof", type: "boolean", offset, child: this.#boxed(child), wanted: boxOf(wanted) ?? wanted };
  }

  #conditional(expression: Node<"conditional">, wanted: Wanted, scope: Scope): TypedExpression {
    const { offset } = expression;
    const condition = this.checkAs(expression.condition, wantingBoolean, scope);
    const whenTrue = this.check(expression.whenTrue, wanted, scope);
    const whenFalse = this.check(expression.whenFalse, wanted, scope);
    const type = wanted.target ?? promoteConditional(whenTrue.type, whenFalse.type);
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the conditional operator [?:] to the types ` +
          `[${canonicalName(whenTrue.type)}] and [${canonicalName(whenFalse.type)}]`,
      );
    }
    return {
      kind: "conditional",
      type,
      offset,
      condition,
      whenTrue: this.#cast(whenTrue, type, wanted),
      whenFalse: this.#cast(whenFalse, type, wanted),
    };
  }

  /** 7.10 refuses one that is to give a primitive; 8.x takes it, so the result is cast as a whole. */
  #elvis(expression: Node<"elvis">, wanted: Wanted, scope: Scope): TypedExpression {
    const { offset } = expression;
    const isPrimitiveWanted = wanted.target !== undefined && isPrimitive(wanted.target);
    const inner = isPrimitiveWanted ? { ...wanted, target: undefined } : wanted;
    const left = this.check(expression.left, inner, scope);
    const right = this.check(expression.right, inner, scope);
    const leftKind = expression.left.kind;
    const extraneous = leftKind === "null"
      ? "LHS is null"
      : leftKind === "boolean" || leftKind === "numeric" || leftKind === "decimal" || leftKind === "string"
      ? "LHS is a constant"
      : isPrimitive(left.type)
      ? "LHS is a primitive"
      : expression.right.kind === "null"
      ? "RHS is null"
      : undefined;
    if (extraneous !== undefined) {
      throw this.#failures.illegalArgument(offset, `Extraneous elvis operator. ${extraneous}.`);
    }
    const type = inner.target ?? (isPrimitiveWanted ? "def" : promoteConditional(left.type, right.type)) ?? "Object";
    return {
      kind: "elvis",
      type,
      offset,
      left: this.#cast(left, type, inner),
      right: this.#cast(right, type, inner),
    };
  }

  // Assignments

  #assignment(expression: Node<"assignment">, wanted: Wanted, scope: Scope): TypedExpression {
    const place = this.#place(expression.left, expression.operator === undefined ? "write" : "both", scope);
    return expression.operator === undefined
      ? this.#plainAssignment(expression, place, wanted, scope)
      : this.#compoundAssignment(expression, expression.operator, place, wanted, scope);
  }

  #plainAssignment(
    { right, offset }: Node<"assignment">,
    place: Place,
    wanted: Wanted,
    scope: Scope,
  ): TypedExpression {
    if (place.kind !== "dynamicElement" && place.kind !== "dynamicField") {
      const value = this.checkAs(right, wanting(place.type), scope);
      return { kind: "store", type: wanted.read ? place.type : "void", offset, place, value };
    }
    // What a dynamic place takes is known at run time; the value stays of its own type.
    const value = this.check(right, READ, scope);
    if (value.type === "void") {
      throw this.#failures.illegalArgument(offset, "invalid assignment: cannot assign type [void]");
    }
    return { kind: "store", type: wanted.read ? value.type : "void", offset, place, value };
  }

  #compoundAssignment(
    expression: Node<"assignment">,
    operator: NonNullable<Node<"assignment">["operator"]>,
    place: Place,
    wanted: Wanted,
    scope: Scope,
  ): TypedExpression {
    const { offset } = expression;
    const right = this.check(expression.right, READ, scope);
    const isShift = operator === "<<" || operator === ">>" || operator === ">>>";
    const distance = isShift ? promoteUnary(right.type, false) : undefined;
    const type = isShift
      ? (distance === undefined ? undefined : promoteUnary(place.type, false))
      : operator === "+"
      ? promoteAdd(place.type, right.type)
      : operator === "&" || operator === "|" || operator === "^"
      ? promoteXor(place.type, right.type)
      : promoteBinary(place.type, right.type, true);
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `invalid compound assignment: cannot apply [${operator}=] to types [${classText(place.type)}] and ` +
          `[${classText(right.type)}]`,
      );
    }
    if (distance === "def" && type !== "def") {
      // 7.10 compiles it to a class that the virtual machine refuses.
      throw this.#failures.unsupported(offset, `${operator}= of a ${type} by a def`);
    }
    if (type === "String") this.#refuseVoid(right);
    const value = type === "String"
      ? right
      : isShift
      ? (type === "def" ? this.#boxed(right) : this.#distance(right, distance))
      : this.#cast(right, type, READ);
    return {
      kind: "update",
      type: wanted.read ? place.type : "void",
      offset,
      place,
      operator,
      computedAs: type === "String" ? type : asComputed(type),
      upcast: this.#conversion(place.type, type, { explicit: false, internal: false }, offset),
      downcast: this.#conversion(type, place.type, { explicit: true, internal: false }, offset),
      value,
      postfix: expression.postfix,
    };
  }

  #conversion(from: TypeName, to: TypeName, options: CastOptions, offset: number): Conversion {
    const conversion = legalCast(from, to, options);
    if (conversion !== undefined) return conversion;
    throw this.#failures.classCast(offset, `Cannot cast from [${canonicalName(from)}] to [${canonicalName(to)}].`);
  }

  /** What may stand left of an assignment. */
  #place(expression: Expression, use: "write" | "both", scope: Scope): Place {
    if (expression.kind === "brace") return this.#bracePlace(expression, scope);
    if (expression.kind === "symbol") return this.#variable(expression, scope);
    if (expression.kind === "dot") return this.#writtenDot(expression, use, scope);
    throw this.#failures.illegalArgument(
      expression.offset,
      `invalid assignment: cannot assign a value to ${expression.kind === "cast" ? "an " : ""}${describe(expression)}`,
    );
  }

  #variable(symbol: Node<"symbol">, scope: Scope): Place {
    const resolved = this.#resolveSymbol(symbol, scope);
    if (resolved.kind === "type") {
      throw this.#failures.illegalArgument(
        symbol.offset,
        `invalid assignment: cannot write a value to a static type [${canonicalName(resolved.type)}]`,
      );
    }
    if (resolved.kind !== "place") {
      throw this.#failures.illegalArgument(symbol.offset, `cannot resolve symbol [${symbol.name}]`);
    }
    if (scope.find(symbol.name)?.readOnly) {
      throw this.#failures.illegalArgument(symbol.offset, `Variable [${symbol.name}] is read-only.`);
    }
    return resolved.place;
  }

  #writtenDot(expression: Node<"dot">, use: "write" | "both", scope: Scope): Place {
    const { offset, name } = expression;
    const prefix = this.#prefix(expression.prefix, scope);
    if (prefix.kind === "type" || prefix.kind === "partial") {
      const resolved = this.#resolveDot(expression, READ, scope);
      if (resolved.kind === "partial") return this.#notAPlace(resolved.name, offset);
      throw this.#failures.illegalArgument(
        offset,
        resolved.kind === "type"
          ? `invalid assignment: cannot write a value to a static type [${canonicalName(resolved.type)}]`
          : `invalid assignment: cannot assign a value to read-only field [${name}]`,
      );
    }
    const place = this.#dotPlace(this.#valueOf(prefix), expression, use);
    if (expression.nullSafe) {
      throw this.#failures.illegalArgument(
        offset,
        "invalid assignment: cannot assign a value to a null safe operation [?.]",
      );
    }
    return asPlace(place);
  }

  #notAPlace(name: string, offset: number): never {
    throw this.#failures.illegalArgument(offset, `cannot resolve symbol [${name}]`);
  }

  // Refusals

  #refuseVoid(value: TypedExpression): void {
    if (value.type === "void") throw this.#failures.classCast(value.offset, "Cannot cast from [void] to [def].");
  }

  #refuseUnused(expression: Expression, scope: Scope): void {
    switch (expression.kind) {
      case "assignment":
      case "call":
      case "callLocal":
        return;
      case "newObject":
        // 7.10 compiles it to a class that the virtual machine refuses.
        throw this.#failures.unsupported(expression.offset, `new ${expression.type}(…) without any use`);
      case "symbol":
        throw this.#failures.illegalArgument(
          expression.offset,
          resolveType(expression.name) !== undefined
            ? `not a statement: static type [${canonicalName(expression.name)}] not used`
            : scope.find(expression.name) === undefined
            ? `cannot resolve symbol [${expression.name}]`
            : `not a statement: variable [${expression.name}] not used`,
        );
      case "numeric":
      case "decimal":
        throw this.#failures.illegalArgument(
          expression.offset,
          `not a statement: ${expression.kind} constant [${expression.text}] not used`,
        );
      case "string":
      case "boolean":
        throw this.#failures.illegalArgument(
          expression.offset,
          `not a statement: ${expression.kind} constant [${expression.value}] not used`,
        );
      case "null":
        throw this.#failures.illegalArgument(expression.offset, "not a statement: null constant not used");
      case "dot":
        throw this.#failures.illegalArgument(expression.offset, "not a statement: result of dot operator [.] not used");
      case "brace":
        throw this.#failures.illegalArgument(
          expression.offset,
          "not a statement: result of brace operator not used",
        );
      default:
        throw this.#failures.illegalArgument(
          expression.offset,
          `not a statement: result not used from ${describe(expression)}`,
        );
    }
  }

  // Types

  /** The type of a name; `problem` is said of one that there is not. */
  #type(written: string, offset: number, problem: string): TypeName {
    const type = resolveType(written);
    if (type === "unsupported") throw this.#failures.unsupported(offset, `The class ${written}`);
    if (type === undefined) throw this.#failures.illegalArgument(offset, problem);
    return type;
  }

  #known(type: TypeName, offset: number): TypeName {
    return this.#type(type, offset, `Not a type [${type}].`);
  }
}

type ArrayLength = Extract<TypedExpression, { kind: "arrayLength" }>;

const wantingBoolean = { ...READ, target: "boolean" };

/** Only what can be read is an ArrayLength; where something is written it was refused before. */
function asPlace(place: Place | TypedExpression): Place {
  switch (place.kind) {
    case "local":
    case "arrayElement":
    case "listElement":
    case "mapEntry":
    case "dynamicElement":
    case "dynamicField":
    case "property":
      return place;
    default:
      throw new TypeError(`Cannot assign to an expression of kind "${place.kind}"`);
  }
}

/** A dynamic result is taken as what is wanted, if that is known and not written as a cast. */
function narrowed(child: TypedExpression, wanted: Wanted, explicit: boolean): TypedExpression {
  const target = wanted.target;
  if (target === undefined || target === "def" || wanted.explicit && !explicit || target === "void") return child;
  return { kind: "narrow", type: target, offset: child.offset, child, explicit };
}

function asComputed(type: TypeName): ComputedType {
  switch (type) {
    case "int":
    case "long":
    case "float":
    case "double":
    case "boolean":
    case "def":
      return type;
    default:
      throw new TypeError(`Cannot compute with the type "${type}"`);
  }
}

/** A type as Java prints it, which shows in one message. */
function classText(type: TypeName): string {
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

/** An expression that cannot be assigned to or stand alone, in the server's words. */
function describe(expression: Expression): string {
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
