import type { ApplicationKind, ForwardDesign, ProcessDesign, ServiceDesign, UnitDesign, WebDesign } from "./blueprint";
import { cite } from "./cite";
import { addedByCode } from "./decisions/added-by-code";
import { decideApplication } from "./decisions/application";
import { decideData } from "./decisions/data";
import { forwardsOf } from "./decisions/fixed-addresses";
import { decideCheck, decideVariables } from "./decisions/environment";
import type { Neighbour } from "./decisions/neighbours";
import { decideFrontEnds } from "./decisions/front-ends";
import { decideGpu } from "./decisions/gpu";
import { decideInstall } from "./decisions/install";
import { decideProcesses } from "./decisions/processes";
import { decidePython } from "./decisions/python";
import { decideOwnExtensions } from "./decisions/own-extensions";
import { imageName, installReason, outsideNeeds, testFolders } from "./decisions/shape";
import type { Subject } from "./decisions/subject";
import { decideResources, decideTimeZone } from "./decisions/resources";
import { decideSystemPackages } from "./decisions/system";
import { decideCatalogs } from "./decisions/catalogs";
import { decideMigration, decideStatic, decideTests } from "./decisions/tasks";
import { decideWeb, serversOf } from "./decisions/web";
import { migratingLine, namedMigration, type ExistingStart, type StartLine } from "./layout/existing-start";
import { migrateService } from "./migrate-service";
import { servicesOf } from "./layout/existing-compose";
import { contextOfDockerfile, findDockerfile } from "./layout/own-dockerfile";
import { designInstall } from "./install/design-install";
import { SOURCE_FOLDER } from "./install/install-request";
import type { Place } from "../model/place";
import type { EntryPoint } from "../model/recon";
import { isInside, joinPath, nameOf, parentOf, relativeTo } from "../model/paths";
import { slug } from "./text/slug";

/** What a unit starts, decided before the stack is known: other units need its port. */
export interface UnitStart {
  readonly subject: Subject;
  readonly kind: ApplicationKind;
  readonly main: EntryPoint | null;
  readonly web: WebDesign | null;
  readonly processes: readonly ProcessDesign[];
}

export interface Surroundings {
  readonly services: readonly ServiceDesign[];
  readonly neighbours: readonly Neighbour[];
  readonly ours: ReadonlySet<string>;
}

/** `taken`: ports of this machine that units before it publish. */
export function startUnit(subject: Subject, taken: readonly number[]): UnitStart {
  const { kind, main } = decideApplication(subject);
  const own = subject.unit === null ? null : slug(subject.unit);
  const web = kind === "web" ? decideWeb(subject, main, own ?? "web", taken) : null;
  const all = decideProcesses(subject, kind, main, web, taken, name => (own === null ? name : `${own}-${name}`));
  // The only process of a unit bears the unit's name.
  const processes =
    own !== null && web === null && all.length === 1 ? all.map(process => ({ ...process, service: own })) : all;
  return { subject, kind, main, web, processes };
}

/** Managers whose steps are pip's, which no lock binds to one kind of wheel. */
const PIP_MANAGERS = ["pip", "pip-tools", "setuptools", "hatch", "none"];

