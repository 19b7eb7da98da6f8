/**
 * Checks names, fields, elements and calls: what they mean, and what of it can be assigned to.
 * @module
 */

import type { PainlessContext } from "./compile.ts";
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
import { describeExpression } from "./expression_words.ts";
import type { LibraryMethod, TypeName } from "./library.ts";
import { typeNamed } from "./named_type.ts";
import type { Scope } from "./scope.ts";
import { boxOf, componentOf, isArray, isPrimitive } from "./static_type.ts";
import type { Expression } from "./syntax_tree.ts";
import type { Place, TypedExpression } from "./typed_tree.ts";
import { narrowed, type PartChecker, READ, type Wanted, wanting, wantingInternally } from "./wanted.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;
type ArrayLength = Extract<TypedExpression, { kind: "arrayLength" }>;

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

/** Checks the names, fields, elements and calls of one script. */
export class MemberChecker {
  readonly #failures: Failures;
  readonly #functions: ReadonlyMap<string, FunctionSignature>;
  readonly #context: PainlessContext;
  readonly #parts: PartChecker;

  constructor(
    failures: Failures,
    functions: ReadonlyMap<string, FunctionSignature>,
    context: PainlessContext,
    parts: PartChecker,
  ) {
    this.#failures = failures;
    this.#functions = functions;
    this.#context = context;
    this.#parts = parts;
  }

  /** A name, or a dotted one. */
  name(expression: Node<"symbol"> | Node<"dot">, wanted: Wanted, scope: Scope): TypedExpression {
    return this.#valueOf(this.#resolve(expression, wanted, scope));
  }

  /** `prefix[index]`. */
  element(expression: Node<"brace">, wanted: Wanted, scope: Scope): TypedExpression {
    return this.#load(this.#bracePlace(expression, scope), wanted, expression.offset);
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
    return { kind: "value", value: this.#parts.check(expression, READ, scope) };
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
    const prefix = this.#parts.check(expression.prefix, READ, scope);
    const type = prefix.type;
    if (isArray(type)) {
      const index = this.#parts.checkAs(expression.index, wanting("int"), scope);
      return { kind: "arrayElement", type: componentOf(type), offset, array: prefix, index };
    }
    if (type === "def") {
      const index = this.#parts.check(expression.index, READ, scope);
      if (index.type === "void") throw this.#failures.classCast(index.offset, "Cannot cast from [void] to [def].");
      return { kind: "dynamicElement", type, offset, prefix, index };
    }
    if (isAssignable(type, "Map")) {
      const key = this.#parts.checkAs(expression.index, wanting("def"), scope);
      return { kind: "mapEntry", type: "def", offset, map: prefix, key };
    }
    if (isAssignable(type, "List")) {
      const index = this.#parts.checkAs(expression.index, wanting("int"), scope);
      return { kind: "listElement", type: "def", offset, list: prefix, index };
    }
    throw this.#failures.illegalArgument(offset, `Illegal array access on type [${canonicalName(type)}].`);
  }

  // Calls

  /** A call of a method. */
  call(expression: Node<"call">, wanted: Wanted, scope: Scope): TypedExpression {
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
        const checked = this.#parts.check(arg, { ...READ, internal: true }, scope);
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
    return isPrimitive(value.type) ? this.#parts.cast(value, "def", READ) : value;
  }

  #arguments(args: readonly Expression[], params: readonly TypeName[], scope: Scope): TypedExpression[] {
    return args.map((arg, i) => this.#parts.checkAs(arg, wantingInternally(params[i] ?? "def"), scope));
  }

  #method(type: TypeName, name: string, arity: number, offset: number): LibraryMethod | undefined {
    const method = findMethod(boxOf(type) ?? type, name, arity, this.#context);
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

  /** A call of a function of the script. */
  callLocal({ name, args, offset }: Node<"callLocal">, scope: Scope): TypedExpression {
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

  /** `new Type(…)`. */
  newObject(expression: Node<"newObject">, scope: Scope): TypedExpression {
    const { offset, args } = expression;
    const type = typeNamed(expression.type, offset, `Not a type [${expression.type}].`, this.#failures);
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

  /** `new type[…]`, `new type[] {…}`. */
  newArray(expression: Node<"newArray">, scope: Scope): TypedExpression {
    const { offset } = expression;
    const type = typeNamed(expression.type, offset, `Not a type [${expression.type}].`, this.#failures);
    const wanted = wantingInternally(expression.initializer ? componentOf(type) : "int");
    const values = expression.values.map((value) => this.#parts.checkAs(value, wanted, scope));
    return expression.initializer
      ? { kind: "arrayOf", type, offset, values }
      : { kind: "newArray", type, offset, sizes: values };
  }

  // Places

  /** What may stand left of an assignment. */
  place(expression: Expression, use: "write" | "both", scope: Scope): Place {
    if (expression.kind === "brace") return this.#bracePlace(expression, scope);
    if (expression.kind === "symbol") return this.#variable(expression, scope);
    if (expression.kind === "dot") return this.#writtenDot(expression, use, scope);
    throw this.#failures.illegalArgument(
      expression.offset,
      `invalid assignment: cannot assign a value to ${expression.kind === "cast" ? "an " : ""}${
        describeExpression(expression)
      }`,
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
}

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
