/**
 * Servers on this machine that answer, or fail, as a test wants.
 * @module
 */

import type { AddressInfo } from "node:net";
import http from "node:http";
import net from "node:net";

/** A server that listens. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
}

/** Answers as Elasticsearch does, what the function says. */
export function serve(answer: http.RequestListener): Promise<TestServer> {
  return listening(http.createServer(answer), "http");
}

/** Hands over each connection once the beginning of a request has come. */
export function serveSocket(fail: (socket: net.Socket) => void): Promise<TestServer> {
  return listening(
    net.createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => fail(socket));
    }),
    "http",
  );
}

/** Waits until the server listens on a port of the system's choice. */
export async function listening(server: net.Server, scheme: "http" | "https"): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = addressOf(server);
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Headers and body of an answer of Elasticsearch. */
export function elasticsearchAnswer(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/vnd.elasticsearch+json;compatible-with=8",
    "x-elastic-product": "Elasticsearch",
  });
  response.end(JSON.stringify(body));
}

function addressOf(server: net.Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Cannot find out the port");
  return address;
}
