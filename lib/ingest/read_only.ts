/**
 * The document that conditions see: views of its maps and lists that cannot be changed.
 * @module
 */

import { JavaList } from "../java/collection.ts";
import { identityHash } from "../java/identity_hash.ts";
import { JavaMap } from "../java/map.ts";
import { JavaThrowable } from "../java/throwable.ts";
import { JavaUnmodifiableMap } from "../java/unmodifiable.ts";
import type { JavaValue } from "../java/value.ts";

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
export class ReadOnlyDocument extends JavaUnmodifiableMap {
  override readonly className = "org.elasticsearch.ingest.ConditionalProcessor$UnmodifiableIngestData";

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

  protected override refusal(): JavaThrowable {
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
