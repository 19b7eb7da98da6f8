/**
 * Detection rules of Kibana, by `rule_id`, in the space of the connection. Kibana keeps a rule's `id` when it is replaced;
 * one that was deleted and is made again gets another.
 * @module
 */

import { StackError } from "../../stack/errors.ts";
import { safeText } from "../../stack/safe_text.ts";
import type { KibanaRequest } from "../../stack/kibana.ts";
import { isSameRule, sendableRule } from "../rules/comparable_rule.ts";
import { KIBANA_ANSWERS, narrowKibana } from "../rules/kibana_answers.ts";
import type { Requests } from "../requests.ts";
import type { Resource } from "./resource.ts";
import type { StoredJson } from "./stored_json.ts";

const PATH = "/api/detection_engine/rules";

/** Detection rules. */
export const RULE: Resource = {
  name: "rule",
  get,
  // What is there is replaced as a whole: a field that is not sent goes back to its default.
  put: async (requests, id, text, replaces) => {
    const written = await requests.writeKibana(
      { method: replaces === undefined ? "POST" : "PUT", path: PATH, body: JSON.parse(text) },
      async () => {
        const stored = await get(requests, id);
        return stored !== undefined && isSameRule(stored.text, text);
      },
    );
    return written.kind === "failed" ? { ...written, error: named(written.error, id, text) } : written;
  },
  remove: (requests, id) =>
    requests.writeKibana(
      { method: "DELETE", path: PATH, query: { rule_id: id }, allow: [404] },
      async () => await get(requests, id) === undefined,
    ),
  isSame: isSameRule,
  // As Kibana's own console takes it.
  command: (id) => `DELETE kbn:${PATH}?rule_id=${encodeURIComponent(id)}`,
  states: {
    isIn: async (requests, id, state) => {
      const stored = await get(requests, id);
      return stored?.value["enabled"] === (state === "enabled");
    },
    bring: (requests, id, state) => {
      const enabled = state === "enabled";
      const request: KibanaRequest = { method: "PATCH", path: PATH, body: { rule_id: id, enabled } };
      return requests.writeKibana(request, async () => (await get(requests, id))?.value["enabled"] === enabled);
    },
    command: (id, state) => `PATCH kbn:${PATH} ${JSON.stringify({ rule_id: id, enabled: state === "enabled" })}`,
  },
  losesOnDelete: "the history of its runs, and with another internal id",
};

/** The path is the same for all rules: only the sentence can say which one was refused. */
function named(error: unknown, id: string, text: string): unknown {
  if (!(error instanceof StackError)) return error;
  const { name = id }: { name?: unknown } = JSON.parse(text);
  return new StackError(error.kind, `The rule "${safeText(String(name), 120)}" (${id}): ${error.message}`, error);
}

async function get(requests: Requests, id: string): Promise<StoredJson | undefined> {
  const call = `GET ${PATH}`;
  const { status, body } = await requests.readKibana({
    method: "GET",
    path: PATH,
    query: { rule_id: id },
    allow: [404],
  });
  if (status === 404) return void narrowKibana(call, KIBANA_ANSWERS.noRule, body);
  return storedRule(narrowKibana(call, KIBANA_ANSWERS.rule, body));
}

/** A rule of an answer, as it can be sent again. */
export function storedRule(rule: Readonly<Record<string, unknown>>): StoredJson {
  return { value: rule, text: JSON.stringify(sendableRule(rule)) };
}
