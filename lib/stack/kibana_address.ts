/**
 * Where Kibana is, and which of its spaces is meant.
 * @module
 */

import { ConnectOptionsError } from "./connect_options_error.ts";

/** An address of Kibana and a space of it. */
export interface KibanaPlace {
  /** The address without a space, and without a slash at its end. */
  readonly base: string;
  /** Id of the space. */
  readonly space: string;
}

/** The space whose paths have no prefix. */
const DEFAULT_SPACE = "default";

/**
 * Splits an address into Kibana's own and the space that its path may name, as one copied from a browser does.
 *
 * ```ts
 * import { kibanaPlace } from "./kibana_address.ts";
 * const { base, space } = kibanaPlace(new URL("https://host/kibana/s/soc"));
 * if (base !== "https://host/kibana" || space !== "soc") throw new Error();
 * ```
 *
 * @throws {ConnectOptionsError} when the address or the space cannot be meant
 */
export function kibanaPlace(url: URL, asked?: string): KibanaPlace {
  const path = url.pathname.replace(/\/+$/, "");
  if (/\/(?:app|api|internal|login)(?:\/|$)/.test(path)) {
    throw new ConnectOptionsError(
      "Cannot use the Kibana URL as it leads to a page or a call and not to Kibana itself",
      `Leave out what comes behind ${url.origin} and its base path`,
    );
  }
  const [, base = path, inPath] = /^(.*?)\/s\/([^/]+)$/.exec(path) ?? [];
  if (asked !== undefined && inPath !== undefined && asked !== inPath) {
    throw new ConnectOptionsError(
      "Cannot tell which space counts: the Kibana URL names one and --space another",
      "Give --space alone",
    );
  }
  return { base: url.origin + base, space: checkedSpace(asked ?? inPath ?? DEFAULT_SPACE) };
}

/** Kibana's own rule for ids of spaces. */
function checkedSpace(space: string): string {
  if (/^[a-z0-9_-]{1,512}$/.test(space)) return space;
  throw new ConnectOptionsError(
    "Cannot use the space as its id has other characters than lower case letters, digits, _ and -",
    "The id of a space stands in Kibana's URL behind /s/; its name may be another",
  );
}

/**
 * The path of a call in a space.
 *
 * ```ts
 * import { pathInSpace } from "./kibana_address.ts";
 * if (pathInSpace("/api/status", "default") !== "/api/status") throw new Error();
 * if (pathInSpace("/api/status", "soc") !== "/s/soc/api/status") throw new Error();
 * ```
 */
export function pathInSpace(path: string, space: string): string {
  return space === DEFAULT_SPACE ? path : `/s/${space}${path}`;
}
