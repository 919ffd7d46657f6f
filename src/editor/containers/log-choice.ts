import type { ContainerSummary } from "../../model/ports";

/**
 * The containers whose logs are shown: the workspace's own, or those of the services that were chosen. Many projects have a
 * service of the same name, so a name means a container of another project only where none of the workspace's has it.
 */
export function wantedLogs(
  containers: readonly ContainerSummary[],
  services: readonly string[],
  isOwn: (container: ContainerSummary) => boolean,
): readonly ContainerSummary[] {
  if (services.length === 0) return containers.filter(isOwn);
  const nameOf = ({ service, name }: ContainerSummary): string => service ?? name;
  const own = new Set(containers.filter(isOwn).map(nameOf));
  return containers.filter(container => {
    if (services.includes(container.id)) return true;
    return services.includes(nameOf(container)) && (isOwn(container) || !own.has(nameOf(container)));
  });
}
