import assert from "node:assert/strict";
import { compilationError, planCompilation } from "./compile.ts";

const NONE = { permissions: "none" } as const;

Deno.test("planCompilation() gives a program the permissions of its script, no more and no less", NONE, () => {
  const source = "#!/usr/bin/env -S deno run --allow-read --allow-env=DR_* --ignore-env\n";
  assert.deepEqual(planCompilation("verify.ts", source), {
    output: "dist/verify",
    args: [
      ...["compile", "--quiet", "--allow-read", "--allow-env=DR_*", "--ignore-env"],
      ...["--output", "dist/verify", "scripts/verify.ts"],
    ],
  });
});

Deno.test("planCompilation() puts the test bundle into the program that reads it", NONE, () => {
  const { args } = planCompilation("rehearse.ts", "#!/usr/bin/env -S deno run --allow-read\n");
  assert.ok(args.join(" ").includes("--include testdata/ML-DGA-20261101-1 --include testdata/domains.csv"));
});

Deno.test("planCompilation() puts the module of the threads into the program that starts them", NONE, () => {
  const { args } = planCompilation("score_domains.ts", "#!/usr/bin/env -S deno run --allow-read\n");
  assert.ok(args.join(" ").includes("--include lib/terminal/scoring/worker.ts"));
});

Deno.test("compilationError() says that the runtime cannot be downloaded, and what to do", NONE, () => {
  const error = compilationError(
    "dist/rehearse",
    "\x1b[31merror\x1b[0m: Writing deno compile executable\n\nCaused by:\n    0: Setting up base binary.\n    1: error sending " +
      "request for url (https://host/denort-x86_64.zip): dns error\n\nStack backtrace:\n   0: <unknown>\n",
  );
  assert.match(
    error.message,
    /^Cannot compile dist\/rehearse as the runtime .*denort.* cannot be downloaded from here$/,
  );
  assert.match(error.hint ?? "", /DENORT_BIN.*dns error$/s);
  assert.equal(error.exit, 1);
});

Deno.test("compilationError() leaves another error to Deno's words", NONE, () => {
  const error = compilationError("dist/rehearse", "error: Type checking failed.\n");
  assert.equal(error.message, "Cannot compile dist/rehearse: Deno says\nerror: Type checking failed.");
});
