import type { ContainerSummary } from "../../model/ports";

type IsOwn = (container: ContainerSummary) => boolean;

/**
 * The name by which a container's log is chosen: its service's. Many projects have a service of the same name, so one of
 * another project goes by its own.
 */
export function logName(container: ContainerSummary, isOwn: IsOwn): string {
  return isOwn(container) ? (container.service ?? container.name) : container.name;
}

/** The containers whose logs are shown: the workspace's own, or those that were chosen. */
export function wantedLogs(
  containers: readonly ContainerSummary[],
  chosen: readonly string[],
  isOwn: IsOwn,
): readonly ContainerSummary[] {
  if (chosen.length === 0) return containers.filter(isOwn);
  return containers.filter(container => chosen.includes(logName(container, isOwn)));
}
