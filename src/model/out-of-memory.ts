import { DrydockError } from "./error";
import type { ContainerDetail } from "./ports";

/**
 * Whether a container was killed for want of memory. The engine sets its mark a moment after the end; until then a kill (137)
 * under a limit says the same, since nobody else kills a container that is just being started.
 */
export function isOutOfMemory(detail: ContainerDetail): boolean {
  return detail.outOfMemory || (detail.exitCode === 137 && memoryLimit(detail) !== null);
}

/** What is said of a container that was, by the name that a person knows it by. */
export function outOfMemory(name: string, detail: ContainerDetail): DrydockError {
  const limit = memoryLimit(detail);
  return new DrydockError(
    "out-of-memory",
    `${name} was killed for want of memory.`,
    limit === null
      ? "The machine of the engine ran out of memory."
      : `It used more than its limit of ${megabytes(limit)}.`,
    limit === null
      ? "Give the engine more memory, or use fewer workers."
      : `Raise the limit to ${megabytes(limit * 2)}, or use fewer workers.`,
  );
}

/** The container's own memory limit in bytes, null where it has none. */
function memoryLimit(detail: ContainerDetail): number | null {
  const raw = detail.raw as { readonly HostConfig?: { readonly Memory?: number } } | null;
  const limit = raw?.HostConfig?.Memory ?? 0;
  return limit > 0 ? limit : null;
}

/** Limits are set in binary megabytes, so they are said in those: 268435456 is 256 MB. */
function megabytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MB`;
}
