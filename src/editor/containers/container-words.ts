import { l10n } from "vscode";
import { systemClock } from "../../host/system";
import { figure } from "../figures";
import type { ContainerDetail, ContainerSummary } from "../../model/ports";

const words: Readonly<Record<ContainerSummary["state"] | NonNullable<ContainerSummary["health"]>, string>> = {
  created: l10n.t("created"),
  running: l10n.t("running"),
  paused: l10n.t("paused"),
  restarting: l10n.t("restarting"),
  removing: l10n.t("removing"),
  exited: l10n.t("exited"),
  dead: l10n.t("dead"),
  starting: l10n.t("starting"),
  healthy: l10n.t("healthy"),
  unhealthy: l10n.t("unhealthy"),
};

function isOver({ state }: Pick<ContainerSummary, "state">): boolean {
  return state === "exited" || state === "dead";
}

/**
 * The name of its service, with Compose's number where the service has several; else its own. One that takes another's place
 * has the same number while both are there.
 */
export function containerLabel(
  container: Pick<ContainerSummary, "name" | "service" | "project" | "labels">,
  all: readonly Pick<ContainerSummary, "service" | "project" | "labels">[],
): string {
  const { service, project, name } = container;
  if (service === null) return name;
  const number = numberOf(container);
  const isAlone = all.every(each => each.service !== service || each.project !== project || numberOf(each) === number);
  return isAlone || number === undefined ? service : `${service}-${number}`;
}

function numberOf({ labels }: Pick<ContainerSummary, "labels">): string | undefined {
  return labels["com.docker.compose.container-number"];
}

/** Whether it ended, and with an exit code other than 0. */
export function isFailed(container: Pick<ContainerSummary, "state" | "status">): boolean {
  return isOver(container) && (exitCodeOf(container.status) ?? 0) !== 0;
}

/** Whether its work is done: it ended well, and others of its project wait for just that (`service_completed_successfully`). */
export function isDone(
  container: Pick<ContainerSummary, "state" | "status" | "service" | "project">,
  all: readonly Pick<ContainerSummary, "project" | "labels">[],
): boolean {
  const { project, service, status } = container;
  if (service === null || !isOver(container) || exitCodeOf(status) !== 0) return false;
  // Compose: `migrate:service_completed_successfully:false,db:service_healthy:false`.
  const awaited = `,${service}:service_completed_successfully`;
  return all.some(
    other => other.project === project && `,${other.labels["com.docker.compose.depends_on"] ?? ""}`.includes(awaited),
  );
}

/** A container's state in one word, as the tree and the panel both say it. */
export function stateWords(container: Pick<ContainerSummary, "state" | "health" | "status">): string {
  const word = words[(container.state === "running" ? container.health : null) ?? container.state];
  const code = isOver(container) ? exitCodeOf(container.status) : null;
  return code === null || code === 0 ? word : l10n.t("{state}, code {code}", { state: word, code });
}

/** What an exit code means, in words; "" for 0 and for those that are the application's own. */
export function exitWords(code: number, outOfMemory = false, memoryLimit = 0): string {
  if (outOfMemory)
    return memoryLimit > 0
      ? l10n.t("killed, out of memory, limit {limit}", { limit: mebibytes(memoryLimit) })
      : l10n.t("killed, out of memory");
  const known: Readonly<Record<number, string>> = {
    1: l10n.t("the application ended with an error"),
    2: l10n.t("wrong arguments, or an error of the shell"),
    125: l10n.t("the engine could not start it"),
    126: l10n.t("the command may not be executed"),
    127: l10n.t("the command was not found"),
    130: l10n.t("interrupted, SIGINT"),
    134: l10n.t("aborted, SIGABRT"),
    137: l10n.t("killed, SIGKILL: out of memory, or it did not stop in time"),
    139: l10n.t("segmentation fault, SIGSEGV"),
    143: l10n.t("ended as asked, SIGTERM"),
  };
  return known[code] ?? (code > 128 && code < 160 ? l10n.t("ended by signal {code}", { code: code - 128 }) : "");
}

