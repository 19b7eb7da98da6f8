/**
 * A service as a function: what a connection sends its requests to when it is not sent over a socket.
 * @module
 */

/** Answers one HTTP request. The rehearsal is one, and so is anything that forwards to a real server. */
export type Handler = (request: Request) => Promise<Response>;
