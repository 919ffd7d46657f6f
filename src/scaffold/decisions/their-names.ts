import { joinPath } from "../../model/paths";
import type { UnitDesign } from "../blueprint";
import type { UnitStart } from "../design-unit";
import { servicesOf, type ExistingCompose, type ExistingService } from "../layout/existing-compose";
import { FOR_WORK, isOfOther, mainProgram, startsIt } from "../layout/own-dockerfile";
import { startedLine } from "../layout/started-line";

/** What a unit starts, and what it is built from. */
export type BuiltStart = UnitStart & Pick<UnitDesign, "dockerfile" | "context">;

/** The starts with their processes called as the person's own Compose file calls them. */
export function withTheirNames(starts: readonly BuiltStart[], compose: ExistingCompose | null): readonly UnitStart[] {
  const names = theirNames(starts, compose);
  const named = (service: string): string => names.get(service) ?? service;
  return starts.map(start => ({
    ...start,
    web: start.web && { ...start.web, service: named(start.web.service) },
    processes: start.processes.map(process => ({ ...process, service: named(process.service) })),
  }));
}

/** Our name of a process to the name that the person's file has for it: the same build and the same kind of command. */
function theirNames(units: readonly BuiltStart[], compose: ExistingCompose | null): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const unit of units) {
    const isShared = units.filter(({ context }) => context === unit.context).length > 1;
    const same = sameBuild(compose, unit, isShared);
    const bearsName = (name: string): boolean => same.some(service => service.name === name);
    const { web } = unit;
    if (web && !bearsName(web.service)) {
      const served = servingOne(
        same.filter(service => !runsProcess(unit, service)),
        unit,
        web.port,
      );
      if (served) found.set(web.service, served.name);
    }
    for (const process of unit.processes) {
      if (bearsName(process.service)) continue;
      // A container runs one of our programs: what one of them is known by is no other's.
      const left = same.filter(
        ({ name }) => ![...found.values()].includes(name) && !unit.processes.some(({ service }) => service === name),
      );
      const isOnly = web === null && unit.processes.length === 1 && same.length === 1;
      const started = [...left, ...(isShared ? [] : builtBeside(compose, unit))].filter(
        ({ start }) => startedLine(start ?? [], process.command) !== null,
      );
      const alike = left.filter(({ name }) => name.includes(process.role) || process.service.includes(name));
      // Several that start it share its work: another one beside them is not wanted.
      const [one, ...others] = isOnly ? left : started.length > 0 ? forUse(started).slice(0, 1) : alike;
      if (one && others.length === 0) found.set(process.service, one.name);
    }
  }
  return found;
}

/** The services of the person's file that run the image of a unit; `isShared` where other units are built from its folder. */
function sameBuild(
  compose: ExistingCompose | null,
  { subject: { layout, path, unit }, dockerfile, context }: BuiltStart,
  isShared: boolean,
): readonly ExistingService[] {
  const exact = servicesOf(compose, dockerfile);
  if (exact.length > 0 || isShared) return exact;
  return (compose?.services ?? []).filter(({ build }) => {
    if (build === null || joinPath(build.context) !== context) return false;
    const built = joinPath(build.context, build.dockerfile ?? "Dockerfile");
    if (isOfOther(layout, built)) return false;
    // What is built in a folder above by a Dockerfile of its own is another program.
    const isOwnFolder = unit === null || path === context;
    return isOwnFolder || !layout.allFiles.includes(built);
  });
}

/** What another Dockerfile builds from the same folder: the image of the workers, say. */
function builtBeside(compose: ExistingCompose | null, { context, dockerfile }: BuiltStart): readonly ExistingService[] {
  const own = servicesOf(compose, dockerfile);
  return (compose?.services ?? []).filter(
    service => service.build !== null && joinPath(service.build.context) === context && !own.includes(service),
  );
}

function runsProcess(unit: BuiltStart, { name, start }: ExistingService): boolean {
  return unit.processes.some(({ service, command }) => service === name || startedLine(start ?? [], command) !== null);
}

/**
 * The service that serves among those of one build. One that starts only on demand (a variant for development, say)
 * stands back behind one that always does; several on the port of the application are all it, so the first one is taken.
 * Behind a proxy none is published: there its command tells, or the image's.
 */
function servingOne(services: readonly ExistingService[], unit: BuiltStart, port: number): ExistingService | undefined {
  if (services.length === 1) return services[0];
  const published = services.filter(({ ports }) => ports.length > 0);
  const always = published.filter(({ profiles }) => profiles.length === 0);
  const usual = always.length > 0 ? always : published;
  if (usual.length === 1) return usual[0];
  const { recon, layout } = unit.subject;
  const main = mainProgram(recon.entryPoints);
  const image = layout.starts.find(({ path }) => path === unit.dockerfile);
  const starting = services.filter(({ start, hasOwnEntrypoint }) => {
    // What has no command of its own runs the image's.
    const command = start ?? image?.command ?? [];
    const entrypoint = hasOwnEntrypoint ? [] : (image?.entrypoint ?? []);
    return main !== undefined && startsIt({ entrypoint: start === null ? entrypoint : [], command }, main);
  });
  return forUse(usual.filter(({ containerPorts }) => containerPorts.includes(port)))[0] ?? forUse(starting)[0];
}

/** Those that are not for work on the code by their name, where there are any. */
function forUse(services: readonly ExistingService[]): readonly ExistingService[] {
  const found = services.filter(({ name }) => !FOR_WORK.test(name));
  return found.length > 0 ? found : services;
}
