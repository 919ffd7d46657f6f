import { isInside } from "../model/paths";
import type { ServiceDesign, UnitDesign } from "./blueprint";
import { addedByCode } from "./decisions/added-by-code";
import { decideBuildFolders, type BuildFolders } from "./decisions/build-folders";
import { decideCatalogs } from "./decisions/catalogs";
import { decideFrontEnds } from "./decisions/front-ends";
import { decideGpu } from "./decisions/gpu";
import { decideInstall, type InstallDecision } from "./decisions/install";
import { decidePython, type PythonDecision } from "./decisions/python";
import { lacksMigration, runningMigration, type TheirDockerfile } from "./decisions/running-migration";
import { imageName, installReason, outsideNeeds } from "./decisions/shape";
import type { Subject } from "./decisions/subject";
import { decideSystemPackages } from "./decisions/system";
import { decideMigration, decideStatic, decideTests } from "./decisions/tasks";
import { serversOf } from "./decisions/web";
import type { Surroundings, UnitStart } from "./design-unit";
import { contextOfDockerfile, findDockerfile, newDockerfile } from "./layout/own-dockerfile";
import { migrateService } from "./migrate-service";

/** What an image is built from and what runs in it beside the programs, decided without knowing where other units are. */
export interface UnitBuild extends Pick<UnitDesign, "name" | "dockerfile" | "system" | "gpu"> {
  readonly base: PythonDecision;
  /** The backing services that the unit uses. */
  readonly services: readonly ServiceDesign[];
  /** The person's own Dockerfile that stays; null where the unit gets one of ours. */
  readonly theirs: TheirDockerfile | null;
  /** Folder of the main program. */
  readonly mainFolder: string;
  readonly tasks: Tasks;
  readonly install: InstallDecision;
  /** What the install reads from outside the unit. */
  readonly installed: readonly string[];
  readonly folders: BuildFolders;
}

type Tasks = Pick<UnitDesign, "migrate" | "migrateFolder" | "staticFiles" | "compilesCatalogs" | "frontEnds" | "tests">;

/** Managers whose steps are pip's, which no lock binds to one kind of wheel. */
const PIP_MANAGERS = ["pip", "pip-tools", "setuptools", "hatch", "none"];

/** The order of the calls is the order in which decisions depend on each other. */
export function decideBuild(
  { subject, kind, main, web, processes }: UnitStart,
  around: Pick<Surroundings, "services" | "ours">,
): UnitBuild {
  const { recon, layout, path, unit } = subject;
  const base = decidePython(subject);
  const added = addedByCode(recon, layout.compose);
  const { dockerfile, theirs } = dockerfileOf(subject, around.ours);
  const name = imageName(subject);
  const mainFolder = main?.workingDirectory && isInside(path, main.workingDirectory) ? main.workingDirectory : path;
  const tasks = decideTasks(subject, theirs, mainFolder, migrateService({ unit, web, name }));
  const services = around.services.filter(({ units }) => units.includes(unit));
  const install = decideInstall(subject, {
    added,
    services: services.map(({ definition }) => definition.id),
    migrates: tasks.migrate !== null,
    python: base.python,
    servers: serversOf([...(web ? [web.command] : []), ...processes.map(({ command }) => command)]),
    installReason: installReason(subject, kind, main, tasks.migrate),
  });
  const system = decideSystemPackages(subject, base.baseImage, added, install);
  const gpu = decideGpu(subject, PIP_MANAGERS.includes(install.manager));
  const installed = outsideNeeds(subject, [...install.request.requirements, ...install.request.devRequirements]);
  const folders = decideBuildFolders(subject, {
    main,
    mainFolder,
    installed,
    frontEnds: tasks.frontEnds,
    theirContext: theirs?.start ? contextOfDockerfile(layout, theirs.start) : null,
  });
  return { base, services, name, dockerfile, theirs, mainFolder, tasks, install, system, gpu, installed, folders };
}

function dockerfileOf(
  { recon, layout, unit }: Subject,
  ours: ReadonlySet<string>,
): { readonly dockerfile: string; readonly theirs: TheirDockerfile | null } {
  const found = findDockerfile(recon, layout, unit);
  if (found === null) return { dockerfile: newDockerfile(layout), theirs: null };
  const start = layout.starts.find(own => own.path === found) ?? null;
  return { dockerfile: found, theirs: ours.has(found) ? null : { path: found, start } };
}

/** What runs beside the programs, once or while the image is built. */
function decideTasks(subject: Subject, theirs: TheirDockerfile | null, mainFolder: string, ownService: string): Tasks {
  const running = theirs === null ? null : runningMigration(subject, theirs, ownService);
  const isMissing = theirs !== null && lacksMigration(subject, theirs);
  const migration = decideMigration(subject, { running, isMissing }, mainFolder);
  return {
    migrate: migration?.command ?? null,
    migrateFolder: migration?.folder ?? null,
    staticFiles: decideStatic(subject, mainFolder),
    compilesCatalogs: decideCatalogs(subject),
    frontEnds: decideFrontEnds(subject, theirs !== null),
    tests: decideTests(subject),
  };
}
