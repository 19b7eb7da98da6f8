/**
 * Data views. Their fields are asked of Elasticsearch whenever a view is shown: none are kept.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";
import { type Answer, ok } from "./answer.ts";
import { KibanaFailure, platformFailure } from "./failure.ts";
import type { Call, Route } from "./route.ts";
import type { JsonObject } from "./values.ts";

/** `/api/data_views/…` */
export const DATA_VIEW_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/data_views",
    fn: ({ content }) =>
      ok({
        data_view: [...content.dataViews.values()].map(({ id, namespaces, title, name }) => ({
          id,
          namespaces,
          title,
          name,
        })),
      }),
  },
  { method: "GET", path: "/api/data_views/data_view/:id", fn: async (call) => await shown(call, stored(call)) },
  { method: "POST", path: "/api/data_views/data_view", fn: createDataView },
  {
    method: "POST",
    path: "/api/data_views/data_view/:id",
    fn: async (call) => {
      const spec = specOf(await call.json());
      const old = stored(call);
      const view = { ...old, ...spec, id: old["id"] };
      call.content.dataViews.set(String(old["id"]), view);
      return await shown(call, view);
    },
  },
  {
    method: "DELETE",
    path: "/api/data_views/data_view/:id",
    fn: (call) => {
      call.content.dataViews.delete(String(stored(call)["id"]));
      return ok({});
    },
  },
];

async function createDataView(call: Call): Promise<Answer> {
  const body = await call.json();
  const { id, title, name, ...spec } = specOf(body);
  if (typeof title !== "string") {
    throw platformFailure(400, "[request body.data_view.title]: expected value of type [string] but got [undefined]");
  }
  const { dataViews } = call.content;
  const same = [...dataViews.values()].find((view) => view["name"] === (name ?? title));
  if (same !== undefined && !(isObject(body) && body["override"] === true)) {
    throw platformFailure(400, `Duplicate data view: ${String(name ?? title)}`);
  }
  if (same !== undefined) dataViews.delete(String(same["id"]));
  const key = typeof id === "string" ? id : crypto.randomUUID();
  const view = { ...spec, id: key, title, name: name ?? title, namespaces: [call.space] };
  dataViews.set(key, view);
  return await shown(call, view);
}

function specOf(body: unknown): JsonObject {
  if (!isObject(body)) {
    throw platformFailure(400, "[request body]: expected a plain object value, but found [null] instead.");
  }
  const { refresh_fields: refresh, data_view: view } = body;
  if (refresh !== undefined && typeof refresh !== "boolean") {
    throw platformFailure(
      400,
      `[request body.refresh_fields]: expected value of type [boolean] but got [${typeof refresh}]`,
    );
  }
  if (!isObject(view)) {
    throw platformFailure(400, "[request body.data_view]: expected at least one defined value but got [undefined]");
  }
  return view;
}

function stored({ content, parameters: { id = "" } }: Call): JsonObject {
  const view = content.dataViews.get(id);
  if (view !== undefined) return view;
  const message = `Saved object [index-pattern/${id}] not found`;
  throw new KibanaFailure({ status: 404, body: { statusCode: 404, error: "Not Found", message } });
}

async function shown(call: Call, view: JsonObject): Promise<Answer> {
  const fields = await fieldsOf(call, String(view["title"]));
  return ok({ data_view: { allowNoIndex: false, runtimeFieldMap: {}, fieldAttrs: {}, ...view, fields } });
}

/** What Elasticsearch knows of the fields; nothing where it does not tell. */
async function fieldsOf({ state, request }: Call, title: string): Promise<JsonObject> {
  const url = `http://elasticsearch/${
    encodeURIComponent(title)
  }/_field_caps?fields=*&ignore_unavailable=true&allow_no_indices=true`;
  const authorization = request.headers.get("authorization");
  const headers: HeadersInit = authorization === null ? {} : { authorization };
  const response = await state.facts.elasticsearch(new Request(url, { headers }));
  const body: unknown = await response.json().catch(() => undefined);
  const caps = response.ok && isObject(body) && isObject(body["fields"]) ? body["fields"] : {};
  return Object.fromEntries(Object.entries(caps).map(([name, types]) => [name, fieldOf(name, types)]));
}

function fieldOf(name: string, types: unknown): JsonObject {
  const esTypes = isObject(types) ? Object.keys(types) : [];
  const [first] = isObject(types) ? Object.values(types) : [];
  const { searchable = true, aggregatable = true } = isObject(first) ? first : {};
  return { count: 0, name, type: typeOf(esTypes), esTypes, scripted: false, searchable, aggregatable, isMapped: true };
}

function typeOf(esTypes: readonly string[]): string {
  const [type = "unknown"] = esTypes;
  if (esTypes.length > 1) return "conflict";
  if (["keyword", "text", "wildcard", "constant_keyword", "match_only_text"].includes(type)) return "string";
  if (["long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float"].includes(type)) {
    return "number";
  }
  return type;
}
