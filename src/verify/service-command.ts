import type { ContainerDetail } from "../model/ports";

/** The words that a container was started with, its entry point left out. */
export function startCommand(detail: ContainerDetail): readonly string[] {
  const config = (detail.raw as { readonly Config?: { readonly Cmd?: unknown } } | null)?.Config;
  const words = config?.Cmd;
  return Array.isArray(words) ? words.filter((word): word is string => typeof word === "string") : [];
}

/** Milliseconds between the container's creation and the start of its process; null where the engine does not say. */
export function creationMs(detail: ContainerDetail): number | null {
  const created = Date.parse((detail.raw as { readonly Created?: string } | null)?.Created ?? "");
  return Number.isFinite(created) && detail.startedAt !== null ? Math.max(0, detail.startedAt - created) : null;
}

/**
 * How a worker's framework asks it whether it is alive, told from the command that started it; null where the framework
 * has no such command. Source: https://docs.celeryq.dev/en/stable/reference/cli.html#celery-inspect (`inspect ping`
 * exits 0 only where a worker answers)
 */
export function pingCommand(command: readonly string[]): readonly string[] | null {
  const celery = command.findIndex(word => /(?:^|\/)celery$/.test(word));
  if (celery < 0 || !command.includes("worker")) return null;
  return [...command.slice(0, command.indexOf("worker")), "inspect", "ping", "--timeout", "10"];
}
