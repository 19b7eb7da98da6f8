/**
 * Where a service is, of the URL and the cloud id that were given.
 * @module
 */

import { type Address, parseAddress, type Service } from "./address.ts";
import { ConnectOptionsError } from "./connect_options_error.ts";
import type { Given } from "./given_values.ts";

/** An address, and where it was given. */
export interface Place {
  /** The address as an option of a connection. */
  readonly options: { readonly url: string } | { readonly cloudId: string };
  /** The value it was read from. */
  readonly given: Given;
  /** What is there. */
  readonly service: Service;
  /** Credentials that stood in the URL. */
  readonly inUrl: Pick<Address, "username" | "password">;
}

/**
 * The higher of the two; undefined where neither is given. Beside a URL of Kibana a cloud id is that of Elasticsearch
 * alone, whatever its source.
 */
export function placeOf(url: Given | undefined, cloudId: Given | undefined, service: Service): Place | undefined {
  if (url !== undefined && cloudId !== undefined && url.rank === cloudId.rank && service === "Elasticsearch") {
    throw new ConnectOptionsError(
      `Cannot tell where Elasticsearch is as both ${url.from} and ${cloudId.from} are given`,
      "Give one of them",
    );
  }
  if (cloudId !== undefined && (url === undefined || cloudId.rank < url.rank)) {
    return { options: { cloudId: cloudId.value }, given: cloudId, service, inUrl: {} };
  }
  if (url === undefined) return undefined;
  const { url: address, ...inUrl } = parseAddress(url.value, service);
  return { options: { url: address.href }, given: url, service, inUrl };
}
