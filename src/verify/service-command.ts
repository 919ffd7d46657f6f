import type { ContainerDetail } from "../model/ports";

/** The words that a container was started with, its entry point left out. */
export function startCommand(detail: ContainerDetail): readonly string[] {
  const config = (detail.raw as { readonly Config?: { readonly Cmd?: unknown } } | null)?.Config;
  const words = config?.Cmd;
  return Array.isArray(words) ? words.filter((word): word is string => typeof word === "string") : [];
}

/** Servers that speak nothing but HTTP, so that one without an answer does not work. */
const HTTP_SERVERS = /^(?:gunicorn|uvicorn|hypercorn|granian|daphne|waitress-serve)$/;

/** Whether a start command runs a server that answers plain HTTP. */
export function answersHttp(command: readonly string[]): boolean {
  const words = command.flatMap(word => word.split(/\s+/));
  const isServer = words.some(word => HTTP_SERVERS.test(word.slice(word.lastIndexOf("/") + 1)));
  return isServer && !words.some(word => /^--(?:ssl|cert|keyfile)/.test(word));
}

/** Milliseconds between the container's creation and the start of its process; null where the engine does not say. */
export function creationMs(detail: ContainerDetail): number | null {
  const created = Date.parse((detail.raw as { readonly Created?: string } | null)?.Created ?? "");
  return Number.isFinite(created) && detail.startedAt !== null ? Math.max(0, detail.startedAt - created) : null;
}

/** How a worker is asked whether it is alive. */
export interface Ping {
  readonly command: readonly string[];
  /** What an answer looks like, where the exit code alone says nothing. */
  readonly answer: RegExp | null;
}

/**
 * How a worker's framework asks it whether it is alive, told from the command that started it; null where the framework
 * has no such command, as dramatiq, huey and taskiq have none.
 * Sources: https://docs.celeryq.dev/en/stable/reference/cli.html#celery-inspect (exits 0 only where a worker answers),
 * https://arq-docs.helpmanual.io/#health-checks (`--check` exits 1 without a fresh record of the worker),
 * https://python-rq.org/docs/monitoring/ (`rq info` lists workers and always exits 0),
 * https://procrastinate.readthedocs.io/en/stable/howto/basics/command_line.html (`healthchecks`)
 */
export function pingCommand(command: readonly string[]): Ping | null {
  const celery = untilWorker(command, "celery");
  if (celery) return { command: [...celery, "inspect", "ping", "--timeout", "10"], answer: null };
  const arq = programAt(command, "arq");
  const settings = command.slice(arq + 1).find(word => !word.startsWith("-"));
  if (arq >= 0 && settings !== undefined)
    return { command: [...command.slice(0, arq + 1), settings, "--check"], answer: null };
  const rq = untilWorker(command, "rq");
  if (rq) {
    const connection = command.flatMap((word, index) =>
      /^(?:-u|--url|-c|--config)$/.test(word)
        ? command.slice(index, index + 2)
        : /^--(?:url|config)=/.test(word)
          ? [word]
          : [],
    );
    const info = [...rq, "info", "--only-workers", "--raw", ...connection];
    return { command: info, answer: /^worker \S/m };
  }
  const procrastinate = untilWorker(command, "procrastinate");
  return procrastinate && { command: [...procrastinate, "healthchecks"], answer: null };
}

function programAt(command: readonly string[], program: string): number {
  return command.findIndex(word => word.split("/").at(-1) === program);
}

/** Options before the verb whose value is a word of its own. */
const VALUED =
  /^(?:-[AablnQ]|--(?:app|broker|config|hostname|loader|log-?level|log-format|queues|result-backend|workdir))$/;

/** The words before the verb where that is `worker`, as an application, a host or a folder may be called too; else null. */
function untilWorker(command: readonly string[], program: string): readonly string[] | null {
  const start = programAt(command, program);
  const isVerb = (word: string, at: number): boolean =>
    at > start && !word.startsWith("-") && !VALUED.test(command[at - 1] ?? "");
  const verb = start < 0 ? -1 : command.findIndex(isVerb);
  return command[verb] === "worker" ? command.slice(0, verb) : null;
}
