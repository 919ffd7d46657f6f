import { defineDetector } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { djangoSites } from "../django/sites";
import type { DetectContext } from "../define-detector";
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

/** Objects that settings call HUEY: those run by Django's own command, which loads the tasks of every application (djhuey). */
function ofSettings({ project }: DetectContext, { file, call }: DetectContext["calls"][number]): boolean {
  return (
    djangoSites(project).some(({ settingsFiles }) => settingsFiles.includes(file)) &&
    file.facts.assignments.some(
      ({ target, scope, value }) =>
        target === "HUEY" && scope === -1 && value?.kind === "call" && value.offset === call.offset,
    )
  );
}

/** Huey's consumer runs what the module that it is given loads: where that of the object loads no tasks, another one does. */
export const detector = defineDetector({
  id: "huey",
  title: "Huey consumers",
  reads: { calls: OBJECTS },
  detect: context =>
    objectWorker(
      { ...context, calls: context.calls.filter(call => !ofSettings(context, call)) },
      {
        framework: "huey",
        kind: "worker",
        name: "worker",
        target: (module, name) => `${module}.${name}`,
        command: target => ["huey_consumer", target],
        loads: context.each(TASKS),
      },
    ),
});
