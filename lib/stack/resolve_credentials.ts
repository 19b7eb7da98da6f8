/**
 * Whom to sign in as at a place, and whether the secret may go there.
 * @module
 */

import type { ElasticsearchOptions } from "./connect_options.ts";
import { ConnectOptionsError } from "./connect_options_error.ts";
import type { Given, GivenValues } from "./given_values.ts";
import type { Place } from "./resolve_place.ts";

/** The user or the API key of the highest source. */
export function credentialsFor(
  values: Pick<GivenValues, "username" | "password" | "apiKey">,
  place: Place,
  prompted: string | undefined,
): Pick<ElasticsearchOptions, "username" | "password" | "apiKey"> {
  const username = higher(values.username, inUrl(place, place.inUrl.username), "user name");
  const password = higher(values.password, inUrl(place, place.inUrl.password), "password");
  const { apiKey } = values;
  const user = [username, password].flatMap((given) => given ?? []).sort((a, b) => a.rank - b.rank)[0];
  if (apiKey !== undefined && user?.rank === apiKey.rank) {
    throw new ConnectOptionsError(
      `Cannot tell whom to sign in as: there are both ${apiKey.from} and ${user.from}`,
      "Give the API key alone, or user name and password",
    );
  }
  if (apiKey !== undefined && (user === undefined || apiKey.rank < user.rank)) {
    return { apiKey: sendable(apiKey, place) };
  }
  if (username?.value.includes("://")) {
    throw new ConnectOptionsError(
      "Cannot use a URL as the user name (not shown, as it may hold a password)",
      `The URL of ${place.service} is given with ${
        place.service === "Kibana" ? "--kibana-url" : "--elasticsearch-url"
      }`,
    );
  }
  const secret = password === undefined ? prompted : sendable(password, place);
  return {
    ...(username === undefined ? {} : { username: username.value }),
    ...(secret === undefined ? {} : { password: secret }),
  };
}

function inUrl({ given }: Place, value: string | undefined): Given | undefined {
  return value === undefined ? undefined : { value, rank: given.rank, from: `the URL of ${given.from}` };
}

function higher(one: Given | undefined, other: Given | undefined, what: string): Given | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.rank === other.rank && one.value !== other.value) {
    throw new ConnectOptionsError(
      `Cannot tell which ${what} counts: ${one.from} and ${other.from} differ`,
      "Give it once; a URL needs none",
    );
  }
  return other.rank < one.rank ? other : one;
}

function sendable(secret: Given, { given, service }: Place): string {
  if (given.rank <= secret.rank) return secret.value;
  throw new ConnectOptionsError(
    `Cannot send what ${secret.from} holds to the address of ${given.from} as a secret goes only to an address from ` +
      "the same source or a higher one (arguments, then environment, then config file)",
    `Give the address with ${service === "Kibana" ? "--kibana-url" : "--elasticsearch-url"} or --cloud-id`,
  );
}
