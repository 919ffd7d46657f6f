import { defineDetector } from "../define-detector";
import { objectWorker } from "../workers/object-worker";

export const detector = defineDetector({
  id: "faust",
  title: "Faust workers",
  reads: { calls: ["faust.App"] },
  detect: context =>
    objectWorker(context, {
      framework: "faust",
      kind: "worker",
      name: "worker",
      target: module => module,
      command: target => ["faust", "-A", target, "worker", "-l", "info"],
      port: 6066,
    }),
});
