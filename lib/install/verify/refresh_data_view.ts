/**
 * Reading a data view's fields anew.
 * @module
 */

import { z } from "zod";
import type { Stack } from "../../stack/connect.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { type RequestOptions, Requests } from "../requests.ts";
import { narrowKibana } from "../rules/kibana_answers.ts";

/** A data view with the fields that it has now. */
export interface RefreshedDataView {
  /** Its id. */
  readonly id: string;
  /** The pattern of its indices. */
  readonly title: string;
  /** Names of its fields, as Kibana reads them from the indices. */
  readonly fields: readonly string[];
}

const ANSWER = z.object({
  data_view: z.object({
    id: z.string(),
    title: z.string(),
    fields: z.record(z.string(), z.unknown()).default({}),
  }),
});

/**
 * Has Kibana read the fields of a data view from its indices. Since 7.11 it does so by itself whenever the view is used,
 * and keeps none: nothing lasting changes.
 *
 * @throws {StackError} when there is no such data view in the space, or Kibana refuses
 */
export async function refreshDataView(
  stack: Stack,
  id: string,
  options: RequestOptions = {},
): Promise<RefreshedDataView> {
  const path = pathOf`/api/data_views/data_view/${id}`;
  const body = { refresh_fields: true, data_view: {} };
  // Sent again, it does the same: there is nothing to look for in between.
  const answer = await new Requests(stack, options).readKibana({ method: "POST", path, body });
  const { data_view: view } = narrowKibana(`POST ${path}`, ANSWER, answer.body);
  return { id: view.id, title: view.title, fields: Object.keys(view.fields).sort() };
}
