import { systemClock } from "../../host/system";
import type { ContainerSummary } from "../../model/ports";

/** A container's state in one word, as the tree and the panel both say it. */
export function stateWords(container: Pick<ContainerSummary, "state" | "health" | "status">): string {
  if (container.state === "running") return container.health ?? "running";
  if (container.state === "exited" || container.state === "dead") {
    const code = exitCodeOf(container.status);
    return code === null || code === 0 ? container.state : `${container.state}, code ${code}`;
  }
  return container.state;
}

/** What an exit code means, in words; "" for 0 and for those that are the application's own. */
export function exitWords(code: number, outOfMemory = false, memoryLimit = 0): string {
  if (outOfMemory) return `killed, out of memory${memoryLimit > 0 ? `, limit ${mebibytes(memoryLimit)}` : ""}`;
  const known: Readonly<Record<number, string>> = {
    1: "the application ended with an error",
    2: "wrong arguments, or an error of the shell",
    125: "the engine could not start it",
    126: "the command may not be executed",
    127: "the command was not found",
    130: "interrupted, SIGINT",
    134: "aborted, SIGABRT",
    137: "killed, SIGKILL: out of memory, or it did not stop in time",
    139: "segmentation fault, SIGSEGV",
    143: "ended as asked, SIGTERM",
  };
  return known[code] ?? (code > 128 && code < 160 ? `ended by signal ${code - 128}` : "");
}

/** The exit code in a container's status, such as `Exited (137) 2 minutes ago`; null while it runs. */
export function exitCodeOf(status: string): number | null {
  const code = /\((\d+)\)/.exec(status)?.[1];
  return code === undefined ? null : Number(code);
}

/** Limits are set in binary units, so they are said in those. */
function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}

/** An icon for each state; the state is always also a word. */
export function stateIcon(container: Pick<ContainerSummary, "state" | "health" | "status">): string {
  if (container.state === "running") {
    const byHealth = { starting: "loading~spin", healthy: "pass", unhealthy: "warning" } as const;
    return container.health ? byHealth[container.health] : "vm-running";
  }
  if (container.state === "paused") return "debug-pause";
  if (container.state === "restarting") return "sync";
  if (container.state === "exited") return stateWords(container) === "exited" ? "circle-outline" : "error";
  return container.state === "dead" ? "error" : "circle-outline";
}

/** The first port that a browser on this machine could open. */
export function publishedPort(container: Pick<ContainerSummary, "ports">): number | null {
  return container.ports.find(port => port.publicPort !== null && port.protocol === "tcp")?.publicPort ?? null;
}

/** `2 h` since a moment in seconds. */
export function since(seconds: number, now = systemClock.now()): string {
  const elapsed = Math.max(0, Math.round(now / 1000 - seconds));
  if (elapsed < 60) return `${elapsed} s`;
  if (elapsed < 3600) return `${Math.floor(elapsed / 60)} min`;
  return elapsed < 172_800 ? `${Math.floor(elapsed / 3600)} h` : `${Math.floor(elapsed / 86_400)} days`;
}

export function megabytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
