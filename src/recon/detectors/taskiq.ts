import { defineDetector } from "../define-detector";
import { objectWorker } from "../workers/object-worker";

export const detector = defineDetector({
  id: "taskiq",
  title: "Taskiq workers",
  reads: {
    calls: [
      "taskiq.InMemoryBroker",
      "taskiq_redis.*",
      "taskiq_aio_pika.AioPikaBroker",
      "taskiq_nats.*",
      "taskiq_aio_kafka.*",
    ],
  },
  detect: context =>
    objectWorker(
      { ...context, calls: context.calls.filter(({ name }) => name.endsWith("Broker")) },
      {
        framework: "taskiq",
        kind: "worker",
        name: "worker",
        target: (module, name) => `${module}:${name}`,
        command: target => ["taskiq", "worker", target],
        devCommand: target => ["taskiq", "worker", target, "--reload"],
      },
    ),
});
