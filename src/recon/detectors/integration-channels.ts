import { defineDetector } from "../define-detector";
import { channelsIn } from "../integrations/channels";
import { integration } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";

const USES = among(isApplication, (project, file) =>
  channelsIn(project, file).map(use => ({ ...use, place: project.place(file, use.offset, "medium") })),
);

/** Topics, queues and exchanges of message brokers by name, and the variables that give them. */
export const detector = defineDetector({
  id: "integration-channels",
  title: "Topics and queues of message brokers",
  reads: { everything: true },
  detect: ({ each }) =>
    each(USES).map(({ service, names, variables, place }) =>
      integration(service, "code", place, { variables, channels: names }),
    ),
});
