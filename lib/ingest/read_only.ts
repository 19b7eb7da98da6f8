/**
 * Views of maps and lists that cannot be changed: the document that conditions see, and the `params` of scripts.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { identityHash } from "../java/identity_hash.ts";
import { JavaMap } from "../java/map.ts";
import { JavaThrowable } from "../java/throwable.ts";
import type { JavaValue } from "../java/value.ts";

/** What both views of maps share: every change is refused. */
abstract class MapView extends JavaMap {
  protected readonly map: JavaMap;

  constructor(map: JavaMap) {
    super();
    this.map = map;
  }

  get size(): number {
    return this.map.size;
  }

  get modifications(): number {
    return this.map.modifications;
  }

  get(key: JavaValue): JavaValue | undefined {
    return this.map.get(key);
  }

  has(key: JavaValue): boolean {
    return this.map.has(key);
  }

  keys(): readonly JavaValue[] {
    return this.map.keys();
  }

  set(): void {
    throw this.refusal();
  }

  delete(): never {
    throw this.refusal();
  }

  clear(): void {
    throw this.refusal();
  }

  override putAll(): void {
    throw this.refusal();
  }

  protected abstract refusal(): JavaThrowable;
}

/** `Collections.unmodifiableMap`: the map cannot be changed, what is in it can. */
export class UnmodifiableMap extends MapView {
  readonly className = "java.util.Collections$UnmodifiableMap";

  protected refusal(): JavaThrowable {
    return new JavaThrowable("java.lang.UnsupportedOperationException");
  }
}

/**
 * The document as a condition sees it: neither it nor anything in it can be changed. Such a view is equal to itself
 * only, and each look-up makes another one, as on the server.
 *
 * ```ts
 * import { parseDocument } from "../json/document.ts";
 * import { ReadOnlyDocument } from "./read_only.ts";
 * const view = new ReadOnlyDocument(parseDocument('{"a": {"b": 1}}'));
 * if (view.equals(new ReadOnlyDocument(parseDocument('{"a": {"b": 1}}')))) throw new Error();
 * ```
 */
export class ReadOnlyDocument extends MapView {
  override get className(): string {
    return "org.elasticsearch.ingest.ConditionalProcessor$UnmodifiableIngestData";
  }

  override get(key: JavaValue): JavaValue | undefined {
    const value = this.map.get(key);
    return typeof value === "object" ? readOnly(value) : value;
  }

  override equals(other: JavaValue): boolean {
    return this === other;
  }

  override hashCode(): number {
    return identityHash(this);
  }

  override toText(): string {
    return `${this.className}@${this.hashCode().toString(16)}`;
  }

  protected refusal(): JavaThrowable {
    return mutating();
  }
}

/** A list of the document as a condition sees it. */
class ReadOnlyList extends JavaList {
  constructor(list: JavaList) {
    super(list.items.map(readOnly), "org.elasticsearch.ingest.ConditionalProcessor$UnmodifiableIngestList");
  }

  override equals(other: JavaValue): boolean {
    return this === other;
  }

  override hashCode(): number {
    return identityHash(this);
  }

  override toText(): string {
    return `${this.className}@${this.hashCode().toString(16)}`;
  }

  override set(): never {
    throw mutating();
  }

  override retain(): never {
    throw mutating();
  }

  override clear(): void {
    throw mutating();
  }

  override sort(): void {
    throw mutating();
  }

  protected override refuseUnlessGrowable(): void {
    throw mutating();
  }
}

function readOnly(value: JavaValue): JavaValue {
  if (value instanceof JavaMap) return new ReadOnlyDocument(value);
  return value instanceof JavaList ? new ReadOnlyList(value) : value;
}

function mutating(): JavaThrowable {
  return new JavaThrowable(
    "java.lang.UnsupportedOperationException",
    "Mutating ingest documents in conditionals is not supported",
  );
}