/** Everything about one unit; the order of the calls is the order in which decisions depend on each other. */
export function designUnit({ subject, kind, main, web, processes }: UnitStart, around: Surroundings): UnitDesign {
  const { recon, layout, decider, path, unit } = subject;
  const base = decidePython(subject);
  const added = addedByCode(recon, layout.compose);
  const dockerfile = findDockerfile(recon, layout, unit);
  const isForeign = dockerfile !== null && !around.ours.has(dockerfile);
  const start = isForeign ? (layout.starts.find(({ path: own }) => own === dockerfile) ?? null) : null;
  const name = imageName(subject);
  const ownService = migrateService({ unit, web, name });
  const mainFolder = main?.workingDirectory && isInside(path, main.workingDirectory) ? main.workingDirectory : path;
  const migration = decideMigration(
    subject,
    isForeign ? runningMigration(subject, { dockerfile, start, ownService }) : null,
    mainFolder,
  );
  const staticFiles = decideStatic(subject, mainFolder);
  const compilesCatalogs = decideCatalogs(subject);
  const frontEnds = decideFrontEnds(subject, isForeign);
  const tests = decideTests(subject);
  const services = around.services.filter(({ units }) => units.includes(unit));
  const install = decideInstall(subject, {
    added,
    services: services.map(({ definition }) => definition.id),
    migrates: migration !== null,
    python: base.python,
    servers: serversOf([...(web ? [web.command] : []), ...processes.map(({ command }) => command)]),
    installReason: installReason(subject, kind, main),
  });
  const system = decideSystemPackages(subject, base.baseImage, added, install.leftOut);
  const gpu = decideGpu(subject, PIP_MANAGERS.includes(install.manager));
  const installed = outsideNeeds(subject, [...install.request.requirements, ...install.request.devRequirements]);
  // What the install puts into the environment needs no place of its own.
  const shared = (recon.shared ?? []).filter(({ path: own }) => !installed.some(other => isInside(other, own)));
  const outside = [...new Set([...installed, ...layout.migrationFiles, ...shared.map(({ path: own }) => own)])];
  const front = frontEnds.flatMap(({ path: own, outputs }) => [own, ...outputs]).filter(own => !isInside(path, own));
  const above = folderAbove(path, main);
  const written = start === null ? null : contextOfDockerfile(layout, start);
  const theirs = written === "" ? "." : written;
  const context = decider.text({
    key: "build.context",
    value: theirs ?? (outside.length + front.length > 0 || above !== null ? "." : path || "."),
    reason:
      theirs !== null
        ? "What its Dockerfile copies lies there."
        : installed.length > 0
          ? `The install also needs ${installed.slice(0, 2).join(" and ")}, so the whole workspace is sent.`
          : shared.length > 0
            ? `The code also imports ${shared[0]?.path ?? ""}, so the whole workspace is sent.`
            : outside.length > 0
              ? `The migrations lie outside, in ${outside.slice(0, 2).join(" and ")}, so the whole workspace is sent.`
              : front.length > 0
                ? `The front end lies outside, in ${front[0] || "the folder above"}, so the whole workspace is sent.`
                : above !== null
                  ? "The program is imported by the name of its folder, so the folder above is sent."
                  : "Everything the build needs lies in this folder.",
  });
  const contextPath = context === "." ? "" : context;
  const unitInImage = relativeTo(contextPath, path);
  const home = unitInImage === "" ? SOURCE_FOLDER : `${SOURCE_FOLDER}/${unitInImage}`;
  const inner = relativeTo(path, mainFolder);
  const workFolder =
    above !== null
      ? `/${joinPath(SOURCE_FOLDER, relativeTo(contextPath, above))}`
      : inner === ""
        ? home
        : `${home}/${inner}`;
  const userId = decider.count({
    key: "user.uid",
    value: 10001,
    reason: "A fixed number: Kubernetes can tell that it is not root, and files on volumes keep their owner.",
    alternatives: [1000, 65532],
  });
  // Programs of one unit find each other by the names of their services.
  const own: readonly Neighbour[] =
    web !== null && processes.some(({ port }) => port !== null)
      ? [
          { unit: web.service, service: web.service, port: web.port, isOwn: true },
          ...processes.flatMap(({ service, port }) =>
            port === null ? [] : [{ unit: service, service, port, isOwn: true as const }],
          ),
        ]
      : [];
  const neighbours = [...around.neighbours, ...own];
  const variables = decideVariables(subject, services, web, neighbours);
  const data = decideData(
    subject,
    { source: SOURCE_FOLDER, home, work: workFolder },
    services.some(({ database }) => database !== null),
  );
  const listening = [...(web ? [web.port] : []), ...processes.flatMap(({ port }) => port ?? [])];
  const forwards = isForeign
    ? []
    : forwardsOf(subject, services, neighbours, listening, web && main ? { web, main } : null);
  const installsProject = install.request.installsProject;
  // Where `src` is a package itself, its modules beside those of the environment would hide them: `src/celery.py`.
  const source = joinPath(path, "src");
  const isPackage =
    layout.files.includes(`${source}/__init__.py`) || recon.entryPoints.some(({ target }) => target.startsWith("src."));
  const hasSource = !isPackage && layout.files.some(file => file.startsWith(`${source}/`) && file.endsWith(".py"));
  const copiesSource = !(installsProject && (kind === "cli" || kind === "library"));
  const isFoundInstalled = installsProject && hasSource;
  return {
    unit,
    path,
    recon,
    layout,
    kind,
    name,
    ...base,
    context: contextPath,
    dockerfile: dockerfile ?? (path === "" ? "Dockerfile" : `${path}/Dockerfile`),
    isForeignDockerfile: isForeign,
    takesCommand: start?.takesCommand ?? true,
    sourceFolder: SOURCE_FOLDER,
    homeFolder: home,
    workFolder,
    outside,
    installedCopies: installedCopies(subject, install.manager, installed),
    install: designInstall(install.manager, {
      ...install.request,
      context: contextPath,
      torchWheels: gpu?.wheels?.usual ?? null,
      ownExtensions: copiesSource && !isFoundInstalled && decideOwnExtensions(subject) ? layout.ownExtensions : null,
    }),
    system,
    user: { id: userId, name: "app" },
    web,
    processes,
    migrate: migration?.command ?? null,
    migrateFolder: migration?.folder ?? null,
    compilesCatalogs,
    staticFiles,
    frontEnds,
    tests,
    variables,
    checksEnvironment: decideCheck(subject, variables, kind !== "library" && kind !== "cli"),
    loadedSecrets: [],
    forwards,
    dataFolders: [...data.folders, ...socketFolders(forwards)],
    dataLinks: data.links,
    leftOut: [
      ...testFolders(subject),
      ...outside.flatMap(folder => testFolders(subject, folder).map(test => `${SOURCE_FOLDER}/${folder}/${test}`)),
    ],
    pythonPath: withRoots(
      shared.map(({ root }) => `/${joinPath(SOURCE_FOLDER, relativeTo(contextPath, root))}`),
      installsProject
        ? // Settings of Django name their folders from their own file: what lies above `src` is in the copy of the source alone.
          isFoundInstalled && staticFiles !== null && layout.ownExtensions === null && copiesSource
          ? `${home}/src:${workFolder}`
          : scriptsBelow([migration?.command, staticFiles?.command, web?.command])
            ? workFolder
            : null
        : hasSource && !isInside("src", inner)
          ? `${home}/src:${workFolder}`
          : // Programs that share a list lie side by side, and may import themselves by their folder's name.
            workFolder !== SOURCE_FOLDER && path !== "" && !recon.manifests.some(own => isInside(path, own.path))
            ? `${workFolder}:${SOURCE_FOLDER}`
            : workFolder,
    ),
    djangoSettings: decideDjangoSettings(subject),
    copiesSource,
    gpu,
    timeZone: decideTimeZone(subject),
    ...decideResources(subject),
  };
}

