/**
 * The connection of a command, for another command that is named to whoever ran it.
 * @module
 */

import { type NameCommand, shellCommand } from "../install/shell_command.ts";
import { parseAddress } from "../stack/address.ts";
import type { AskedConnection, AskedKibana } from "./connection_options.ts";

/**
 * The options that lead to the same stack: all that were given but the secrets. What comes from the environment is there
 * still; a password is asked for again.
 *
 * ```ts
 * import { namedConnection } from "./named_connection.ts";
 * const nothing = {
 *   cloudId: undefined, user: undefined, passwordStdin: false, apiKey: undefined, caCert: undefined,
 *   timeout: undefined, allowPlainHttp: false, config: undefined,
 * };
 * const asked = { ...nothing, elasticsearchUrl: "https://elastic:tr0ub4dor@example.com:9200", password: undefined };
 * const options = namedConnection(asked);
 * if (options.join(" ") !== "--elasticsearch-url https://example.com:9200 -u elastic") throw new Error();
 * ```
 */
export function namedConnection(asked: AskedConnection, kibana?: AskedKibana): string[] {
  const address = asked.elasticsearchUrl === undefined ? undefined : parseAddress(asked.elasticsearchUrl);
  const kibanaAddress = kibana?.kibanaUrl === undefined ? undefined : parseAddress(kibana.kibanaUrl, "Kibana");
  return [
    ...option("--elasticsearch-url", address?.url.href.replace(/\/$/, "")),
    ...option("--kibana-url", kibanaAddress?.url.href.replace(/\/$/, "")),
    ...option("--space", kibana?.space),
    ...option("--cloud-id", asked.cloudId),
    ...option("-u", asked.user ?? address?.username ?? kibanaAddress?.username),
    ...option("--ca-cert", asked.caCert),
    ...option("--timeout", asked.timeout),
    ...(asked.allowPlainHttp ? ["--allow-plain-http"] : []),
    ...option("--config", asked.config),
  ];
}

/** Names commands for the same stack. */
export function commandsFor(asked: AskedConnection): NameCommand {
  return (script, args) => shellCommand(script, [...args, ...namedConnection(asked)]);
}

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}
