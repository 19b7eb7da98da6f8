/**
 * What happens to a request on its way, told from the codes that sockets, TLS and name lookups give their errors.
 * @module
 */

import type { Service } from "./address.ts";
import { StackError, type StackErrorKind } from "./errors.ts";
import { safeText } from "./safe_text.ts";

/** A request as its errors may name it. */
export interface Attempt {
  /** The request's method. */
  readonly method: string;
  /** The request's path, without its query. */
  readonly path: string;
  /** Where it was sent to. */
  readonly url: URL;
  /** What should listen there. @default {"Elasticsearch"} */
  readonly service?: Service | "GitHub";
}

interface Known {
  readonly kind: StackErrorKind;
  readonly found: string;
  readonly hint: string | ((attempt: Attempt) => string);
}

const NOT_IT = { Elasticsearch: "not-elasticsearch", Kibana: "not-kibana", GitHub: "not-github" } as const;
const PORT = { Elasticsearch: ": 9200 by default, and not 9300", Kibana: ": 5601 by default", GitHub: "" } as const;

function notListening({ service = "Elasticsearch" }: Attempt): string {
  return service === "GitHub"
    ? "Check the network, and GITHUB_API_URL or --github-url if it is not the public GitHub"
    : `Check that ${service} runs, and the URL and its port`;
}

const UNDECIDED = "The request may have taken effect all the same: run the command again, it looks first";

function foreignAuthority({ service }: Attempt): string {
  return service === "GitHub"
    ? "Let the runtime trust the authority that signed it, by DENO_CERT=FILE or DENO_TLS_CA_STORE=system"
    : "Give the certificate of the authority that signed it with --ca-cert " +
      "(Elasticsearch writes its own to config/certs/http_ca.crt)";
}

function cutOff({ url }: Attempt): string {
  return url.protocol === "http:" ? `If the server speaks TLS, its URL begins with https://. ${UNDECIDED}` : UNDECIDED;
}

/** By code. HALF_BODY and LATE are what a handler in this process says where a socket has no code of its own. */
const KNOWN: Readonly<Record<string, Known>> = {
  ECONNREFUSED: { kind: "refused", found: "nothing listens there", hint: notListening },
  ENOTFOUND: { kind: "refused", found: "its name is not known", hint: "Check the host name in the URL" },
  EAI_AGAIN: {
    kind: "refused",
    found: "its name could not be looked up",
    hint: "Check the network and its name server",
  },
  EHOSTUNREACH: { kind: "refused", found: "there is no way to it", hint: "Check the network, a VPN or a firewall" },
  ENETUNREACH: { kind: "refused", found: "there is no way to it", hint: "Check the network, a VPN or a firewall" },
  ECONNRESET: { kind: "reset", found: "the connection was cut off before the whole answer came", hint: cutOff },
  EPIPE: { kind: "reset", found: "the connection was cut off while the request was sent", hint: cutOff },
  ECONNABORTED: { kind: "reset", found: "the connection was cut off", hint: cutOff },
  HALF_BODY: { kind: "reset", found: "the connection was cut off in the middle of the answer", hint: UNDECIDED },
  ETIMEDOUT: { kind: "timeout", found: "it did not answer in time", hint: UNDECIDED },
  LATE: { kind: "timeout", found: "it did not answer in time", hint: UNDECIDED },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    kind: "tls",
    found: "it does not speak TLS there",
    hint: "If the server has no TLS, its URL begins with http://",
  },
  CERT_HAS_EXPIRED: { kind: "tls", found: "its certificate has expired", hint: "Renew the server's certificate" },
  CERT_NOT_YET_VALID: {
    kind: "tls",
    found: "its certificate is not valid yet",
    hint: "Check the clocks of this machine and of the server",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    kind: "tls",
    found: "its certificate is for other names",
    hint: "Use a host name that the certificate names, or have one made for this name",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { kind: "tls", found: "its certificate is signed by itself", hint: foreignAuthority },
  SELF_SIGNED_CERT_IN_CHAIN: {
    kind: "tls",
    found: "its certificate is signed by an unknown authority",
    hint: foreignAuthority,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    kind: "tls",
    found: "its certificate is signed by an unknown authority",
    hint: foreignAuthority,
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    kind: "tls",
    found: "its certificate is signed by an unknown authority",
    hint: foreignAuthority,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    kind: "tls",
    found: "its certificate is signed by an unknown authority",
    hint: foreignAuthority,
  },
};

/** The error of a connection as a {@linkcode StackError}; undefined if it is none, but a fault in a program. */
export function connectionError(error: unknown, attempt: Attempt): StackError | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const known = KNOWN[code] ?? unnamed(code, attempt);
  if (known === undefined) return undefined;
  const hint = typeof known.hint === "string" ? known.hint : known.hint(attempt);
  return new StackError(known.kind, `${attempted(attempt)}: ${known.found} (${code})`, { hint });
}

/** The error for an answer that did not come in time. */
export function timeoutError(attempt: Attempt, timeoutMs: number): StackError {
  const message = `${attempted(attempt)}: no answer came within ${timeoutMs / 1000} s`;
  return new StackError("timeout", message, { hint: `${UNDECIDED}, with a larger --timeout` });
}

/** The error for a request that was given up. */
export function abortedError(attempt: Pick<Attempt, "method" | "path">): StackError {
  const message = `Cannot ${attempt.method} "${safeText(attempt.path, 200)}" as it was interrupted`;
  return new StackError("aborted", message, { hint: "The request may have taken effect all the same" });
}

function attempted({ method, path, url }: Attempt): string {
  return `Cannot ${method} "${safeText(path, 200)}" at ${url.host}`;
}

/** Codes of the TLS library and of the HTTP parser that have no line of their own. */
function unnamed(code: string, { service = "Elasticsearch" }: Attempt): Known | undefined {
  if (/CERT|TLS|SSL|EPROTO/.test(code)) {
    return { kind: "tls", found: "TLS failed", hint: "Check the URL, the server's certificate and --ca-cert" };
  }
  if (code.startsWith("HPE_")) {
    return {
      kind: NOT_IT[service],
      found: "the answer is not HTTP",
      hint: ({ url }) =>
        `Check the port of the URL${PORT[service]}` +
        (url.protocol === "http:" ? "; if the server speaks TLS, its URL begins with https://" : ""),
    };
  }
  if (/^E[A-Z]+$/.test(code) && !/^(?:ENOENT|EACCES|EISDIR|EMFILE|ENOSPC)$/.test(code)) {
    return { kind: "reset", found: "the connection failed", hint: UNDECIDED };
  }
  return undefined;
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}
