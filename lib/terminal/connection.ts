/**
 * From what was said of a connection to the connection itself: files and standard input are read, a missing password
 * is asked for, and everything secret is known to the terminal before anything is sent.
 * @module
 */

import { connect, type Stack } from "../stack/connect.ts";
import type { ConnectionArguments } from "../stack/connection_arguments.ts";
import { type ConnectionConfig, parseConnectionConfig } from "../stack/connection_config.ts";
import { type Resolution, resolveConnection } from "../stack/resolve.ts";
import type { AskedConnection, AskedKibana } from "./connection_options.ts";
import { reasonOf } from "./files.ts";
import { UsageError } from "./script_error.ts";
import type { ScriptIo } from "./script_io.ts";
import type { Terminal } from "./terminal.ts";

/** What a script needs beside Elasticsearch. */
export interface ConnectAsAskedOptions {
  /** @default {"needed"} */
  readonly elasticsearch?: "needed" | "if-given";
  /** What was said of Kibana, and whether the script can do without it. */
  readonly kibana?: { readonly asked: AskedKibana; readonly need: "needed" | "if-given" };
}

/**
 * Connects as asked; nothing is sent yet.
 *
 * @throws {UsageError} when the values do not make a connection
 */
export async function connectAsAsked(
  asked: AskedConnection,
  terminal: Terminal,
  { kibana, ...needs }: ConnectAsAskedOptions = {},
): Promise<Stack> {
  const { io, secrets } = terminal;
  // Known before anything can fail that might repeat them.
  for (const secret of [asked.password, asked.apiKey, kibana?.asked.kibanaApiKey]) {
    if (secret !== undefined) addSecret(terminal, secret);
  }
  if (asked.password !== undefined) {
    terminal.note(
      "note: a password among the arguments shows in the list of processes (ps); --password-stdin, " +
        "ELASTICSEARCH_PASSWORD and the prompt do not show it\n",
    );
  }
  const args = { ...await argumentsOf(asked, terminal), ...kibanaArguments(kibana?.asked) };
  const config = await readConfig(asked, io);
  const resolve = (more: ConnectionArguments = {}): Resolution => {
    const resolution = resolveConnection({ ...args, ...more }, (name) => io.env(name), config, {
      ...needs,
      kibana: kibana?.need ?? "unused",
    });
    for (const secret of resolution.secrets) addSecret(terminal, secret);
    return resolution;
  };
  let resolution = resolve();
  if (resolution.kind === "password-missing" && io.askSecret !== undefined) {
    const { username, address } = resolution;
    const promptedPassword = await io.askSecret(secrets.redact(`Password of "${username}" at ${address}`));
    resolution = resolve({ promptedPassword });
  }
  switch (resolution.kind) {
    case "connection":
      return connect(resolution.options);
    case "password-missing":
      throw new UsageError(
        "Cannot sign in as there is a user name and no password",
        "Set ELASTICSEARCH_PASSWORD, or give --password-stdin; on a terminal it is asked for",
      );
    case "usage-error":
      throw new UsageError(resolution.message, resolution.hint);
  }
}

async function argumentsOf(asked: AskedConnection, { io, secrets }: Terminal): Promise<ConnectionArguments> {
  if (asked.password !== undefined && asked.passwordStdin) {
    throw new UsageError("Cannot tell which password counts: there are both --password and --password-stdin");
  }
  const password = asked.passwordStdin ? await readPassword(io) : asked.password;
  if (password !== undefined) secrets.add(password);
  const caCertificate = asked.caCert === undefined
    ? undefined
    : await readNamed(io, asked.caCert, "the file of --ca-cert");
  return {
    ...defined("elasticsearchUrl", asked.elasticsearchUrl),
    ...defined("cloudId", asked.cloudId),
    ...defined("username", asked.user),
    ...defined("password", password),
    ...defined("apiKey", asked.apiKey),
    ...defined("caCertificate", caCertificate),
    ...defined("timeoutSeconds", asked.timeout),
    ...(asked.allowPlainHttp ? { allowPlainHttp: true } : {}),
  };
}

function kibanaArguments(asked: AskedKibana | undefined): ConnectionArguments {
  if (asked === undefined) return {};
  return {
    ...defined("kibanaUrl", asked.kibanaUrl),
    ...defined("kibanaApiKey", asked.kibanaApiKey),
    ...defined("space", asked.space),
  };
}

/** The first line: `echo` and files end it, and the line's end is no part of a password. */
async function readPassword(io: ScriptIo): Promise<string> {
  // Nobody should type a password where it shows.
  if (io.askSecret !== undefined) return await io.askSecret("Password");
  const [password = ""] = new TextDecoder().decode(await io.readStdin()).split(/\r?\n/, 1);
  if (password === "") throw new UsageError("Cannot sign in as the first line of standard input has no password");
  return password;
}

async function readConfig(asked: AskedConnection, io: ScriptIo): Promise<ConnectionConfig> {
  const variable = io.env("DR_CONFIG");
  const path = asked.config ?? (variable === "" ? undefined : variable);
  if (path === undefined) return {};
  const name = asked.config === undefined ? "the file that DR_CONFIG names" : "the file of --config";
  const reading = parseConnectionConfig(await readNamed(io, path, name));
  if (reading.kind === "usage-error") throw new UsageError(reading.message, reading.hint);
  return reading.config;
}

/** A path that does not lead to a file may be anything, also a secret in the wrong place: it is named, not shown. */
async function readNamed(io: ScriptIo, path: string, name: string): Promise<string> {
  try {
    return new TextDecoder().decode(await io.readFile(path));
  } catch (error) {
    throw new UsageError(`Cannot read ${name}: ${reasonOf(error)}`);
  }
}

function addSecret({ secrets }: Terminal, secret: string): void {
  secrets.add(secret);
  // An API key is "id:secret", or the same in base64, and a server may know it by its second half.
  const [, half = ""] = /^[\w-]+:([\x21-\x7e]{8,})$/.exec(secret) ??
    /^[\w-]+:([\x21-\x7e]{8,})$/.exec(decoded(secret)) ??
    [];
  secrets.add(half);
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return "";
  }
}

function defined<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}
