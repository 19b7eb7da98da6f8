/**
 * Orders as values.
 * @module
 */

import { compareNaturally } from "./compare.ts";
import { identityHash } from "./identity_hash.ts";
import { JavaObject, type JavaValue } from "./value.ts";

/** A `java.util.Comparator`. */
export class JavaComparator extends JavaObject {
  readonly className: string;
  readonly compare: (left: JavaValue, right: JavaValue) => number;
  /** The natural order, or its reverse: orders that agree with `equals`. */
  readonly isNatural: boolean;

  private constructor(
    className: string,
    compare: (left: JavaValue, right: JavaValue) => number,
    isNatural: boolean,
  ) {
    super();
    this.className = className;
    this.compare = compare;
    this.isNatural = isNatural;
  }

  /** `Comparator.naturalOrder()`. */
  static readonly natural: JavaComparator = new JavaComparator(
    "java.util.Comparators$NaturalOrderComparator",
    compareNaturally,
    true,
  );

  /** `Comparator.reverseOrder()`. */
  static readonly reverse: JavaComparator = new JavaComparator(
    "java.util.Collections$ReverseComparator",
    (left, right) => compareNaturally(right, left),
    true,
  );

  /** `order.reversed()`. */
  reversed(): JavaComparator {
    if (this === JavaComparator.natural) return JavaComparator.reverse;
    if (this === JavaComparator.reverse) return JavaComparator.natural;
    return new JavaComparator(
      "java.util.Collections$ReverseComparator2",
      (left, right) => this.compare(right, left),
      this.isNatural,
    );
  }

  /** `Comparator.nullsFirst(order)` and `nullsLast`. */
  static withNulls(order: JavaComparator | null, first: boolean): JavaComparator {
    return new JavaComparator("java.util.Comparators$NullComparator", (left, right) => {
      if (left === null) return right === null ? 0 : first ? -1 : 1;
      if (right === null) return first ? 1 : -1;
      return order === null ? 0 : order.compare(left, right);
    }, false);
  }

  /** `order.thenComparing(next)`. */
  then(next: JavaComparator): JavaComparator {
    return new JavaComparator(
      "java.util.Comparator$$Lambda",
      (left, right) => this.compare(left, right) || next.compare(left, right),
      false,
    );
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    return `${this.className}@${this.hashCode().toString(16)}`;
  }
}
