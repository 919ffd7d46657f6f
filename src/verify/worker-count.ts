import type { ContainerDetail } from "../model/ports";

/**
 * Servers that take the number of their processes from `--workers` or, where that is not given, from WEB_CONCURRENCY.
 * Sources: https://docs.gunicorn.org/en/stable/settings.html#workers, https://www.uvicorn.org/settings/#production
 */
const SERVERS = /(?:^|[\s"'/[,])(?:gunicorn|uvicorn|fastapi)(?=$|[\s"',\]])/;
export const WORKERS_VARIABLE = "WEB_CONCURRENCY";

/** `-w 3`, `--workers=3`, and both as words of a JSON list. */
const FLAG = /(^|[\s"',[])(--workers|-w)(["']?\s*[,=]?\s*(?:["']|-\s+["']?)?)(\d+)(?=$|[\s"',\]])/m;

/** How many processes a server has whose number can be set: by its command, else by its environment, else one; null for others. */
export function workersOf(detail: ContainerDetail): number | null {
  const config = (detail.raw as { readonly Config?: Readonly<Record<string, unknown>> } | null)?.Config;
  const texts = (name: string): readonly string[] => {
    const value = config?.[name];
    return Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : [];
  };
  const set = texts("Env").find(variable => variable.startsWith(`${WORKERS_VARIABLE}=`));
  const command = [...texts("Entrypoint"), ...texts("Cmd")].join(" ");
  if (set === undefined && !SERVERS.test(command)) return null;
  return Number(FLAG.exec(command)?.[4] ?? set?.slice(WORKERS_VARIABLE.length + 1)) || 1;
}

/** A start command with another number of processes; null where it names none, so that the variable decides. */
export function withWorkers(command: string, count: number): string | null {
  if (!SERVERS.test(command) || !FLAG.test(command)) return null;
  return command.replace(
    FLAG,
    (_all, before: string, flag: string, between: string) => `${before}${flag}${between}${count}`,
  );
}
