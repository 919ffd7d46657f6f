import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { wordsInCode } from "../used-words";
import { subcommandEvidence } from "../workers/subcommand-evidence";
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
      "rq.Queue.all",
      "rq.Worker.all",
      "flask_rq2.RQ",
      "flask_rq2.RQ().job",
      "flask_rq2.RQ().get_queue",
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
      const facts = { kind: "worker" as const, name: "worker" };
      out.push(
        subcommandEvidence(context, worker.file, worker.call, facts) ??
          scriptEvidence(context, worker.file, worker.call.offset, facts),
      );
      return out;
    }
    const looking = new Set(calls.flatMap(({ name, file }) => (name.endsWith(".all") ? file : [])));
    const queues = calls.filter(
      ({ name, file, call }) => name.endsWith("Queue") && !(looking.has(file) && isLookedInto(project, file, call)),
    );
    const isFlasks = calls.some(({ name }) => name === "flask_rq2.RQ");
    const named = [...queues, ...calls.filter(({ name }) => /\.(?:job|get_queue)$/.test(name))].flatMap(
      ({ file, call }) => project.string(file, call.arguments[0], call.scope) ?? [],
    );
    // Where no name is given Flask-RQ2 takes the usual queue, which it listens to only as long as none is named.
    const names = [...new Set(isFlasks && named.length > 0 ? ["default", ...named] : named)].sort();
    const command = ["rq", "worker", ...names];
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
        command: isFlasks ? ["flask", "rq", "worker", ...(context.each(queuesSet).length > 0 ? [] : names)] : command,
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

/** Where Flask-RQ2 is told the queues that its workers listen to; names in the command would stand instead of them. */
function queuesSet(_project: PythonProject, { facts }: PythonFile): readonly true[] {
  const isSet =
    facts.assignments.some(
      ({ target, key }) =>
        /(?:^|\.)RQ_QUEUES$|\.queues$/.test(target) || (key?.kind === "string" && key.value === "RQ_QUEUES"),
    ) ||
    facts.calls.some(({ keywords }) => keywords.some(({ name }) => name === "RQ_QUEUES")) ||
    wordsInCode(facts).includes("RQ_QUEUES");
  return isSet ? [true] : [];
}

/** A queue of the first or any name, in a file that lists all queues or workers and fills none: a dashboard looks into those of others. */
function isLookedInto(project: PythonProject, file: PythonFile, call: CallFact): boolean {
  const name = call.arguments[0] ?? keywordOf(call, "name");
  if (name && project.string(file, name, call.scope) !== null) return false;
  return !file.facts.calls.some(({ callee }) => /\.enqueue(?:_\w+)?$/.test(callee));
}
