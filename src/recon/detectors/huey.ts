import { defineDetector } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { objectWorker } from "../workers/object-worker";

const OBJECTS = [
  "RedisHuey",
  "SqliteHuey",
  "PriorityRedisHuey",
  "RedisExpireHuey",
  "FileHuey",
  "MiniHuey",
  "PriorityRedisExpireHuey",
  "Huey",
].map(name => `huey.${name}`);

const MARKS = new Set(OBJECTS.flatMap(name => [`${name}().task`, `${name}().periodic_task`]));

const TASKS = among(isOwnCode, (project, file) => {
  const isTask = file.facts.definitions.some(({ decorators }) =>
    decorators.some(value => {
      const path = value.kind === "name" ? value.path : value.kind === "call" ? value.callee : "";
      return path.endsWith("task") && MARKS.has(project.qualify(file, path));
    }),
  );
  return isTask ? [file.path] : [];
});

/** Huey's consumer runs what the module that it is given loads: where that of the object loads no tasks, another one does. */
export const detector = defineDetector({
  id: "huey",
  title: "Huey consumers",
  reads: { calls: OBJECTS },
  detect: context =>
    objectWorker(context, {
      framework: "huey",
      kind: "worker",
      name: "worker",
      target: (module, name) => `${module}.${name}`,
      command: target => ["huey_consumer", target],
      loads: context.each(TASKS),
    }),
});
