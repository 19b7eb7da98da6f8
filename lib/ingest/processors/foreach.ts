/** `foreach`: another processor runs for each element of a list, or each entry of an object (since 7.15). @module */

import { JavaList } from "../../java/collection.ts";
import { JavaHashMap, JavaMap } from "../../java/map.ts";
import { javaClassName, javaText, type JavaValue } from "../../java/value.ts";
import type { IngestDocument } from "../document.ts";
import { illegalArgument, type IngestError, wrapped } from "../error.ts";
import { literalField } from "../field_option.ts";
import type { Processor, ProcessorFactory } from "../processor.ts";

/**
 * Reads a `foreach` processor. The elements, `_ingest._value` in turn, are written back when all went well. In 7.10 a
 * missing field or one that is no list fails the whole request; since 7.12 it is a failure like any other, and so here.
 */
export const foreach: ProcessorFactory = (reader, context) => {
  const name = reader.string("field");
  const field = literalField(name);
  const ignoreMissing = reader.boolean("ignore_missing", false);
  const config = reader.map("processor");
  const types = config?.keys() ?? [];
  if (config !== undefined && types.length !== 1) {
    reader.fail("processor", "Must specify exactly one processor type");
  }
  let inner: Processor | undefined;
  if (config !== undefined && types.length === 1) {
    const type = javaText(types[0] ?? null);
    const options = config.get(type) ?? null;
    if (options instanceof JavaMap) {
      const reading = context.readInner(type, options, `${reader.path}/processor/${type}`);
      for (const error of reading.errors) reader.add(error);
      inner = reading.processor;
    } else {
      reader.add(notAMap(options), `processor/${type}`);
    }
  }
  return {
    execute(document) {
      if (inner === undefined) return true;
      const path = field(document);
      const value = ignoreMissing ? path.find(document) ?? null : path.get(document);
      if (value === null) {
        if (ignoreMissing) return true;
        throw illegalArgument(`field [${name}] is null, cannot loop over its elements.`);
      }
      const result = value instanceof JavaList
        ? eachElement(value, inner, document)
        : eachEntry(refuseOther(name, value), inner, document);
      if (result === undefined) return false;
      path.set(document, result);
      return true;
    },
  };
};

function refuseOther(name: string, value: JavaValue): JavaMap {
  if (value instanceof JavaMap) return value;
  throw illegalArgument(
    `field [${name}] of type [${javaClassName(value)}] cannot be cast to a list or map`,
  );
}

/** The server takes the options for an object unseen, and stumbles. */
function notAMap(options: JavaValue): IngestError {
  return options === null
    ? wrapped("java.lang.NullPointerException", "the options of the processor are null")
    : wrapped("java.lang.ClassCastException", `class ${javaClassName(options)} cannot be cast to class java.util.Map`);
}

/** The new list, undefined when the document was dropped. */
function eachElement(list: JavaList, processor: Processor, document: IngestDocument): JavaList | undefined {
  const results: JavaValue[] = [];
  for (const value of [...list.items]) {
    const previous = document.ingest.get("_value") ?? null;
    document.ingest.set("_value", value);
    try {
      if (!processor.execute(document)) return undefined;
    } finally {
      results.push(document.ingest.get("_value") ?? null);
      document.ingest.set("_value", previous);
    }
  }
  return new JavaList(results);
}

/** The new object, in which an entry has the key that `_ingest._key` came to be. */
function eachEntry(map: JavaMap, processor: Processor, document: IngestDocument): JavaMap | undefined {
  const { ingest } = document;
  const results = new JavaHashMap();
  for (const key of [...map.keys()]) {
    const previous = { key: ingest.get("_key") ?? null, value: ingest.get("_value") ?? null };
    ingest.set("_key", key);
    ingest.set("_value", map.get(key) ?? null);
    try {
      if (!processor.execute(document)) return undefined;
      const newKey = ingest.get("_key") ?? null;
      if (newKey !== null && javaText(newKey).trim() !== "") {
        results.set(javaText(newKey), ingest.get("_value") ?? null);
      }
    } finally {
      ingest.set("_key", previous.key);
      ingest.set("_value", previous.value);
    }
  }
  return results;
}
