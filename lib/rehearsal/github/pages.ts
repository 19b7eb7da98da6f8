/**
 * Lists come in pages, with links to the others.
 * @module
 */

import { type Answer, ok } from "./answer.ts";
import type { Call } from "./route.ts";
import type { Repository } from "./state.ts";

const DEFAULT_SIZE = 30;
const LARGEST_SIZE = 100;

/** One page of a list; its `Link` header names the repository by number, as GitHub's own does. */
export function page<Item>(
  { url, origins }: Call,
  repository: Repository,
  items: readonly Item[],
  view: (item: Item) => unknown,
): Answer {
  const size = Math.min(number(url, "per_page", DEFAULT_SIZE), LARGEST_SIZE);
  const at = number(url, "page", 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const path = url.pathname.replace(/^\/repos\/[^/]+\/[^/]+|^\/repositories\/\d+/, `/repositories/${repository.id}`);
  const link = (rel: string, page: number): string => {
    const target = new URL(path + url.search, origins.api);
    target.searchParams.set("page", String(page));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    ...(at > 1 ? [link("prev", Math.min(at - 1, last))] : []),
    ...(at < last ? [link("next", at + 1), link("last", last)] : []),
    ...(at > 1 ? [link("first", 1)] : []),
  ];
  const shown = items.slice((at - 1) * size, at * size).map(view);
  return ok(shown, links.length === 0 ? {} : { link: links.join(", ") });
}

/** What is no number from 1 does not count. */
function number(url: URL, name: string, otherwise: number): number {
  const text = url.searchParams.get(name) ?? "";
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : otherwise;
}
