/**
 * One line of a list of DNS documents: what Packetbeat sent, or what a search gave back.
 * @module
 */

import { copyDocument } from "../ingest/copy.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { type Document, parseDocument } from "../json/document.ts";
import type { ListedDomain, RefusedLine } from "./domain_line.ts";
import { splitDomainName } from "./domain_name.ts";

/** A DNS document of a list. */
export interface ListedDocument extends ListedDomain {
  /** A copy of the document for each time it is sent through a pipeline. */
  document(): Document;
  /** The document has no registered domain, so that its name was split here. */
  readonly completed: boolean;
}

/**
 * Reads a document as it would reach a pipeline: a hit of a search is taken out of its `_source`, and what an earlier
 * run left in `ml_is_dga` and `error` is gone.
 *
 * ```ts
 * import { readDnsLine } from "./dns_line.ts";
 * const read = readDnsLine('{"type": "dns", "dns": {"question": {"name": "www.example.com"}}}', 1);
 * if (!("document" in read) || read.name.registeredDomain !== "example.com" || !read.completed) throw new Error();
 * ```
 */
export function readDnsLine(text: string, line: number): ListedDocument | RefusedLine {
  const refuse = (reason: string): RefusedLine => ({ line, text, code: "document", reason });
  let document: Document;
  try {
    document = sourceOf(parseDocument(text));
  } catch (error) {
    return refuse(`no JSON document: ${error instanceof Error ? error.message : String(error)}`);
  }
  document.delete("ml_is_dga");
  document.delete("error");
  const dns = document.get("dns");
  const question = dns instanceof JavaMap ? dns.get("question") : undefined;
  if (!(question instanceof JavaHashMap)) return refuse("a document without dns.question");
  const registered = textIn(question, "registered_domain");
  const asked = textIn(question, "name") ?? registered;
  if (asked === undefined) return refuse("a document without dns.question.name");
  const split = splitDomainName(asked, { registered: registered !== undefined });
  // What the document says is what the stack would go by.
  if ("code" in split && registered === undefined) return { line, text: asked, code: split.code, reason: split.reason };
  const name = "code" in split
    ? { name: asked, subdomain: undefined, registeredDomain: registered ?? asked, topLevelDomain: "" }
    : { ...split, registeredDomain: registered ?? split.registeredDomain };
  if (registered === undefined) complete(question, name);
  return {
    line,
    text: asked,
    name,
    label: undefined,
    family: undefined,
    probability: undefined,
    document: () => copyDocument(document),
    completed: registered === undefined,
  };
}

function sourceOf(document: Document): Document {
  const source = document.get("_source");
  return source instanceof JavaHashMap ? source : document;
}

function textIn(map: JavaMap, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function complete(question: JavaHashMap, { subdomain, registeredDomain, topLevelDomain }: ListedDomain["name"]): void {
  question.set("registered_domain", registeredDomain);
  question.set("top_level_domain", topLevelDomain);
  if (subdomain !== undefined) question.set("subdomain", subdomain);
}
