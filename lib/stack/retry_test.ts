import assert from "node:assert/strict";
import fc from "fast-check";
import { StackError, type StackErrorKind } from "./errors.ts";
import { decideRetry, mayHaveTakenEffect, retryLooking, type RetryOptions } from "./retry.ts";

const NONE = { permissions: "none" } as const;

const timeout = new StackError("timeout", "no answer");
const reset = new StackError("reset", "cut off");
const refused = new StackError("refused", "nothing listens");

function http(status: number, retryAfterSeconds?: number): StackError {
  return new StackError(
    "http",
    `status ${status}`,
    retryAfterSeconds === undefined ? { status } : { status, retryAfterSeconds },
  );
}

/** Attempts and looks that end as listed, in order; what was done, as one line. */
function played(attempts: readonly (string | Error)[], looks: readonly (string | Error | undefined)[] = []) {
  const log: string[] = [];
  const next = <Value>(kind: string, queue: (Value | Error)[]): Promise<Value> => {
    log.push(kind);
    if (queue.length === 0) throw new TypeError(`nobody expected another ${kind}`);
    const [ending] = queue.splice(0, 1);
    return ending instanceof Error ? Promise.reject(ending) : Promise.resolve(ending as Value);
  };
  const left = [...attempts];
  const leftLooks = [...looks];
  const options: RetryOptions<string> = {
    attempt: () => next("attempt", left),
    look: () => next("look", leftLooks),
    sleep: (milliseconds) => {
      log.push(`wait ${milliseconds / 1000}`);
      return Promise.resolve();
    },
  };
  return { options, log };
}

Deno.test("retryLooking() gives the first answer without a look", NONE, async () => {
  const { options, log } = played(["stored"]);
  assert.equal(await retryLooking(options), "stored");
  assert.deepEqual(log, ["attempt"]);
});

Deno.test("retryLooking() writes nothing again that a look finds written", NONE, async () => {
  for (const error of [timeout, reset, http(500), http(503)]) {
    const { options, log } = played([error], ["seen"]);
    assert.equal(await retryLooking(options), "seen");
    assert.deepEqual(log, ["attempt", "wait 1", "look"]);
  }
});

Deno.test("retryLooking() repeats what a look does not find, waiting longer each time", NONE, async () => {
  const { options, log } = played([reset, http(502), timeout, "stored"], [undefined, undefined, undefined]);
  assert.equal(await retryLooking(options), "stored");
  assert.equal(log.join(), "attempt,wait 1,look,attempt,wait 2,look,attempt,wait 4,look,attempt");
});

Deno.test("retryLooking() repeats only the look while that is not answered", NONE, async () => {
  const { options, log } = played([reset, "stored"], [refused, refused, undefined]);
  assert.equal(await retryLooking(options), "stored");
  assert.equal(log.join(), "attempt,wait 1,look,wait 2,look,wait 4,look,attempt");
  const never = played([reset], [refused, refused, refused, refused]);
  await assert.rejects(retryLooking(never.options), reset);
  assert.equal(never.log.filter((step) => step === "attempt").length, 1);
});

Deno.test("retryLooking() repeats what never reached the server even if no look is answered", NONE, async () => {
  const { options, log } = played([refused, "stored"], [refused]);
  assert.equal(await retryLooking(options), "stored");
  assert.equal(log.join(), "attempt,wait 1,look,attempt");
});

Deno.test("retryLooking() takes a refusal at once, with a look only after a repetition", NONE, async () => {
  for (const status of [400, 401, 403, 404, 409, 413]) {
    const { options, log } = played([http(status)]);
    await assert.rejects(retryLooking(options), { status });
    assert.deepEqual(log, ["attempt"]);
  }
  // The first request was carried out after the look: the second hears "already exists".
  const { options, log } = played([timeout, http(400)], [undefined, "seen"]);
  assert.equal(await retryLooking(options), "seen");
  assert.equal(log.join(), "attempt,wait 1,look,attempt,look");
});

