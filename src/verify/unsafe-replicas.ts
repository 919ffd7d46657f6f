import type { Recon } from "../model/recon";
import type { UnsafeReplica } from "../model/scale-report";
import { plansJobs } from "../recon/commands/celery-beat";
import type { StackService } from "./compose-stack";
import type { ServicePlaces } from "./service-places";

/** Several containers of one service share a database and a queue, but neither files, nor memory, nor a schedule. */
export function unsafeReplicas(recon: Recon, service: StackService, places: ServicePlaces): readonly UnsafeReplica[] {
  const found: UnsafeReplica[] = [];
  const definition = places.get(service.name) ?? null;
  for (const { service: kind, kind: group, optional, host, places: evidence } of recon.integrations) {
    if (optional) continue;
    if (kind === "sqlite")
      found.push({
        what: "Data lies in SQLite.",
        why: "Its file belongs to one container: the others have other data, or wait for its lock on a shared volume.",
        place: evidence[0] ?? null,
      });
    else if (group === "filesystem")
      found.push({
        what: `The code writes files${host === undefined ? "" : ` (${host})`}.`,
        why: "What one container writes, another one sees only on a shared volume or in an object store.",
        place: evidence[0] ?? null,
      });
  }
  for (const { kind, name, command, place } of recon.entryPoints)
    if (kind === "beat" || plansJobs(command))
      found.push({
        what: `${name} is a scheduler.`,
        why: "It must run exactly once, so keep it out of the service that is replicated.",
        place,
      });
  for (const { rule, what, why, place } of recon.readiness) if (rule === "local-data") found.push({ what, why, place });
  for (const { what, why, place, fix } of recon.perProcess)
    found.push({ what: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`, why: `${why} ${fix}`, place });
  if (service.containerName !== null)
    found.push({
      what: `${service.name} has the fixed name ${service.containerName}.`,
      why: "Two containers cannot bear one name, so Compose refuses a second one.",
      place: definition,
    });
  if (service.volumes.length > 0)
    found.push({
      what: `${service.name} mounts ${service.volumes.join(", ")}.`,
      why: "All of its containers share the volume, so the code must expect others to write there.",
      place: definition,
    });
  return found;
}
