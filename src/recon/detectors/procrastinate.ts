import { defineDetector } from "../define-detector";
import { objectWorker } from "../workers/object-worker";

export const detector = defineDetector({
  id: "procrastinate",
  title: "Procrastinate workers",
  reads: { calls: ["procrastinate.App"] },
  detect: context =>
    objectWorker(context, {
      framework: "procrastinate",
      kind: "worker",
      name: "worker",
      target: (module, name) => `${module}.${name}`,
      command: target => ["procrastinate", `--app=${target}`, "worker"],
    }),
});
