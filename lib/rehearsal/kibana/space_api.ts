/**
 * Spaces of Kibana.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";
import { ok } from "./answer.ts";
import { platformFailure } from "./failure.ts";
import type { Route } from "./route.ts";

/** `/api/spaces/…` */
export const SPACE_ROUTES: readonly Route[] = [
  { method: "GET", path: "/api/spaces/space", fn: ({ state }) => ok([...state.spaces.values()]) },
  {
    method: "GET",
    path: "/api/spaces/space/:id",
    fn: ({ state, parameters: { id = "" } }) => {
      const space = state.spaces.get(id);
      if (space === undefined) throw platformFailure(404);
      return ok(space);
    },
  },
  {
    method: "POST",
    path: "/api/spaces/space",
    fn: async ({ state, json }) => {
      const body = await json();
      const { id, name } = isObject(body) ? body : {};
      if (typeof id !== "string" || !/^[a-z0-9_-]+$/.test(id)) {
        throw platformFailure(
          400,
          "[request body.id]: must be lower case, a-z, 0-9, '_', and '-' are allowed OR it can be a UUID",
        );
      }
      if (typeof name !== "string") {
        throw platformFailure(400, "[request body.name]: expected value of type [string] but got [undefined]");
      }
      if (state.spaces.has(id)) throw platformFailure(409, `A space with the identifier ${id} already exists.`);
      const space = { disabledFeatures: [], ...(isObject(body) ? body : {}), id, name };
      state.spaces.set(id, space);
      return ok(space);
    },
  },
  {
    method: "DELETE",
    path: "/api/spaces/space/:id",
    fn: ({ state, parameters: { id = "" } }) => {
      if (!state.spaces.has(id)) throw platformFailure(404);
      if (id === "default") throw platformFailure(400, "The default space cannot be deleted because it is reserved.");
      state.deleteSpace(id);
      return { status: 204 };
    },
  },
];
