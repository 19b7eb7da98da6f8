/**
 * Requests to GitHub, each sent once: by the official client, whose own way of sending is replaced. The client never
 * holds the token; it is put on where a request leaves for a host that may have it.
 * @module
 */

import type { Octokit } from "@octokit/rest";
import type { z } from "zod";
import { StackError } from "../../stack/errors.ts";
import type { Handler } from "../../stack/handler.ts";
import { redactor } from "../../stack/redact.ts";
import { safeText } from "../../stack/safe_text.ts";
import { createSender } from "../../stack/send.ts";
import { type GithubAnswer, githubError, strangeGithubAnswer } from "./error.ts";
import type { CheckedGithubOptions } from "./options.ts";
import { mayHaveToken, redirectFault } from "./trust.ts";
import { type Incoming, type Outgoing, transfer } from "./transfer.ts";

/** What each call of the client is given beside its own parameters. */
export type CallParameters = {
  /** Owner of the repository. */
  readonly owner: string;
  /** Name of the repository. */
  readonly repo: string;
  /** How it is sent. */
  readonly request: { readonly fetch: (url: string, init: RequestInit) => Promise<Response> };
};

/** One call. */
export interface Call<Value> {
  /** Makes it. */
  readonly send: (octokit: Octokit, parameters: CallParameters) => Promise<unknown>;
  /** The form of its answer. */
  readonly answer: z.ZodType<Value>;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

/** What was answered. */
export interface CallAnswer<Value> {
  /** The narrowed JSON value. */
  readonly value: Value;
  /** The answer's headers. */
  readonly headers: Headers;
}

const API_VERSION = "2022-11-28";

/** A page of a hundred releases with their assets is some megabytes at most. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

/** Sends requests to one repository. */
export class GithubSession {
  readonly #options: CheckedGithubOptions;
  readonly #api: URL;
  readonly #handler: Handler;
  readonly #redact: (text: string) => string;
  #octokit: Promise<Octokit> | undefined;

  /** Requests as these options say. */
  constructor(options: CheckedGithubOptions) {
    this.#options = options;
    this.#api = new URL(options.url);
    const { handler, caCertificate, token } = options;
    this.#handler = handler ?? createSender(caCertificate === undefined ? {} : { caCertificate });
    this.#redact = redactor(token === undefined ? {} : { password: token });
  }

