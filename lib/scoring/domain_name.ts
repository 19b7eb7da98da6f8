/**
 * Names as they are looked up, and their parts: what was registered, below which public suffix, and what stands before.
 * @module
 */

import { domainToASCII } from "node:url";
import { parse } from "tldts";

/** A name in the parts that Packetbeat sends. */
export interface DomainName {
  /** The whole name in lower case, without the dot of the root, in ASCII: `www.xn--bcher-kva.example`. */
  readonly name: string;
  /** The labels before the registered domain. */
  readonly subdomain: string | undefined;
  /** What somebody registered: the public suffix and one label more. */
  readonly registeredDomain: string;
  /** The public suffix: `com`, `co.uk`, `github.io`. */
  readonly topLevelDomain: string;
}

/** Why a text cannot be scored as a name. */
export interface UnscorableName {
  /** Why it cannot be scored. */
  readonly code: "empty" | "address" | "single-label" | "public-suffix" | "malformed";
  /** To be read after "is": `"an IP address, not a name"`. */
  readonly reason: string;
}

/** How to read a name. */
export interface DomainNameOptions {
  /**
   * The name was registered, also where it is a public suffix by now, as `su.it`; by itself such a name has no
   * registered domain.
   * @default {false}
   */
  registered?: boolean;
}

/**
 * The parts of a name, by the public suffix list with its private part, as Packetbeat's library has them.
 *
 * ```ts
 * import { splitDomainName } from "./domain_name.ts";
 * const name = splitDomainName("WWW.Example.co.uk.");
 * if (!("name" in name) || name.registeredDomain !== "example.co.uk") throw new Error();
 * const address = splitDomainName("192.0.2.1");
 * if (!("code" in address) || address.code !== "address") throw new Error();
 * ```
 */
export function splitDomainName(text: string, options: DomainNameOptions = {}): DomainName | UnscorableName {
  const name = toAscii(text.trim()).replace(/\.$/, "");
  const parsed = parse(name, { allowPrivateDomains: true, extractHostname: false, validateHostname: false });
  if (parsed.isIp) return { code: "address", reason: "an IP address, not a name" };
  const fault = faultOf(text.trim(), name);
  if (fault !== undefined) return fault;
  const registeredDomain = parsed.domain ?? (options.registered ? name : null);
  if (registeredDomain === null) {
    return { code: "public-suffix", reason: "a public suffix: names are registered below it" };
  }
  return {
    name,
    subdomain: name === registeredDomain ? undefined : name.slice(0, -registeredDomain.length - 1),
    registeredDomain,
    topLevelDomain: registeredDomain.slice(registeredDomain.indexOf(".") + 1),
  };
}

/** Names travel in ASCII; where a name is none in any alphabet, it stays as it is and is refused below. */
function toAscii(text: string): string {
  const lower = text.toLowerCase();
  // deno-lint-ignore no-control-regex -- all of ASCII is meant
  return /^[\x00-\x7f]*$/.test(lower) ? lower : domainToASCII(lower) || lower;
}

function faultOf(text: string, name: string): UnscorableName | undefined {
  const malformed = (reason: string): UnscorableName => ({ code: "malformed", reason });
  if (text === "") return { code: "empty", reason: "empty" };
  if (text.includes("://")) return malformed("a URL, not a name");
  const strange = name.match(/[^a-z0-9._-]/u)?.[0];
  if (strange === "\ufffd") return malformed("not UTF-8");
  if (strange !== undefined) return malformed(`no name: it has the character "${strange}"`);
  const labels = name.split(".");
  if (labels.includes("")) return malformed("no name: it has an empty label");
  if (labels.some((label) => label.length > 63)) return malformed("no name: it has a label of more than 63 characters");
  if (name.length > 253) return malformed("no name: it has more than 253 characters");
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "")) return malformed("no name: its last label is a number");
  if (labels.length === 1) return { code: "single-label", reason: "a single label, which has no registered domain" };
  return undefined;
}
