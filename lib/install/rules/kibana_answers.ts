/**
 * Kibana's answers, narrowed once.
 * @module
 */

import { z } from "zod";
import { StackError } from "../../stack/errors.ts";

const JSON_OBJECT = z.record(z.string(), z.unknown());

/** Since 9.5 the version is told only to those who may monitor the cluster. */
const STATUS = z.object({
  status: z.object({ overall: z.looseObject({}) }),
  version: z.object({ number: z.string() }).optional(),
});

const RULE = z.looseObject({ rule_id: z.string(), name: z.string(), type: z.string(), enabled: z.boolean() });

const FOUND_RULES = z.object({ total: z.number(), data: z.array(RULE) });

/** That a rule is missing is an answer of the detection engine; the platform's 404 says that the call is missing. */
const NO_RULE = z.object({ message: z.string().regex(/not found$/), status_code: z.literal(404) });

const SPACE = z.object({ id: z.string() });

const PRIVILEGES = z.object({ has_encryption_key: z.boolean(), is_authenticated: z.boolean().optional() });

/** The answers that uploading rules reads. */
export const KIBANA_ANSWERS = {
  status: STATUS,
  rule: RULE,
  noRule: NO_RULE,
  foundRules: FOUND_RULES,
  space: SPACE,
  privileges: PRIVILEGES,
  object: JSON_OBJECT,
};

/** An answer's body in the shape that it should have; throws a StackError when it has another. */
export function narrowKibana<Shape extends z.ZodType>(call: string, shape: Shape, body: unknown): z.output<Shape> {
  const { success, data, error } = shape.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  const path = issue === undefined || issue.path.length === 0 ? "the answer" : `"${issue.path.join("/")}"`;
  throw new StackError("not-kibana", `Cannot read the answer to ${call}: ${path} is not what Kibana writes there`, {
    hint: "Is this a Kibana 8 or 9 with Elastic Security, and nothing between that changes answers?",
  });
}
