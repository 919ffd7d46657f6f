import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector, type DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { objectWorker } from "../workers/object-worker";

/** Taskiq: a worker for the broker, and the scheduler that sends what its tasks' labels or other sources plan. */
export const detector = defineDetector({
  id: "taskiq",
  title: "Taskiq workers",
  reads: {
    calls: [
      "taskiq.InMemoryBroker",
      "taskiq.ZeroMQBroker",
      "taskiq.TaskiqScheduler",
      "taskiq.scheduler.scheduler.TaskiqScheduler",
      "taskiq_faststream.StreamScheduler",
      "taskiq_redis.*",
      "taskiq_aio_pika.AioPikaBroker",
      "taskiq_nats.*",
      "taskiq_aio_kafka.*",
    ],
  },
  detect(context) {
    const modules = (target: string): readonly string[] =>
      taskModules(context).filter(name => !target.startsWith(`${name}:`));
    const program = (verb: string) => ({
      framework: "taskiq",
      target: (module: string, name: string) => `${module}:${name}`,
      command: (target: string) => ["taskiq", verb, target, ...modules(target)],
    });
    const ending = (end: string): DetectContext => ({
      ...context,
      // A broker in memory runs its tasks in the process that sends them; a worker refuses it.
      calls: context.calls.filter(({ name }) => name.endsWith(end) && !name.endsWith("InMemoryBroker")),
    });
    const worker = program("worker");
    const inMemory = context.calls.filter(({ name, file }) => name.endsWith("InMemoryBroker") && isOwnCode(file));
    return [
      ...inMemory.map(({ file, call }): Evidence => ({
        claim: "framework",
        name: "taskiq",
        place: context.project.place(file, call.offset),
      })),
      ...objectWorker(ending("Broker"), {
        ...worker,
        kind: "worker",
        name: "worker",
        devCommand: target => [...worker.command(target), "--reload"],
      }),
      ...objectWorker(ending("Scheduler"), { ...program("scheduler"), kind: "beat", name: "scheduler" }),
    ];
  },
});

/** The modules of tasks, which the program is told: the broker's own need not import them (Taskiq: "Command Line Interface"). */
function taskModules({ each }: DetectContext): readonly string[] {
  return [...new Set(each(TASKS))].sort();
}

const TASKS = among(isOwnCode, (project: PythonProject, file: PythonFile): readonly string[] => {
  const isTask = file.facts.definitions.some(({ decorators, parent }) =>
    decorators.some(value => {
      const path = value.kind === "name" ? value.path : value.kind === "call" ? value.callee : "";
      return parent === -1 && path.endsWith(".task") && /^taskiq|broker/i.test(project.qualify(file, path));
    }),
  );
  return isTask ? [file.module] : [];
});