/** The exit code in a container's status, such as `Exited (137) 2 minutes ago`; null while it runs. */
export function exitCodeOf(status: string): number | null {
  const code = /\((\d+)\)/.exec(status)?.[1];
  return code === undefined ? null : Number(code);
}

/** "restarting, 6 times in 40 s". */
export function loopWords({ times, ms }: { readonly times: number; readonly ms: number }): string {
  return l10n.t("restarting, {times} times in {time}", { times, time: since(0, ms) });
}

/** The memory that a container may use, in bytes; 0 for no limit. */
export function memoryLimitOf({ raw }: Pick<ContainerDetail, "raw">): number {
  const { HostConfig } = (raw ?? {}) as { readonly HostConfig?: { readonly Memory?: number } };
  return HostConfig?.Memory ?? 0;
}

/** Limits are set in binary units, so they are said in those. */
export function mebibytes(bytes: number): string {
  return l10n.t("{size} MiB", { size: figure(bytes / 1_048_576) });
}

/** An icon for each state; the state is always also a word. */
export function stateIcon(container: Pick<ContainerSummary, "state" | "health" | "status">): string {
  if (container.state === "running") {
    const byHealth = { starting: "loading~spin", healthy: "pass", unhealthy: "warning" } as const;
    return container.health ? byHealth[container.health] : "vm-running";
  }
  if (container.state === "paused") return "debug-pause";
  if (container.state === "restarting") return "sync";
  if (container.state === "exited") return isFailed(container) ? "error" : "circle-outline";
  return container.state === "dead" ? "error" : "circle-outline";
}

/**
 * A container's ports in the order in which its Compose file publishes them, others by their number inside: the engine tells
 * them in another order after a restart, and the first one is shown.
 */
export function portsAsPublished(
  { ports }: Pick<ContainerSummary, "ports">,
  order: readonly number[] = [],
): ContainerSummary["ports"] {
  const rank = (port: number): number => (order.includes(port) ? order.indexOf(port) : order.length);
  return [...ports].sort(
    (left, right) => rank(left.privatePort) - rank(right.privatePort) || left.privatePort - right.privatePort,
  );
}

/** The published ports that a browser could open, each once. */
export function browserPorts(container: Pick<ContainerSummary, "ports">): readonly number[] {
  const ports = container.ports.flatMap(({ publicPort, protocol }) =>
    publicPort !== null && protocol === "tcp" ? [publicPort] : [],
  );
  return [...new Set(ports)];
}

/** The first of them. */
export function publishedPort(container: Pick<ContainerSummary, "ports">): number | null {
  return browserPorts(container)[0] ?? null;
}

/** The machine on which an engine publishes ports, by its address: this one where it is reached by a socket. */
export function hostOfEngine(address: string): string {
  const host = /^(?:ssh|tcp|https?):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(address)?.[1] ?? "localhost";
  return /^(?:127\.|0\.0\.0\.0$|\[::1?\]$)/.test(host) ? "localhost" : host;
}

/** `2 h` since a moment in seconds. */
export function since(seconds: number, now = systemClock.now()): string {
  const elapsed = Math.max(0, Math.round(now / 1000 - seconds));
  if (elapsed < 60) return l10n.t("{time} s", { time: elapsed });
  if (elapsed < 3600) return l10n.t("{time} min", { time: Math.floor(elapsed / 60) });
  if (elapsed < 172_800) return l10n.t("{time} h", { time: Math.floor(elapsed / 3600) });
  return l10n.t("{time} days", { time: figure(Math.floor(elapsed / 86_400)) });
}

export function megabytes(bytes: number): string {
  if (bytes < 1000) return l10n.t("{size} B", { size: bytes });
  if (bytes < 1_000_000) return l10n.t("{size} KB", { size: figure(bytes / 1000) });
  return bytes < 1e9
    ? l10n.t("{size} MB", { size: figure(bytes / 1e6) })
    : l10n.t("{size} GB", { size: figure(bytes / 1e9, 2) });
}