  /** Makes one call of the official client; failures are a `StackError`. */
  async call<Value>({ send, answer, signal }: Call<Value>): Promise<CallAnswer<Value>> {
    const { owner, repo } = this.#options;
    const exchange: { last?: GithubAnswer; failure?: unknown } = {};
    const fetch = async (url: string, init: RequestInit) => {
      try {
        const outgoing = outgoingOf(url, init);
        const incoming = await this.#follow(outgoing, { signal, anyHost: false });
        exchange.last = await this.#whole(incoming, outgoing);
      } catch (failure) {
        exchange.failure = failure;
        throw failure;
      }
      const { status, headers, text } = exchange.last;
      return new Response(status === 204 || status === 304 ? null : text, { status, headers });
    };
    let data: unknown;
    try {
      this.#octokit ??= this.#load();
      data = await send(await this.#octokit, { owner, repo, request: { fetch } });
    } catch (error) {
      if (exchange.failure !== undefined) throw this.#redacted(exchange.failure);
      if (exchange.last === undefined) throw error;
      throw this.#failure(exchange.last);
    }
    const { last } = exchange;
    if (last === undefined) throw new TypeError("Cannot take an answer from the client that nobody gave");
    return { value: this.#narrowed(answer, data, last), headers: last.headers };
  }

  /** Asks for the contents of an asset, wherever they are. */
  async open(assetId: number, signal: AbortSignal | undefined): Promise<Incoming> {
    const { owner, repo, url } = this.#options;
    const outgoing: Outgoing = {
      method: "GET",
      url: new URL(`${url}/repos/${owner}/${repo}/releases/assets/${assetId}`),
      headers: new Headers({ accept: "application/octet-stream" }),
    };
    try {
      const incoming = await this.#follow(outgoing, { signal, anyHost: true });
      if (incoming.status === 200) return incoming;
      throw this.#failure(await this.#whole(incoming, outgoing));
    } catch (error) {
      throw this.#redacted(error);
    }
  }

  /** Sends a request, and a GET again to wherever it is redirected: to another host without the token. */
  async #follow(
    first: Outgoing,
    { signal, anyHost }: { readonly signal: AbortSignal | undefined; readonly anyHost: boolean },
  ): Promise<Incoming> {
    let outgoing = first;
    for (let redirects = 0;; redirects++) {
      const options = { signal, timeoutMs: this.#options.timeoutMs };
      const incoming = await transfer(this.#handler, this.#signed(outgoing), options);
      const location = incoming.headers.get("location");
      if (incoming.status < 301 || incoming.status > 308 || incoming.status === 304 || location === null) {
        return incoming;
      }
      // Where it leads to is known: the rest may come or not.
      await incoming.body.cancel().catch(() => {});
      const target = URL.parse(location, outgoing.url);
      const fault = redirectFault({ first, target, before: redirects, anyHost });
      if (fault !== undefined || target === null) throw refusedRedirect(first, incoming.status, fault ?? "");
      outgoing = { ...outgoing, url: target };
    }
  }

  #signed({ method, url, headers: given, body }: Outgoing): Outgoing {
    const headers = new Headers(given);
    const { token } = this.#options;
    headers.set("user-agent", "ml-dga");
    headers.delete("authorization");
    if (mayHaveToken(url, this.#api)) {
      headers.set("x-github-api-version", API_VERSION);
      if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    }
    return { method, url, headers, body };
  }

  /** Throws if the address that assets of a release are to be sent to is that of a stranger. */
  requireTrusted(uploadUrl: string): void {
    const url = URL.parse(uploadUrl.replace(/\{[^}]*\}$/, ""));
    if (url !== null && mayHaveToken(url, this.#api)) return;
    throw new StackError(
      "not-github",
      "Cannot upload as the address for uploads that was answered is neither at the API's host nor at uploads.github.com" +
        (url === null ? "" : `: ${safeText(url.host, 100)}`),
      { hint: "The token is sent to no other host; check GITHUB_API_URL or --github-url" },
    );
  }

  async #whole({ status, headers, body }: Incoming, { method, url }: Outgoing): Promise<GithubAnswer> {
    const decoder = new TextDecoder();
    const texts: string[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > LARGEST_ANSWER) {
        const found = `Cannot ${method} "${safeText(url.pathname, 200)}" as the answer is larger than 32 MB`;
        throw new StackError("http", found, { status });
      }
      texts.push(decoder.decode(chunk, { stream: true }));
    }
    const text = texts.join("") + decoder.decode();
    return { method, path: url.pathname, signed: this.#options.token !== undefined, status, headers, text };
  }

  #narrowed<Value>(schema: z.ZodType<Value>, answered: unknown, last: GithubAnswer): Value {
    const data = typeof answered === "object" && answered !== null && "data" in answered ? answered.data : undefined;
    const { success, data: value, error } = schema.safeParse(data);
    if (success) return value;
    const places = error.issues.slice(0, 3).map(({ path, message }) => `${path.join("/") || "the whole"}: ${message}`);
    const found = typeof data === "object"
      ? `an answer of another form (${safeText(places.join("; "), 200)})`
      : undefined;
    throw this.#redacted(strangeGithubAnswer(this.#told(last), found));
  }

  /** The error for an answer that is not the one that was asked for. */
  #failure(answer: GithubAnswer): unknown {
    const told = this.#told(answer);
    return this.#redacted(answer.status < 400 ? strangeGithubAnswer(told) : githubError(told));
  }

  /** An answer for a message, which is cut: half a secret could not be found any more. */
  #told(answer: GithubAnswer): GithubAnswer {
    return { ...answer, text: this.#redact(answer.text) };
  }

  #redacted(error: unknown): unknown {
    return error instanceof StackError ? error.redacted(this.#redact) : error;
  }

  async #load(): Promise<Octokit> {
    const { Octokit } = await import("@octokit/rest");
    const silent = () => {};
    return new Octokit({
      baseUrl: this.#options.url,
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
  }
}

function outgoingOf(url: string, { method = "GET", headers, body }: RequestInit): Outgoing {
  if (body !== undefined && body !== null && typeof body !== "string" && !(body instanceof ReadableStream)) {
    throw new TypeError("Cannot send a body that is neither a text nor a stream");
  }
  return { method, url: new URL(url), headers: new Headers(headers), body: body ?? undefined };
}

function refusedRedirect({ method, url }: Outgoing, status: number, fault: string): StackError {
  return new StackError(
    "http",
    `Cannot ${method} "${
      safeText(url.pathname, 200)
    }" as GitHub answered ${status}, a redirect that is not followed: ${fault}`,
    { status, hint: "The repository may have moved: give its new name; or check GITHUB_API_URL or --github-url" },
  );
}
