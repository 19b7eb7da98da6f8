import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ListFormatError, plainBytes } from "./plain_bytes.ts";

const NONE = { permissions: "none" } as const;

async function textOf(...parts: (string | Uint8Array)[]): Promise<string> {
  const pieces = parts.map((part) => typeof part === "string" ? new TextEncoder().encode(part) : part);
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of plainBytes(pieces)) text += decoder.decode(piece, { stream: true });
  return text;
}

Deno.test("plainBytes() leaves text alone", NONE, async () => {
  for (const text of ["", "a", "example.com\n", "Bzip2.example\n", "PK.com"]) assert.equal(await textOf(text), text);
  assert.equal(await textOf("P", "", "K", ".com"), "PK.com");
});

Deno.test("plainBytes() unpacks gzip, one file after the other, wherever the pieces end", NONE, async () => {
  const packed = [...gzipSync("a.com\n"), ...gzipSync("b.com\n")];
  assert.equal(await textOf(Uint8Array.from(packed)), "a.com\nb.com\n");
  assert.equal(await textOf(...packed.map((byte) => Uint8Array.of(byte))), "a.com\nb.com\n");
});

Deno.test("plainBytes() says what is no list, and what to do", NONE, async (t) => {
  const packed = gzipSync("example.com\n".repeat(1000));
  const damaged = Uint8Array.from(packed, (byte, i) => i === 20 ? byte ^ 0xff : byte);
  const files: Record<string, [bytes: Uint8Array, message: RegExp]> = {
    "gzip that is cut off": [packed.subarray(0, -9), /^it is gzip that is cut off$/],
    "gzip that is damaged": [damaged, /^it is gzip that is damaged \(.+\)$/],
    "a zip archive": [Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /^it is a zip archive$/],
    zstd: [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), /zstd$/],
    xz: [Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), /xz$/],
    bzip2: [new TextEncoder().encode("BZh91AY&SY"), /bzip2$/],
    "UTF-16": [Uint8Array.of(0xff, 0xfe, 0x61, 0), /^it is UTF-16$/],
  };
  for (const [name, [bytes, message]] of Object.entries(files)) {
    await t.step(name, () =>
      assert.rejects(textOf(bytes), (error) => {
        assert.ok(error instanceof ListFormatError);
        assert.match(error.message, message);
        return true;
      }));
  }
});

Deno.test("plainBytes() reads no more than is asked for, and closes what it reads", NONE, async () => {
  let read = 0;
  let closed = false;
  async function* endless() {
    try {
      for (;;) yield await Promise.resolve(new TextEncoder().encode(`${++read}.example.com\n`));
    } finally {
      closed = true;
    }
  }
  for await (const _ of plainBytes(endless())) {
    if (read >= 10) break;
  }
  assert.deepEqual([read, closed], [10, true]);
});
