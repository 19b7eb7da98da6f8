import assert from "node:assert/strict";
import { formatDocument, parseDocument } from "../json/document.ts";
import { splitDomainName } from "./domain_name.ts";
import { OUTER_PIPELINE, readOutcome, scoreName } from "./score.ts";

const NONE = { permissions: "none" } as const;

function example() {
  const name = splitDomainName("www.example.com");
  assert.ok("name" in name);
  return name;
}

Deno.test("scoreName() sends the document that Packetbeat would send to the outer pipeline", NONE, () => {
  const sent: [string, unknown][] = [];
  const outcome = scoreName({
    run: (pipeline, document) => {
      sent.push([pipeline, JSON.parse(formatDocument(document))]);
      return parseDocument('{"ml_is_dga":{"malicious_prediction":1,"malicious_probability":1}}');
    },
  }, example());
  assert.deepEqual(outcome, { kind: "judged", prediction: 1, probability: 1 });
  assert.deepEqual(sent, [[OUTER_PIPELINE, {
    type: "dns",
    dns: {
      question: {
        name: "www.example.com",
        subdomain: "www",
        registered_domain: "example.com",
        top_level_domain: "com",
        type: "A",
      },
    },
  }]]);
});

Deno.test("scoreName() tells why a pipeline refused the document", NONE, () => {
  const run = () => {
    throw new Error("unable to find script [x]");
  };
  assert.deepEqual(scoreName({ run }, example()), { kind: "failed", reason: "unable to find script [x]" });
});

Deno.test("readOutcome() reads whole and broken numbers", NONE, () => {
  const of = (probability: string) =>
    readOutcome(parseDocument(`{"ml_is_dga":{"malicious_prediction":0,"malicious_probability":${probability}}}`));
  for (const probability of ["0", "0.0", "1e-5", "0.9938093379123758"]) {
    assert.deepEqual(of(probability), { kind: "judged", prediction: 0, probability: Number(probability) });
  }
});

Deno.test("readOutcome() says what a document lacks", NONE, () => {
  const reasons: Record<string, string> = {
    '{"error":{"message":"script: no"},"ml_is_dga":{}}': "script: no",
    "{}": "The pipeline left nothing in ml_is_dga.malicious_prediction, not 0 or 1",
    '{"ml_is_dga":[{}]}': "The pipeline left nothing in ml_is_dga.malicious_prediction, not 0 or 1",
    '{"ml_is_dga":{"malicious_prediction":"1","malicious_probability":1}}':
      'The pipeline left "1" in ml_is_dga.malicious_prediction, not 0 or 1',
    '{"ml_is_dga":{"malicious_prediction":1,"malicious_probability":null}}':
      "The pipeline left null in ml_is_dga.malicious_probability, not a number",
    '{"ml_is_dga":{"malicious_prediction":2.0,"malicious_probability":1}}':
      "The pipeline left 2.0 in ml_is_dga.malicious_prediction, not 0 or 1",
  };
  for (const [document, reason] of Object.entries(reasons)) {
    assert.deepEqual(readOutcome(parseDocument(document)), { kind: "failed", reason });
  }
  assert.deepEqual(readOutcome(undefined), { kind: "failed", reason: "The pipeline dropped the document" });
});
