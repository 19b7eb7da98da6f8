/**
 * The hosts of GitHub. Where the rehearsal is served, one address stands for all of them.
 * @module
 */

/** Which of its hosts a request is for. */
export type Host = "api" | "uploads" | "web" | "storage";

const HOSTS: Readonly<Record<Host, string>> = {
  api: "https://api.github.com",
  uploads: "https://uploads.github.com",
  web: "https://github.com",
  storage: "https://release-assets.githubusercontent.com",
};

/** The addresses that an answer names. */
export type Origins = Readonly<Record<Host, string>>;

/** The addresses for whoever asked at this one. */
export function originsFor(url: URL): Origins {
  if (Object.values(HOSTS).includes(url.origin)) return HOSTS;
  const { origin } = url;
  return { api: origin, uploads: origin, web: origin, storage: origin };
}

/** Whether a request at this address may be for that host. */
export function isAt(host: Host, url: URL): boolean {
  return originsFor(url)[host] === url.origin;
}