/**
 * Whether a script of a package is run by its path: Python then looks for modules in the script's folder and the environment
 * alone, where it finds the installed copy of what the server has from the working folder.
 */
function scriptsBelow(commands: readonly (readonly string[] | null | undefined)[]): boolean {
  return commands.some(command => command?.[0] === "python" && /^[\w.-]+\//.test(command[1] ?? ""));
}

/** The folders on `sys.path`, with those that shared code is imported from behind them. */
function withRoots(roots: readonly string[], own: string | null): string | null {
  const all = [...new Set([...(own?.split(":") ?? []), ...roots])];
  return all.length === 0 ? null : all.join(":");
}

/** The folder above a unit where its program is imported by the unit's own name: `python -m cart.main`. */
function folderAbove(path: string, main: EntryPoint | null): string | null {
  const folder = main?.workingDirectory ?? path;
  if (main === null || folder === path || !isInside(folder, path)) return null;
  const inside = relativeTo(folder, path);
  return main.target.startsWith(`${inside}/`) || main.target.startsWith(`${inside.replaceAll("/", ".")}.`)
    ? folder
    : null;
}

/** Socket files that a container makes itself; nothing of them outlives it. */
function socketFolders(forwards: readonly ForwardDesign[]): UnitDesign["dataFolders"] {
  return forwards.flatMap(({ socket, service }) =>
    socket === null ? [] : [{ path: `/${parentOf(socket.slice(1))}`, volume: null, why: `the socket of ${service}` }],
  );
}

/** pip copies a folder that is not named as editable; uv, Poetry and PDM link to it. */
function installedCopies({ layout }: Subject, manager: string, outside: readonly string[]): readonly string[] {
  if (["uv", "poetry", "pdm"].includes(manager)) return [];
  const editable = [...layout.requirements.values()].flatMap(file =>
    file.locals.filter(({ isEditable }) => isEditable).map(local => local.path),
  );
  return outside.filter(path => !editable.includes(path));
}

/**
 * Where the containers that are there bring the database up to date: in the image's start, or in a service of the stack. A
 * service of the name that the plan gives its own is the plan's, from a run before, or is completed by it.
 */
function runningMigration(
  { recon, layout }: Subject,
  {
    dockerfile,
    start,
    ownService,
  }: { readonly dockerfile: string; readonly start: ExistingStart | null; readonly ownService: string },
): StartLine | null {
  if (!recon.migrations) return null;
  const { command } = recon.migrations;
  const services = layout.compose?.services ?? [];
  const own = servicesOf(layout.compose, dockerfile);
  const runsEntrypoint = services.length === 0 || own.some(({ hasOwnEntrypoint }) => !hasOwnEntrypoint);
  const runsCommand = services.length === 0 || own.some(service => service.start === null);
  const lines = [
    ...services.flatMap(service => (service.name === ownService ? [] : (service.start ?? []))),
    ...(runsEntrypoint ? (start?.entrypoint ?? []) : []),
    ...(runsCommand ? (start?.command ?? []) : []),
  ];
  return migratingLine(lines, command) ?? namedMigration(lines);
}

/** One settings module for server, workers, migrations and static files: the one of production. */
function decideDjangoSettings({ layout, decider, recon }: Subject): string | null {
  const found = layout.djangoSettings;
  const isRead = recon.environment.some(
    ({ name, required, hasDefault }) => name === "DJANGO_SETTINGS_MODULE" && required && !hasDefault,
  );
  if (found === null && !isRead) return null;
  return decider.optionalText({
    key: "django.settings",
    value: found?.value ?? null,
    reason: found ? settingsReason(found) : "No module names the settings.",
    places: found ? [found.place] : [],
  });
}

function settingsReason({ value, place }: { readonly value: string; readonly place: Place }): string {
  const where = cite(place);
  if (place.path.endsWith(`${value.replaceAll(".", "/")}.py`))
    return `What is named is a package that sets nothing itself; of its modules ${place.path} is the nearest to production.`;
  if (nameOf(place.path) === "manage.py")
    return `${where} names it, and the server's own module names none. Where it is meant for development, set another one.`;
  return `${where} starts the server with it; manage.py may name another one for development.`;
}
