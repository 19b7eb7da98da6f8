import assert from "node:assert/strict";
import { object } from "@optique/core/constructs";
import { connectAsAsked } from "./connection.ts";
import { type AskedConnection, CONNECTION_SECRETS, connectionOptions, oldMeaning } from "./connection_options.ts";
import { type MemoryIo, memoryIo, type MemoryIoOptions } from "./memory_io.ts";
import { commonOptions } from "./options.ts";
import { runScript, type Script } from "./run_script.ts";
import { Interruption } from "./script_io.ts";

const NONE = { permissions: "none" } as const;
const SECRET = "hunter2-Passw0rd";
const URL_OPTION = ["--elasticsearch-url", "https://localhost:9200"];

interface Options {
  readonly json: boolean;
  readonly connection: AskedConnection;
}

/** A script that only connects, which sends nothing. */
const quiet: Script<Options> = {
  name: "connect.ts",
  brief: "Connects.",
  options: object({ connection: connectionOptions(), ...commonOptions() }),
  secretOptions: CONNECTION_SECRETS,
  mistakeIn: oldMeaning,
  async run({ connection }, terminal) {
    await connectAsAsked(connection, terminal);
    return {};
  },
};

/** The same, and it tells what it should not. */
const telling: Script<Options> = {
  ...quiet,
  async run(options, terminal) {
    await quiet.run(options, terminal);
    terminal.print(`connected, and would not tell ${SECRET}\n`);
    return {};
  },
};

async function connected(
  args: string[],
  options: MemoryIoOptions = {},
  script = quiet,
): Promise<MemoryIo & { exit: number }> {
  const io = memoryIo(options);
  const exit = await runScript(script, args, io);
  return Object.create(io, { exit: { value: exit } });
}

Deno.test(
  "connectAsAsked() takes values from arguments, environment, config file and standard input",
  NONE,
  async (t) => {
    const config = JSON.stringify({ elasticsearch_url: "https://localhost", es_user: "elastic", es_password: SECRET });
    const ways: [name: string, args: string[], options: MemoryIoOptions][] = [
      ["arguments", [...URL_OPTION, "-u", "elastic", "-p", SECRET], {}],
      ["names of the old tool", [...URL_OPTION, "--es-user", "elastic", "--es-password", SECRET], {}],
      ["API key", [...URL_OPTION, "--api-key", `id:${SECRET}`], {}],
      ["API key as Kibana shows it", [...URL_OPTION, "--api-key", btoa(`id:${SECRET}`)], {}],
      ["standard input", [...URL_OPTION, "-u", "elastic", "--password-stdin"], { stdin: `${SECRET}\r\nmore` }],
      ["URL", ["--elasticsearch-url", `https://elastic:${SECRET}@localhost`], {}],
      ["environment", [], {
        env: {
          ELASTICSEARCH_URL: "https://localhost",
          ELASTICSEARCH_USERNAME: "elastic",
          ELASTICSEARCH_PASSWORD: SECRET,
        },
      }],
      ["environment of the old tool", [], {
        env: { DR_ELASTICSEARCH_URL: "https://localhost", DR_ES_USER: "elastic", DR_ES_PASSWORD: SECRET },
      }],
      ["config file", ["--config", "cfg.json"], { files: { "cfg.json": config } }],
      ["config file of the environment", [], { files: { "cfg.json": config }, env: { DR_CONFIG: "cfg.json" } }],
      ["cloud id", ["--cloud-id", `x:${btoa("eu.cloud.example$abc$def")}`, "-u", "elastic", "-p", SECRET], {}],
    ];
    for (const [name, args, options] of ways) {
      await t.step(name, async () => {
        const { exit, out, err } = await connected(args, options, telling);
        assert.deepEqual([exit, out], [0, "connected, and would not tell [redacted]\n"], err);
      });
    }
  },
);

Deno.test("connectAsAsked() asks for a missing password, naming user and address", NONE, async () => {
  const questions: string[] = [];
  const { exit, out } = await connected([...URL_OPTION, "-u", "elastic"], {
    askSecret: (question) => {
      questions.push(question);
      return Promise.resolve(SECRET);
    },
  }, telling);
  assert.deepEqual([exit, out], [0, "connected, and would not tell [redacted]\n"]);
  assert.deepEqual(questions, ['Password of "elastic" at https://localhost:9200']);
});

Deno.test("connectAsAsked() ends with 130 when the person gives up", NONE, async () => {
  const askSecret = () => Promise.reject(new Interruption("SIGINT"));
  assert.equal((await connected([...URL_OPTION, "-u", "elastic"], { askSecret })).exit, 130);
});

Deno.test("connectAsAsked() asks nobody where there is nobody, and not before all else is right", NONE, async () => {
  const nobody = await connected([...URL_OPTION, "-u", "elastic"]);
  assert.equal(nobody.exit, 2);
  assert.equal(
    nobody.err,
    "error: Cannot sign in as there is a user name and no password\n" +
      "hint: Set ELASTICSEARCH_PASSWORD, or give --password-stdin; on a terminal it is asked for\n",
  );
  const askSecret = () => Promise.reject(new Error("asked too early"));
  const plain = await connected(["--elasticsearch-url", "http://example.com", "-u", "elastic"], { askSecret });
  assert.equal(plain.exit, 2);
  assert.match(plain.err, /plain http.*\nhint: .*--allow-plain-http/);
});

