/**
 * Which rules use anomaly jobs.
 * @module
 */

import { StackError } from "../../stack/errors.ts";
import type { Requests } from "../requests.ts";
import { KIBANA_ANSWERS, narrowKibana } from "../rules/kibana_answers.ts";

/** A rule that looks at what jobs find. */
export interface JobRule {
  /** `name` */
  readonly name: string;
  /** `rule_id` */
  readonly ruleId: string;
  /** Whether it runs. */
  readonly isEnabled: boolean;
  /** Ids of the jobs. */
  readonly jobs: readonly string[];
}

const PATH = "/api/detection_engine/rules/_find";
const PAGE = 100;

/** Asks Kibana for all machine learning rules of its space; undefined where it can't be asked. */
export async function askRulesOfJobs(requests: Requests): Promise<JobRule[] | undefined> {
  const rules: JobRule[] = [];
  try {
    for (let page = 1;; page++) {
      const { body } = await requests.readKibana({
        method: "GET",
        path: PATH,
        query: { page, per_page: PAGE, filter: 'alert.attributes.params.type: "machine_learning"' },
      });
      const { data, total } = narrowKibana(`GET ${PATH}`, KIBANA_ANSWERS.foundRules, body);
      for (const { name, rule_id: ruleId, enabled: isEnabled, machine_learning_job_id: jobs } of data) {
        const ids = [jobs].flat().filter((id) => typeof id === "string");
        rules.push({ name, ruleId, isEnabled, jobs: ids });
      }
      if (data.length === 0 || page * PAGE >= total) return rules;
    }
  } catch (error) {
    if (error instanceof StackError && error.kind !== "aborted") return undefined;
    throw error;
  }
}
