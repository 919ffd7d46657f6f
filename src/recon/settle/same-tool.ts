import type { EntryEvidence } from "../../model/evidence";
import { optionOf, parseArguments } from "../commands/arguments";
import { WORKER_FLAGS } from "../commands/workers";
import type { ResolvedTarget } from "../targets/resolve-target";
import { sourceRank } from "./source-order";

/** Management commands that run a tool's tasks inside Django, by the tool (documentation of each Django application). */
const MANAGED: Readonly<Record<string, string>> = {
  dramatiq: "manage.py rundramatiq",
  huey_consumer: "manage.py run_huey",
  rq: "manage.py rqworker",
  procrastinate: "manage.py procrastinate",
};

/** Programs whose first words name the object or modules that they work for. */
const TARGETED = /^(?:dramatiq(?:-gevent)?|periodiq|arq|saq|huey_consumer(?:\.py)?|taskiq|faust)$/;

/**
 * What a worker works on, by which two commands are one worker: its object, further modules and queues. How many processes
 * it has, where it logs and the like make no other worker. Null where a program of another kind is started.
 */
export function workOf({ kind, command }: EntryEvidence, { path, attribute }: ResolvedTarget): string | null {
  const at = command.findIndex(word => TARGETED.test(word));
  if (at < 0 || path === null) return null;
  const args = parseArguments(command.slice(at + 1), WORKER_FLAGS);
  const queues = optionOf(args, "-Q", "--queues", "--queue", "-q") ?? "";
  const further = args.positionals.slice(1);
  return [kind, command[at], path, attribute ?? "", queues, ...further].join("\n");
}

/** Whether two commands start workers of one tool. */
export function isSameTool(left: EntryEvidence, right: EntryEvidence): boolean {
  return toolOf(left) === toolOf(right);
}

/** Whether Django's own command runs the worker that the code suggests: the tool alone would load neither settings nor applications. */
export function isManagedBy(one: EntryEvidence, other: EntryEvidence): boolean {
  return (
    one.source === "code" &&
    one.command[0] !== "python" &&
    one.workingDirectory === other.workingDirectory &&
    MANAGED[toolOf(one)] === other.target
  );
}

/** Whether it is Dagster's own web server, of which one shows the code of all locations. */
export function isDagsterServer({ kind, command }: EntryEvidence): boolean {
  return kind === "server" && /^dag(?:ster|it)/.test(command[0] ?? "");
}

/** `dagster dev`, which a machine of one's own runs in place of the server and the daemon. */
export function isDagsterTried({ command: [program, verb] }: EntryEvidence): boolean {
  return program === "dagster" && verb === "dev";
}

/**
 * Whether another process of Dagster loads the code that this one would: the server that a deployment starts for it, or, where
 * only a task runner or a README starts that, Dagster's web server.
 */
export function isLoadedElsewhere(one: EntryEvidence, other: EntryEvidence): boolean {
  if (servesCode(one)) return !isDeployed(one) && isDagsterServer(other);
  return servesCode(other) && isDeployed(other) && one.source === "code" && /^dagster/.test(toolOf(one));
}

function servesCode(one: EntryEvidence): boolean {
  return one.kind === "grpc" && toolOf(one) === "dagster";
}

function isDeployed({ source }: EntryEvidence): boolean {
  return sourceRank(source) < sourceRank("task-runner");
}

function toolOf({ command }: EntryEvidence): string {
  // `rqworker` is what `rq worker` was called before.
  return (
    command.find(word =>
      /^(?:celery|rq|rqworker|dramatiq|arq|huey_consumer|taskiq|faust|faststream|procrastinate)/.test(word),
    ) ??
    command[0] ??
    ""
  )
    .replace(/^rqworker$/, "rq")
    .replace(/^(?:dagster-webserver|dagit)$/, "dagster")
    .replace(/\.py$/, "");
}
