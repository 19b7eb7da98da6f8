/**
 * The allow-list: every class that scripts may name, with the methods that the rehearsal has.
 *
 * ```ts
 * import { LIBRARY } from "./mod.ts";
 * if (LIBRARY.get("String")?.javaName !== "java.lang.String") throw new Error();
 * ```
 *
 * @module
 */

import { JavaCollection } from "../../java/collection.ts";
import type { LibraryClass, TypeName } from "../library.ts";
import { ARRAYS } from "./arrays.ts";
import { CHARACTER } from "./character.ts";
import { COLLECTION } from "./collection.ts";
import { COLLECTIONS } from "./collections.ts";
import { COMPARATOR } from "./comparator.ts";
import { DOUBLE, FLOAT } from "./double.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { INTEGER } from "./integer.ts";
import { ITERABLE, ITERATOR, LIST_ITERATOR } from "./iterators.ts";
import { ABSTRACT_LIST, ARRAY_LIST, isWrapped, LIST, RANDOM_ACCESS } from "./list.ts";
import { LOCALE } from "./locale.ts";
import { LONG } from "./long.ts";
import {
  ABSTRACT_MAP,
  HASH_MAP,
  LINKED_HASH_MAP,
  MAP,
  MAP_ENTRY,
  SIMPLE_ENTRY,
  SIMPLE_IMMUTABLE_ENTRY,
} from "./map.ts";
import { MATH, STRICT_MATH } from "./math.ts";
import { COMPARABLE, OBJECT, OBJECTS } from "./object.ts";
import { ABSTRACT_SEQUENTIAL_LIST, DEQUE, LINKED_LIST, QUEUE } from "./queues.ts";
import { ABSTRACT_SET, HASH_SET, LINKED_HASH_SET, SET } from "./set.ts";
import { BOOLEAN, BYTE, NUMBER, SHORT } from "./small_numbers.ts";
import { NAVIGABLE_MAP, NAVIGABLE_SET, SORTED_MAP, SORTED_SET, TREE_MAP, TREE_SET } from "./sorted.ts";
import { CHAR_SEQUENCE, STRING } from "./string.ts";
import { APPENDABLE, STRING_BUFFER, STRING_BUILDER } from "./string_builder.ts";
import { STRING_JOINER } from "./string_joiner.ts";
import { STRING_TOKENIZER } from "./string_tokenizer.ts";
import { SYSTEM } from "./system.ts";

const ABSTRACT_COLLECTION: LibraryClass = {
  name: "AbstractCollection",
  javaName: "java.util.AbstractCollection",
  supertypes: ["Collection"],
  isInstance: (value) => value instanceof JavaCollection && !isWrapped(value),
};

const CLASSES: readonly LibraryClass[] = [
  ABSTRACT_COLLECTION,
  ABSTRACT_LIST,
  ABSTRACT_MAP,
  ABSTRACT_SEQUENTIAL_LIST,
  ABSTRACT_SET,
  APPENDABLE,
  ARRAYS,
  ARRAY_LIST,
  BOOLEAN,
  BYTE,
  CHARACTER,
  CHAR_SEQUENCE,
  COLLECTION,
  COLLECTIONS,
  COMPARABLE,
  COMPARATOR,
  DEQUE,
  DOUBLE,
  FLOAT,
  HASH_MAP,
  HASH_SET,
  INTEGER,
  ITERABLE,
  ITERATOR,
  LINKED_HASH_MAP,
  LINKED_HASH_SET,
  LINKED_LIST,
  LIST,
  LIST_ITERATOR,
  LOCALE,
  LONG,
  MAP,
  MAP_ENTRY,
  MATH,
  NAVIGABLE_MAP,
  NAVIGABLE_SET,
  NUMBER,
  OBJECT,
  OBJECTS,
  QUEUE,
  RANDOM_ACCESS,
  SET,
  SHORT,
  SIMPLE_ENTRY,
  SIMPLE_IMMUTABLE_ENTRY,
  SORTED_MAP,
  SORTED_SET,
  STRICT_MATH,
  STRING,
  STRING_BUFFER,
  STRING_BUILDER,
  STRING_JOINER,
  STRING_TOKENIZER,
  SYSTEM,
  TREE_MAP,
  TREE_SET,
  ...EXCEPTIONS,
];

/** Every class that scripts may name and the rehearsal has, by the name that scripts use. */
export const LIBRARY: ReadonlyMap<TypeName, LibraryClass> = new Map(CLASSES.map((each) => [each.name, each]));
