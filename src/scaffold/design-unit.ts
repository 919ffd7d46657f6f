import type { ApplicationKind, ForwardDesign, ProcessDesign, ServiceDesign, UnitDesign, WebDesign } from "./blueprint";
import { decideApplication } from "./decisions/application";
import { decideData } from "./decisions/data";
import { forwardsOf } from "./decisions/fixed-addresses";
import { decideCheck, decideVariables } from "./decisions/environment";
import type { Neighbour } from "./decisions/neighbours";
import { decideProcesses } from "./decisions/processes";
import { decideOwnExtensions } from "./decisions/own-extensions";
import { testFolders } from "./decisions/shape";
import type { Subject } from "./decisions/subject";
import { decideResources, decideTimeZone } from "./decisions/resources";
import type { BuildFolders } from "./decisions/build-folders";
import { decideDjangoSettings } from "./decisions/django-settings";
import { staticSearchPath } from "./decisions/static-server";
import { decideWeb } from "./decisions/web";
import { decideBuild, type UnitBuild } from "./unit-build";
import { designInstall } from "./install/design-install";
import { SOURCE_FOLDER } from "./install/install-request";
import type { EntryPoint, Recon } from "../model/recon";
import type { BackingService } from "./define-service";
import { findDefinition } from "./decisions/services";
import { relationalFamily } from "../recon/integrations/relational";
import { isInside, joinPath, parentOf, relativeTo } from "../model/paths";
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

/** Everything about one unit; the order of the calls is the order in which decisions depend on each other. */
export function designUnit(unitStart: UnitStart, around: Surroundings): UnitDesign {
  const { subject, kind, web, processes } = unitStart;
  const { recon, layout, path, unit } = subject;
  const build = decideBuild(unitStart, around);
  const { services, theirs, mainFolder, tasks, install, installed, folders, gpu } = build;
  const userId = decideUser(subject);
  const neighbours = [...around.neighbours, ...ownNeighbours(web, processes)];
  const djangoSettings = decideDjangoSettings(subject);
  const variables = decideVariables(subject, { services, web, neighbours, djangoSettings });
  const data = decideData(
    subject,
    folders.image,
    variables,
    // What stores documents or figures stands in for no file of SQLite.
    services.some(({ definition }) => relationalFamily(definition.id) !== null && isLedTo(recon, definition)),
  );
  const forwards = theirs ? [] : forwardsTo(unitStart, services, neighbours);
  const { installsProject } = install.request;
  const hasSource = isSourceLayout(subject);
  // A command line and a library are started, if at all, from where they are installed.
  const isStarted = kind !== "cli" && kind !== "library";
  // What a migration runs by lies beside the code: `alembic.ini`, `manage.py`.
  const copiesSource = isStarted || !installsProject || tasks.migrate !== null;
  const isFoundInstalled = installsProject && hasSource;
  return {
    unit,
    path,
    recon,
    layout,
    kind,
    name: build.name,
    ...build.base,
    context: folders.context,
    dockerfile: build.dockerfile,
    isForeignDockerfile: theirs !== null,
    takesCommand: takesCommand(theirs, kind),
    sourceFolder: folders.image.source,
    homeFolder: folders.image.home,
    workFolder: folders.image.work,
    outside: folders.outside,
    installedCopies: installedCopies(subject, install.manager, installed),
    install: designInstall(install.manager, {
      ...install.request,
      context: folders.context,
      torchWheels: gpu?.wheels?.usual ?? null,
      ownExtensions: copiesSource && !isFoundInstalled && decideOwnExtensions(subject) ? layout.ownExtensions : null,
    }),
    system: build.system,
    user: { id: userId, name: "app" },
    web,
    processes,
    ...tasks,
    variables,
    checksEnvironment: decideCheck(subject, variables, isStarted),
    loadedSecrets: [],
    forwards,
    dataFolders: [...data.folders, ...socketFolders(forwards)],
    dataLinks: data.links,
    leftOut: [
      ...testFolders(subject),
      ...folders.outside.flatMap(folder =>
        testFolders(subject, folder).map(test => `${SOURCE_FOLDER}/${folder}/${test}`),
      ),
    ],
    pythonPath: pythonPath(subject, folders, [...besideMain(folders, processes), ...staticSearchPath(web?.command)], {
      installsProject,
      namesFolders: isFoundInstalled && tasks.staticFiles !== null && layout.ownExtensions === null && copiesSource,
      runsScript: scriptsBelow([tasks.migrate, tasks.staticFiles?.command, web?.command]),
      hasSource: hasSource && !isInside("src", relativeTo(path, mainFolder)),
    }),
    djangoSettings,
    copiesSource,
    gpu,
    timeZone: decideTimeZone(subject),
    ...decideResources(subject),
  };
}