Deno.test("connectAsAsked() says that arguments show in the list of processes", NONE, async () => {
  assert.match((await connected([...URL_OPTION, "-u", "elastic", "-p", SECRET])).err, /^note: .*\(ps\)/);
  assert.equal((await connected([...URL_OPTION, "-u", "elastic", "--password-stdin"], { stdin: SECRET })).err, "");
});

Deno.test("connectionOptions() refuses what was meant for another option, naming that one", NONE, async (t) => {
  const lines: [args: string[], expected: RegExp][] = [
    [["-u", "https://localhost:9200"], /got a URL: that goes to --elasticsearch-url\n/],
    [["--user=HTTP://localhost"], /that goes to --elasticsearch-url\n/],
    [["-t", "30"], /^error: -t is not the timeout here\nhint: Give --timeout 30\n$/],
    [["--elasticsearch-url", "localhost:9200"], /begins with https:\/\/ or http:\/\//],
    [["--timeout", "0"], /seconds, a number above 0/],
    [["--timeout", "1e9"], /seconds, a number above 0/],
    [["--timeout", "-5"], /--timeout/],
    [["-p"], /-p requires PASSWORD|-p\/--password\/--es-password requires PASSWORD/],
    [["-p", ""], /got nothing/],
    [[], /no URL\nhint: .*--elasticsearch-url/],
    [["-p", SECRET, "--password-stdin", ...URL_OPTION], /both --password and --password-stdin/],
    [["--password-stdin", "-u", "elastic", ...URL_OPTION], /standard input has no password/],
    [["--ca-cert", "nowhere.pem", ...URL_OPTION], /Cannot read the file of --ca-cert: there is no such file\n/],
    [["--config", "nowhere.json"], /Cannot read the file of --config: there is no such file\n/],
  ];
  for (const [args, expected] of lines) {
    await t.step(args.join(" "), async () => {
      const { exit, out, err } = await connected(args);
      assert.deepEqual([exit, out], [2, ""]);
      assert.match(err, expected);
    });
  }
});

Deno.test("a secret in any option, variable or config value is in no message about what is wrong", NONE, async (t) => {
  const options = [
    ...["-u", "-p", "--api-key", "--cloud-id", "--elasticsearch-url", "--ca-cert", "--timeout", "--config"],
    ...["--allow-plain-http", "--password-stdin", "--unknown", "-x", "-t"],
  ];
  const forms = (secret: string) => [secret, `https://u:${secret}@h`, `https://h/?${secret}`, `https://[${secret}`];
  for (const option of options) {
    await t.step(option, async () => {
      for (const secret of forms(SECRET)) {
        for (const json of [[], ["--json"]]) {
          for (
            const args of [[option, secret], [`${option}=${secret}`], [...URL_OPTION, "-u", "elastic", option, secret]]
          ) {
            const { out, err } = await connected([...args, ...json], { stdin: SECRET });
            assert.ok(!`${out}${err}`.includes("unter2"), `${args.join(" ")}\n${out}${err}`);
          }
        }
      }
    });
  }
  const variables = [
    ...["ELASTICSEARCH_URL", "ELASTIC_CLOUD_ID", "ELASTICSEARCH_USERNAME", "ELASTICSEARCH_PASSWORD"],
    ...["ELASTICSEARCH_API_KEY", "DR_ELASTICSEARCH_URL", "DR_CLOUD_ID", "DR_ES_USER", "DR_ES_PASSWORD", "DR_CONFIG"],
  ];
  for (const variable of variables) {
    await t.step(variable, async () => {
      for (const secret of forms(SECRET)) {
        for (const args of [[], URL_OPTION, ["--elasticsearch-url", "http://example.com", "-u", "elastic"]]) {
          const { out, err } = await connected(args, { env: { [variable]: secret } });
          assert.ok(!`${out}${err}`.includes("unter2"), `${variable} ${args.join(" ")}\n${out}${err}`);
        }
      }
    });
  }
  const contents = [
    SECRET,
    `{"es_password": "${SECRET}"`,
    `{"es_password": ["${SECRET}"]}`,
    `{"${SECRET}": 1, "es_user": 2}`,
    `{"elasticsearch_url": "${SECRET}"}`,
    `{"elasticsearch_url": "http://u:${SECRET}@example.com"}`,
    `{"cloud_id": "${SECRET}"}`,
    `{"es_password": "${SECRET}", "es_user": "elastic"}`,
  ];
  for (const content of contents) {
    await t.step(`config file ${content.replace(SECRET, "…")}`, async () => {
      for (const args of [[], URL_OPTION]) {
        const { exit, out, err } = await connected(["--config", "cfg.json", ...args], {
          files: { "cfg.json": content },
        });
        assert.ok(exit === 2 || args.length > 0);
        assert.ok(!`${out}${err}`.includes("unter2"), `${content}\n${out}${err}`);
      }
    });
  }
});
