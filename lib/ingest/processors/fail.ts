/** `fail`: the document fails with a message. @module */

import { IngestError } from "../error.ts";
import { templateOption } from "../field_option.ts";
import type { ProcessorFactory } from "../processor.ts";

/** Reads a `fail` processor. */
export const fail: ProcessorFactory = (reader) => {
  const message = templateOption(reader, "message", reader.string("message"));
  return {
    execute(document) {
      throw new IngestError("fail_processor_exception", message.render(document));
    },
  };
};
