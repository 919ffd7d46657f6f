import { isInside, joinPath } from "../../model/paths";
import { servicesOf } from "../layout/existing-compose";
import { contextOfDockerfile } from "../layout/own-dockerfile";
import { migratingLine, namedMigration, type ExistingStart, type StartLine } from "../layout/existing-start";
import type { Subject } from "./subject";

/** A person's own Dockerfile, which stays, with what it starts. */
export interface TheirDockerfile {
  readonly path: string;
  readonly start: ExistingStart | null;
}

/**
 * Where the containers that are there bring the database up to date: in the image's start, or in a service of the stack. A
 * service of the name that the plan gives its own is the plan's, from a run before, or is completed by it.
 */
export function runningMigration(
  { recon, layout }: Subject,
  { path, start }: TheirDockerfile,
  ownService: string,
): StartLine | null {
  if (!recon.migrations) return null;
  const { command } = recon.migrations;
  const services = layout.compose?.services ?? [];
  const own = servicesOf(layout.compose, path);
  const runsEntrypoint = services.length === 0 || own.some(({ hasOwnEntrypoint }) => !hasOwnEntrypoint);
  const runsCommand = services.length === 0 || own.some(service => service.start === null);
  const lines = [
    ...services.flatMap(service => (service.name === ownService ? [] : (service.start ?? []))),
    ...(runsEntrypoint ? (start?.entrypoint ?? []) : []),
    ...(runsCommand ? (start?.command ?? []) : []),
  ];
  const commands = [command, ...layout.migratingCommands.map(name => ["manage.py", name])];
  for (const each of commands) {
    const line = migratingLine(lines, each);
    if (line) return line;
  }
  return namedMigration(lines);
}

/** Whether the image that a person's Dockerfile makes has not what Alembic starts from. */
export function lacksMigration({ recon, layout }: Subject, { start }: TheirDockerfile): boolean {
  if (recon.migrations?.tool !== "alembic" || start?.held == null || start.held.length === 0) return false;
  // The stage of a service may be another one than the last.
  if (servicesOf(layout.compose, start.path).some(({ build }) => (build?.target ?? null) !== null)) return false;
  const context = contextOfDockerfile(layout, start);
  const { path } = recon.migrations.place;
  return context !== null && !start.held.some(source => isInside(joinPath(context, source), path));
}