Deno.test("retryLooking() waits as long as the server asks, and says so", NONE, async () => {
  const said: string[] = [];
  const { options, log } = played([http(429, 30), "stored"], [undefined]);
  await retryLooking({ ...options, onWait: ({ message }) => said.push(message) });
  assert.equal(log.join(), "attempt,wait 30,look,attempt");
  assert.deepEqual(said, ["status 429. The server asks to wait: trying again in 30 s"]);
});

Deno.test("retryLooking() does not wait longer than the bound", NONE, async () => {
  const { options, log } = played([http(503, 86_400)], [undefined]);
  await assert.rejects(retryLooking(options), { status: 503, retryAfterSeconds: 86_400 });
  assert.deepEqual(log, ["attempt", "look"]);
});

Deno.test("retryLooking() ends with the last failure, after a last look", NONE, async () => {
  const { options, log } = played([reset, reset, reset, timeout], [undefined, undefined, undefined, undefined]);
  await assert.rejects(retryLooking(options), timeout);
  assert.equal(log.filter((step) => step === "attempt").length, 4);
  assert.equal(log.at(-1), "look");
});

Deno.test("retryLooking() decides by a look what HTML left open, and repeats nothing", NONE, async () => {
  const html = new StackError("not-elasticsearch", "an HTML page", { status: 200 });
  const seen = played([html], ["seen"]);
  assert.equal(await retryLooking(seen.options), "seen");
  const unseen = played([html], [undefined]);
  await assert.rejects(retryLooking(unseen.options), html);
  assert.deepEqual(unseen.log, ["attempt", "look"]);
});

Deno.test("retryLooking() repeats a read without a look", NONE, async () => {
  const { options, log } = played([reset, "read"]);
  const { look: _, ...read } = options;
  assert.equal(await retryLooking(read), "read");
  assert.deepEqual(log, ["attempt", "wait 1", "attempt"]);
});

Deno.test("retryLooking() passes on mistakes at once, of attempts and of looks", NONE, async () => {
  const mistake = new TypeError("not a function");
  const first = played([mistake]);
  await assert.rejects(retryLooking(first.options), mistake);
  const second = played([reset], [mistake]);
  await assert.rejects(retryLooking(second.options), mistake);
});

Deno.test("retryLooking() stops waiting when it is told to", NONE, async () => {
  const stop = new AbortController();
  const { options, log } = played([reset]);
  const { sleep: _, ...timed } = options;
  setTimeout(() => stop.abort(), 5);
  const begun = performance.now();
  await assert.rejects(retryLooking({ ...timed, signal: stop.signal }), reset);
  assert.ok(performance.now() - begun < 900);
  assert.deepEqual(log, ["attempt"]);
});

Deno.test("decideRetry() ends after so many attempts, whatever happened", NONE, () => {
  const kinds = fc.constantFrom<StackErrorKind>(
    "refused",
    "reset",
    "timeout",
    "aborted",
    "tls",
    "http",
    "not-elasticsearch",
  );
  const errors = fc.record({ kind: kinds, status: fc.integer({ min: 200, max: 599 }), retryAfterSeconds: fc.nat() })
    .map(({ kind, ...details }) => new StackError(kind, "failed", details));
  fc.assert(
    fc.property(errors, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 5 }), (error, attempt, attempts) => {
      const decision = decideRetry(error, attempt, { attempts, maxWaitSeconds: 60 });
      if (attempt >= attempts) assert.notEqual(decision.kind, "wait");
      if (decision.kind === "wait") assert.ok(decision.seconds <= 60 && decision.seconds >= 0);
      // Nothing that may have been carried out is given up without a look, unless a person interrupted it.
      if (decision.kind === "give-up") assert.ok(error.kind === "aborted" || !mayHaveTakenEffect(error));
    }),
  );
});
