import { defineDetector } from "../define-detector";
import { objectWorker } from "../workers/object-worker";

export const detector = defineDetector({
  id: "huey",
  title: "Huey consumers",
  reads: {
    calls: [
      "RedisHuey",
      "SqliteHuey",
      "PriorityRedisHuey",
      "RedisExpireHuey",
      "FileHuey",
      "MiniHuey",
      "PriorityRedisExpireHuey",
      "Huey",
    ].map(name => `huey.${name}`),
  },
  detect: context =>
    objectWorker(context, {
      framework: "huey",
      kind: "worker",
      name: "worker",
      target: (module, name) => `${module}.${name}`,
      command: target => ["huey_consumer", target],
    }),
});