/** The entry point of a command line is the command line itself; a Dockerfile of theirs may have one that takes no command. */
function takesCommand(theirs: UnitBuild["theirs"], kind: UnitDesign["kind"]): boolean {
  return theirs === null ? kind !== "cli" : (theirs.start?.takesCommand ?? true);
}

function decideUser({ decider }: Subject): number {
  return decider.count({
    key: "user.uid",
    value: 10001,
    reason: "A fixed number: Kubernetes can tell that it is not root, and files on volumes keep their owner.",
    alternatives: [1000, 65532],
  });
}

/** Programs of one unit find each other by the names of their services. */
function ownNeighbours(web: WebDesign | null, processes: readonly ProcessDesign[]): readonly Neighbour[] {
  const listening = processes.flatMap(({ service, port }) => (port === null ? [] : [{ service, port }]));
  if (web === null || listening.length === 0) return [];
  return [web, ...listening].map(({ service, port }) => ({ unit: service, service, port, isOwn: true }));
}

function forwardsTo(
  { subject, main, web, processes }: UnitStart,
  services: readonly ServiceDesign[],
  neighbours: readonly Neighbour[],
): readonly ForwardDesign[] {
  const listening = [...(web ? [web.port] : []), ...processes.flatMap(({ port }) => port ?? [])];
  return forwardsOf(subject, services, neighbours, listening, web && main ? { web, main } : null);
}

/** Whether the code lies in `src`, which is no package itself. */
function isSourceLayout({ layout, recon, path }: Subject): boolean {
  const source = joinPath(path, "src");
  const isPackage =
    layout.files.includes(`${source}/__init__.py`) || recon.entryPoints.some(({ target }) => target.startsWith("src."));
  return !isPackage && layout.files.some(file => file.startsWith(`${source}/`) && file.endsWith(".py"));
}

/**
 * Whether a script of a package is run by its path: Python then looks for modules in the script's folder and the environment
 * alone, where it finds the installed copy of what the server has from the working folder.
 */
function scriptsBelow(commands: readonly (readonly string[] | null | undefined)[]): boolean {
  return commands.some(command => command?.[0] === "python" && /^[\w.-]+\//.test(command[1] ?? ""));
}

/** What says where Python has to look for modules. */
interface SearchPath {
  readonly installsProject: boolean;
  /** Settings of Django name their folders from their own file: what lies above `src` is in the copy of the source alone. */
  readonly namesFolders: boolean;
  readonly runsScript: boolean;
  /** Modules lie in `src`, beside which the program does not start. */
  readonly hasSource: boolean;
}

/** What `PYTHONPATH` holds, the roots of other programs, of shared code and of generated files last; null where the install finds everything. */
function pythonPath(
  { recon, path }: Subject,
  { context, image, sharedRoots }: BuildFolders,
  others: readonly string[],
  { installsProject, namesFolders, runsScript, hasSource }: SearchPath,
): string | null {
  const { source, home, work } = image;
  // Programs that share a list lie side by side, and may import themselves by their folder's name.
  const isSideBySide = work !== source && path !== "" && !recon.manifests.some(own => isInside(path, own.path));
  // Where `src` is a package itself, its modules beside those of the environment would hide them: `src/celery.py`.
  const bySource = [`${home}/src`, work];
  const ofInstalled = namesFolders ? bySource : runsScript ? [work] : [];
  const ofCopied = hasSource ? bySource : isSideBySide ? [work, source] : [work];
  const own = installsProject ? ofInstalled : ofCopied;
  const roots = sharedRoots.map(root => `/${joinPath(source, relativeTo(context, root))}`);
  const all = [...new Set([...own, ...roots, ...others])];
  return all.length === 0 ? null : all.join(":");
}

/** Folders of scripts that are run by their path elsewhere than the main program, which finds its modules from its own. */
function besideMain({ context, image }: BuildFolders, processes: readonly ProcessDesign[]): readonly string[] {
  return processes.flatMap(({ command, folder }) =>
    folder !== null && isInside(context, folder) && scriptsBelow([command])
      ? [`/${joinPath(image.source, relativeTo(context, folder))}`]
      : [],
  );
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

/** A driver that is installed, and no more, takes nothing out of the file that the code has by default. */
function isLedTo({ integrations }: Recon, definition: BackingService): boolean {
  const own = integrations.filter(({ service }) => findDefinition(service) === definition);
  return own.length === 0 || own.some(({ via, variables }) => via !== "distribution" || variables.length > 0);
}
