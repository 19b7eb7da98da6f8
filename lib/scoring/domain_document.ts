/**
 * Names as the documents in which they reach a pipeline.
 * @module
 */

import { JavaHashMap } from "../java/map.ts";
import type { Document } from "../json/document.ts";
import type { DomainName } from "./domain_name.ts";

/**
 * A DNS document as Packetbeat sends it, with what pipelines of a DGA bundle look at.
 *
 * ```ts
 * import { formatDocument } from "../json/document.ts";
 * import { domainDocument } from "./domain_document.ts";
 * const document = domainDocument({
 *   name: "www.example.com",
 *   subdomain: "www",
 *   registeredDomain: "example.com",
 *   topLevelDomain: "com",
 * });
 * const { dns } = JSON.parse(formatDocument(document));
 * if (dns.question.registered_domain !== "example.com" || dns.question.type !== "A") throw new Error();
 * ```
 */
export function domainDocument(name: DomainName): Document {
  const question = mapOf({
    name: name.name,
    ...(name.subdomain === undefined ? {} : { subdomain: name.subdomain }),
    registered_domain: name.registeredDomain,
    top_level_domain: name.topLevelDomain,
    type: "A",
  });
  return mapOf({ type: "dns", dns: mapOf({ question }) });
}

function mapOf(fields: Record<string, string | JavaHashMap>): JavaHashMap {
  const map = new JavaHashMap();
  for (const [key, value] of Object.entries(fields)) map.set(key, value);
  return map;
}
