/**
 * What to do about an error of Kibana.
 * @module
 */

/** One rule: whom it concerns, and what it advises. */
interface Rule {
  readonly status?: readonly number[];
  readonly reason?: RegExp;
  readonly advice: string | ((matched: RegExpExecArray) => string);
}

/** The first rule that fits is taken. */
const RULES: readonly Rule[] = [
  {
    reason: /licen[sc]e does not support machine learning/i,
    advice: "Machine learning rules need an active trial, platinum or enterprise licence",
  },
  {
    reason: /not a machine learning administrator/i,
    advice: "Give the user's role all privileges of the Machine Learning feature in this space",
  },
  {
    reason: /encryptedSavedObjects|encryption key/i,
    advice: "Set xpack.encryptedSavedObjects.encryptionKey in kibana.yml on every Kibana and restart it",
  },
  {
    status: [403],
    reason: /granted by the Kibana privileges \[([^\]]+)\]/,
    advice: ([, privileges = ""]) =>
      `Give the user's role the Kibana privileges ${privileges.split(",").join(", ")} in this space ` +
      "(Security feature: All; on 9.x also Rules)",
  },
  {
    status: [403],
    reason: /unauthorized to (?:create|update|delete|get|find)|unauthorized for|Forbidden/i,
    advice: "Give the user's role the Security feature of Kibana (All) in this space",
  },
  {
    status: [403],
    advice: "The user may not do this: ask whoever manages roles, or check that the licence has the feature",
  },
  {
    status: [401],
    advice:
      "Check user name and password, or the API key, and that they belong to the Elasticsearch behind this Kibana",
  },
  {
    reason: /already exists/i,
    advice: "Someone else may have made it since it was looked for: run the command again",
  },
  {
    status: [404],
    reason: /^Not Found$/i,
    advice:
      "This Kibana does not have the call at that path: check the URL and its base path, and that it is version 8 or 9",
  },
  {
    status: [404],
    advice: "It is not there, or not in this space: something else may have removed it; run the command again",
  },
  { status: [409], advice: "Something else changed it at the same time: run the command again" },
  {
    status: [413],
    advice: "The request is larger than Kibana's server.maxPayload (1mb by default) or a proxy's own limit: raise it",
  },
  { status: [429], advice: "Kibana is busy: wait and run the command again" },
  {
    reason: /not ready yet/i,
    advice: "Kibana is starting, or waits for its Elasticsearch: wait and run the command again",
  },
  {
    status: [502, 503, 504],
    advice: "Kibana or a proxy before it is not ready: it may have carried out the request all the same; " +
      "wait and run the command again",
  },
  { status: [500], advice: "Kibana failed, perhaps after it carried out the request: its own log says more" },
];

/** What to do about an answer, if that is known. */
export function kibanaHint(status: number, reason: string): string | undefined {
  for (const rule of RULES) {
    if (rule.status !== undefined && !rule.status.includes(status)) continue;
    const matched = (rule.reason ?? /^/).exec(reason);
    if (matched === null) continue;
    return typeof rule.advice === "string" ? rule.advice : rule.advice(matched);
  }
  return undefined;
}
