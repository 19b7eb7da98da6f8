/** `script`: a Painless script changes the document. @module */

import { refuseSelfReferences } from "../copy.ts";
import { toIngestError } from "../error.ts";
import type { ProcessorFactory } from "../processor.ts";
import { bindScript } from "../script.ts";

/** Reads a `script` processor, inline or stored; it is compiled at once, and a missing or broken one is refused. */
export const script: ProcessorFactory = (reader, { node }) => {
  const config = reader.everything();
  try {
    const bound = bindScript(config, "ingest", node);
    return {
      execute(document) {
        document.budget.timed(() => bound.run(document.fields));
        refuseSelfReferences(document.fields, "ingest script");
      },
    };
  } catch (thrown) {
    const error = toIngestError(thrown);
    reader.add(error, error.option ?? (config.has("id") ? "id" : "source"));
    return { execute() {} };
  }
};
