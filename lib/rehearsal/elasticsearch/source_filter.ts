/**
 * `_source`: which parts of documents are shown.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { javaText, type JavaValue } from "../../java/value.ts";
import { filterPaths } from "./filter_path.ts";
import type { AnswerValue } from "./json_text.ts";
import type { Query } from "./query.ts";

/** Which parts are shown; `hidden` for nothing at all. */
export interface SourceFilter {
  readonly hidden: boolean;
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

const EVERYTHING: SourceFilter = { hidden: false, includes: [], excludes: [] };

/** The filter of a query string. */
export function sourceFilterOf(query: Query): SourceFilter {
  const own = query.text("_source");
  if (own === "false") return { ...EVERYTHING, hidden: true };
  const names = own === undefined || own === "true" ? [] : own.split(",");
  return {
    hidden: false,
    includes: [...names, ...query.list("_source_includes")],
    excludes: query.list("_source_excludes"),
  };
}

/** The filter of a search's body. */
export function sourceFilterOfBody(value: JavaValue | undefined): SourceFilter {
  if (value === undefined || value === true) return EVERYTHING;
  if (value === false) return { ...EVERYTHING, hidden: true };
  if (value instanceof JavaMap) {
    return {
      hidden: false,
      includes: texts(value.get("includes") ?? value.get("include")),
      excludes: texts(value.get("excludes") ?? value.get("exclude")),
    };
  }
  return { ...EVERYTHING, includes: texts(value) };
}

function texts(value: JavaValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  return value instanceof JavaList ? value.items.map(javaText) : [javaText(value)];
}

/** What is shown of a document; undefined where nothing is. */
export function filterSource(source: AnswerValue, filter: SourceFilter): AnswerValue | undefined {
  if (filter.hidden) return undefined;
  const paths = [...filter.includes, ...filter.excludes.map((path) => `-${path}`)];
  return paths.length === 0 ? source : filterPaths(source, paths.join(","));
}
