import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { scriptEvidence } from "../workers/script-evidence";

/** RQ: a script that runs a `Worker`, else the `rq worker` of the queues that the code fills. */
export const detector = defineDetector({
  id: "rq",
  title: "RQ workers",
  reads: {
    calls: [
      "rq.Worker",
      "rq.worker.Worker",
      "rq.SimpleWorker",
      "rq.Queue",
      "rq.queue.Queue",
      "flask_rq2.RQ",
      "rq_scheduler.Scheduler",
    ],
  },
  detect(context) {
    const { project } = context;
    const calls = context.calls.filter(({ file }) => isOwnCode(file));
    const first = calls[0];
    if (!first) return [];
    const out: Evidence[] = [{ claim: "framework", name: "rq", place: project.place(first.file, first.call.offset) }];
    const worker = calls.find(({ name }) => /Worker$/.test(name));
    if (worker) {
      out.push(scriptEvidence(context, worker.file, worker.call.offset, { kind: "worker", name: "worker" }));
      return out;
    }
    const queues = calls.filter(({ name }) => name.endsWith("Queue"));
    const names = [
      ...new Set(queues.flatMap(({ file, call }) => project.string(file, call.arguments[0], call.scope) ?? [])),
    ].sort();
    const command = ["rq", "worker", ...names];
    const isFlasks = calls.some(({ name }) => name === "flask_rq2.RQ");
    // The program knows nothing of the connection that the code makes (rq/cli/helpers.py).
    if (queues.length > 0 && !isFlasks)
      out.push({
        claim: "environment",
        name: "RQ_REDIS_URL",
        default: "redis://localhost:6379",
        hasDefault: true,
        required: false,
        type: "url",
        secret: false,
        scope: "library",
        place: project.place(first.file, first.call.offset),
      });
    if (queues.length > 0 || isFlasks) {
      out.push({
        claim: "entry-point",
        kind: "worker",
        name: "worker",
        target: "rq",
        command: isFlasks ? ["flask", "rq", "worker"] : command,
        devCommand: command,
        port: null,
        source: "code",
        workingDirectory: first.file.sourceRoot,
        place: project.place(first.file, first.call.offset, "medium"),
      });
    }
    return out;
  },
});
