import assert from "node:assert/strict";
import { IngestError } from "../../../ingest/error.ts";
import { badArgument } from "../failure.ts";
import { boolean, double, integer, object, text, texts } from "./fields.ts";
import { parseNode } from "./json_node.ts";
import { ObjectParser } from "./object_parser.ts";

const NONE = { permissions: "none" } as const;

/** What a body of a wheel and its spokes comes to, or the reasons of the refusal from outside in. */
function read(json: string): unknown {
  const parser = new ObjectParser();
  const wheel: Record<string, unknown> = {};
  const keep = (name: string) => (value: unknown): void => {
    wheel[name] = value;
  };
  try {
    parser.read(parseNode(new TextEncoder().encode(json)), "wheel", {
      name: text(keep("name")),
      tags: texts(keep("tags")),
      spokes: integer(keep("spokes")),
      weight: double(keep("weight")),
      round: boolean(keep("round")),
      hub: object((node) => {
        let width: number | undefined;
        wheel.hub = parser.construct(node, "hub", {
          width: integer((value) => {
            if (value < 0) throw badArgument("too narrow");
            width = value;
          }),
          name: text(() => {}),
        }, () => {
          if (width === 0) throw badArgument("no hub");
          return width;
        }, () => ({ width }));
      }),
    });
    return wheel;
  } catch (thrown) {
    assert.ok(thrown instanceof IngestError);
    const reasons: (string | null)[] = [];
    for (let error: IngestError | undefined = thrown; error !== undefined; error = error.causedBy) {
      reasons.push(error.reason);
    }
    return reasons;
  }
}

Deno.test("ObjectParser takes what is declared, numbers and booleans in quotes too", NONE, () => {
  const json = '{"name":"a","tags":["x",1],"spokes":"12","weight":1.5,"round":"true","hub":{"width":3}}';
  assert.deepEqual(read(json), { name: "a", tags: ["x", "1"], spokes: 12, weight: 1.5, round: true, hub: 3 });
  assert.deepEqual(read('{"tags":"x"}'), { tags: ["x"] });
  assert.deepEqual(read('{"spokes":1.5}'), { spokes: 1 });
});

Deno.test("ObjectParser refuses, and says where", NONE, () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['{\n  "nam": "a"}', ["[2:3] [wheel] unknown field [nam] did you mean [name]?"]],
    ['{"name": 1}', ["[1:10] [wheel] name doesn't support values of type: VALUE_NUMBER"]],
    ['{"name": null}', ["[1:10] [wheel] name doesn't support values of type: VALUE_NULL"]],
    ['{"tags": ["x", {}]}', [
      "[1:16] [wheel] failed to parse field [tags]",
      "Expected text at 1:16 but found START_OBJECT",
    ]],
    ['{"spokes": "x"}', ["[1:12] [wheel] failed to parse field [spokes]", 'For input string: "x"']],
    ['{"round": "yes"}', [
      "[1:11] [wheel] failed to parse field [round]",
      "Failed to parse value [yes] as only [true] or [false] are allowed.",
    ]],
    // A field within: its value is where the parser stands when the outer field fails.
    ['{"hub": {"widht": 7}}', [
      "[1:19] [wheel] failed to parse field [hub]",
      "[1:10] [hub] unknown field [widht] did you mean [width]?",
    ]],
    ['{"hub": {"width": -1}}', [
      "[1:19] [wheel] failed to parse field [hub]",
      "[1:19] [hub] failed to parse field [width]",
      "too narrow",
    ]],
    // What an object lacks is noticed at its end.
    ['{"hub": {}}', ["[1:10] [wheel] failed to parse field [hub]", "Required [width]"]],
    ['{"hub": {"width": 0}}', [
      "[1:20] [wheel] failed to parse field [hub]",
      "Failed to build [hub] after last required field arrived",
      "no hub",
    ]],
    // With all its parts an object is built within the last of them.
    ['{"hub": {"name": "a", "width": 0}}', [
      "[1:32] [wheel] failed to parse field [hub]",
      "[1:32] [hub] failed to parse field [width]",
      "Failed to build [hub] after last required field arrived",
      "no hub",
    ]],
    ["[]", ["[1:1] [wheel] Expected START_OBJECT but was: START_ARRAY"]],
  ];
  for (const [json, reasons] of cases) assert.deepEqual(read(json), reasons, json);
});
