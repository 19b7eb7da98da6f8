/**
 * Names and types of jobs among the arguments.
 * @module
 */

import { message } from "@optique/core/message";
import { choice, string, type ValueParser } from "@optique/core/valueparser";
import { JOB_TYPES, type JobType } from "../detections/job.ts";

/** A name that a server could have taken; what is none is not repeated, as it may be a secret in the wrong place. */
export function jobNameArgument(): ValueParser<"sync", string> {
  return {
    ...string({ metavar: "NAME" }),
    parse: (input) =>
      /^[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?$/.test(input) ? { success: true, value: input } : {
        success: false,
        error: message`Expected the name of a job: at most 64 of a-z, 0-9, "-", "_" and ".".`,
      },
  };
}

/** A type of jobs. */
export function jobTypeArgument(): ValueParser<"sync", JobType> {
  return choice(JOB_TYPES, { metavar: "TYPE" });
}
