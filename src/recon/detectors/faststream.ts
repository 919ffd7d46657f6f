import { defineDetector } from "../define-detector";
import { objectWorker } from "../workers/object-worker";

export const detector = defineDetector({
  id: "faststream",
  title: "FastStream workers",
  reads: { calls: ["faststream.FastStream", "faststream.app.FastStream"] },
  detect: context =>
    objectWorker(context, {
      framework: "faststream",
      kind: "worker",
      name: "worker",
      target: (module, name) => `${module}:${name}`,
      command: target => ["faststream", "run", target],
      devCommand: target => ["faststream", "run", target, "--reload"],
    }),
});
