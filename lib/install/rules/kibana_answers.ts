/**
 * Kibana's answers, narrowed once.
 * @module
 */

import { z } from "zod";
import { narrow } from "../answers.ts";

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
};

/** An answer's body in the shape that it should have; throws a StackError when it has another. */
export function narrowKibana<Shape extends z.ZodType>(call: string, shape: Shape, body: unknown): z.output<Shape> {
  return narrow(call, shape, body, "Kibana");
}
