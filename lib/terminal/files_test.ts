import assert from "node:assert/strict";
import { readText } from "./files.ts";

Deno.test("readText() says what a list that is no plain text is", { permissions: "none" }, async () => {
  const read = (bytes: number[]) =>
    readText(
      { readFile: () => Promise.resolve(new Uint8Array(bytes)), readStdin: () => Promise.resolve(new Uint8Array()) },
      "names.txt",
      "a list of domains",
    );
  await assert.rejects(read([0x1f, 0x8b, 8]), {
    message: 'Cannot read "names.txt" as a list of domains: it is compressed',
  });
  await assert.rejects(read([0xff, 0xfe, 0x61, 0]), {
    message: 'Cannot read "names.txt" as a list of domains: it is UTF-16',
  });
  assert.equal(await read([0x61]), "a");
});
