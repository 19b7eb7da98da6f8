/** `pipeline`: another pipeline runs on the document. @module */

import { IngestError } from "../error.ts";
import { templateOption } from "../field_option.ts";
import { runPipeline } from "../run_pipeline.ts";
import type { CalledPipeline, ProcessorFactory } from "../processor.ts";

/** Reads a `pipeline` processor: an unknown name fails when it is called. `ignore_missing_pipeline` came with 8.7. */
export const pipeline: ProcessorFactory = (reader, { node }) => {
  const name = templateOption(reader, "name", reader.string("name"));
  const ignoreMissing = reader.boolean("ignore_missing_pipeline", false);
  const called: CalledPipeline = (document) => {
    const id = name.render(document);
    const found = node.pipeline(id);
    if (found !== undefined || ignoreMissing) return found;
    throw new IngestError(
      "illegal_state_exception",
      `Pipeline processor configured for non-existent pipeline [${id}]`,
    );
  };
  return {
    calledPipeline: called,
    execute(document) {
      const found = called(document);
      return found === undefined || runPipeline(found.id, found.processors, document);
    },
  };
};
