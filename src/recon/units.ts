import type { EntryEvidence, Evidence } from "../model/evidence";
import { compareText } from "../model/place";
import type { EntryPointKind, SharedCode } from "../model/recon";
import type { PythonProject } from "../python/project";
import { isTemplatePath } from "../python/link/roles";
import type { ManifestReading } from "../python/manifests/read-manifests";
import type { Workspace } from "../workspace/workspace";
import { isInside, joinPath, nameOf, parentOf, withoutFolder } from "../model/paths";
import { allComposeServices } from "./docker/compose-services";
import { DOCKERFILE_GLOBS, dockerfilePaths } from "./docker/dockerfiles";
import { imageFacts } from "./docker/image-facts";
import { sourceRank } from "./settle/source-order";
import { isFunction } from "./workers/lambda-handlers";

/** A service of a monorepo: a folder with a manifest or an image of its own and something to start. */
export interface UnitFolder {
  readonly name: string;
  readonly path: string;
}

export interface UnitSources {
  readonly workspace: Workspace;
  readonly project: PythonProject;
  readonly reading: ManifestReading;
  /** Evidence of the whole tree. */
  readonly evidence: readonly Evidence[];
  /** `units` of `.drydock.yaml`: where any is named, these are all. */
  readonly named: Readonly<Record<string, { readonly path: string }>>;
}

/** Folders that hold no service of their own, whatever is in them. */
const SIDE =
  /(?:^|\/)(?:tests?|testing|docs?|documentation|examples?|samples?|demos?|benchmarks?|fixtures?|templates?|\.[^/]+|node_modules|vendor|third_party|notebooks?|tutorials?|devel|test[-_]data)(?:\/|$)/i;

/** A program at the top that only shows how, or stands in for another. */
const SIDE_PROGRAM = /(?:^|[/_])(?:demo|example|fake|mock|sample|stub)s?(?:_\w+)?\.py$/i;

/** Where a program of the root is started: there, or in its src layout (Python Packaging User Guide). */
const ROOTS: ReadonlySet<string> = new Set(["", "src"]);

/** The services of a monorepo, by path. A name never makes a unit: a manifest or image does, with an entry point inside. */
export function discoverUnits(whole: UnitSources): readonly UnitFolder[] {
  const sources = { ...whole, evidence: whole.evidence.filter(one => one.claim !== "entry-point" || !isFunction(one)) };
  const chosen = namedUnits(sources);
  if (chosen.length > 0) return chosen;

  const built = buildContexts(sources.workspace);
  const manifests = new Set(
    sources.reading.files
      .filter(file => file.lock === null && file.kind !== "constraints")
      .map(({ path }) => manifestFolder(path)),
  );
  const images = imageFolders(sources);
  const candidates = [...new Set([...manifests, ...images, ...built])]
    .filter(
      folder => folder !== "" && !SIDE.test(folder) && !isTemplatePath(folder) && holdsPython(sources.project, folder),
    )
    .sort((left, right) => left.split("/").length - right.split("/").length || compareText(left, right));

  const units: string[] = [];
  for (const folder of candidates) {
    if (units.some(unit => folder.startsWith(`${unit}/`))) continue;
    const strength = entryStrength(sources, folder);
    const hasOwn = manifests.has(folder) || images.has(folder) || built.has(folder);
    const isImage = built.has(folder) || images.has(folder);
    // A folder that only gathers others (`services/` with a shared image) is no service itself.
    const gathers =
      candidates.filter(
        inner => inner.startsWith(`${folder}/`) && manifests.has(inner) && entryStrength(sources, inner) === "strong",
      ).length > 1;
    if (gathers && !isProject(sources, folder) && !startsIn(sources, folder)) continue;
    if (hasOwn && (strength === "strong" || (strength === "weak" && isImage))) units.push(folder);
  }
  if (isWholeApplication(sources, units, built)) return withNames(programFolders(sources));
  const named = withNames(units);
  if (!isRootApplication(sources, units)) return named;
  const name = ["app", "root", "main"].find(each => !named.some(unit => unit.name === each)) ?? ROOT;
  return [{ name, path: "" }, ...named];
}

/** What the application at the root is called where services below it bear all usual names. */
const ROOT = "whole";

/**
 * Whether an application stands at the root beside the services below it: the root declares what it needs, and what answers or
 * works is started there from code that no service holds.
 */
function isRootApplication(sources: UnitSources, units: readonly string[]): boolean {
  const isOutside = (path: string): boolean => !units.some(unit => isInside(unit, path));
  return (
    declaredIn(sources, "").length > 0 &&
    programsIn(sources, "").some(
      ({ place: { path } }) => isOutside(path) && !SIDE.test(path) && !SIDE_PROGRAM.test(path),
    )
  );
}

/**
 * Whether a single service stands beside a program at the root: it is started in its own folder and declares what the root
 * does not, and neither the code outside imports it nor an image of the whole tree installs it.
 */
function isBesideRoot(sources: UnitSources, unit: string): boolean {
  const { reading, project } = sources;
  const atRoot = new Set(declaredIn(sources, "").map(({ name }) => name));
  const isInstalled = [...reading.installed].some(path => manifestFolder(path) === unit);
  return (
    isRootApplication(sources, [unit]) &&
    !isInstalled &&
    programsIn(sources, unit).length > 0 &&
    declaredIn(sources, unit).some(({ name }) => !atRoot.has(name)) &&
    !project.imports.some(({ from, to }) => isInside(unit, to) && !isInside(unit, from))
  );
}

/** What manifests of a folder declare for what runs. */
function declaredIn({ reading }: UnitSources, folder: string): readonly { readonly name: string }[] {
  return reading.files
    .filter(({ path, lock }) => manifestFolder(path) === folder && lock === null)
    .flatMap(({ declared }) => declared.filter(({ group }) => group === "main"));
}

/** Programs of the application's code that answer or work and are started in a folder. */
function programsIn({ evidence, project }: UnitSources, folder: string): readonly EntryEvidence[] {
  return evidence.filter(
    (one): one is EntryEvidence =>
      one.claim === "entry-point" &&
      RUNNING.has(one.kind) &&
      one.source === "code" &&
      one.place.confidence !== "low" &&
      (folder === "" ? ROOTS.has(one.workingDirectory) : isInside(folder, one.workingDirectory)) &&
      project.file(one.place.path)?.role === "application",
  );
}

/** `.` is the root itself, which is a unit beside others alone. */
function namedUnits({ named, workspace }: UnitSources): readonly UnitFolder[] {
  const units = Object.entries(named)
    .map(([name, { path }]) => ({ name, path: path === "." ? "" : path }))
    .filter(({ path }) => path === "" || workspace.hasFolder(path))
    .sort((left, right) => compareText(left.path, right.path));
  return units.some(({ path }) => path !== "") ? units : [];
}

/** What answers on a port: two of them in folders of their own are two services. */
const SERVING: ReadonlySet<EntryPointKind> = new Set(["wsgi", "asgi", "server", "grpc", "dash", "streamlit", "gradio"]);
const RUNNING: ReadonlySet<EntryPointKind> = new Set([...SERVING, "bot", "worker", "beat"]);
/** Above this a repository collects examples. */
const MOST_PROGRAMS = 12;

/**
 * Folders that each hold a program of their own and share at most a list of requirements above them: nothing deploys the
 * tree as one, no code at its root runs, and no program imports what lies outside its folder.
 */
function programFolders({ project, reading, evidence }: UnitSources): readonly string[] {
  const started = evidence.filter(one => one.claim === "entry-point");
  if (started.some(({ source, kind }) => sourceRank(source) <= sourceRank("kubernetes") && RUNNING.has(kind)))
    return [];
  const programs = started.filter(
    ({ source, kind, place }) =>
      source === "code" &&
      RUNNING.has(kind) &&
      place.confidence !== "low" &&
      project.file(place.path)?.role === "application",
  );
  const isApart = new Set(programs.map(({ workingDirectory }) => workingDirectory)).size > 1;
  const folderOf = ({ workingDirectory, place }: (typeof programs)[number]): string =>
    isApart || parentOf(place.path) === workingDirectory
      ? workingDirectory
      : joinPath(workingDirectory, withoutFolder(workingDirectory, place.path).split("/", 1)[0] ?? "");
  const folders = [...new Set(programs.map(folderOf))];
  const serving = new Set(programs.filter(({ kind }) => SERVING.has(kind)).map(folderOf));
  if (serving.size < 2 || folders.length > MOST_PROGRAMS) return [];
  const isOwn = (folder: string): boolean =>
    folder !== "" &&
    !SIDE.test(folder) &&
    !isTemplatePath(folder) &&
    !/^(?:src|source)$/.test(folder) &&
    !folders.some(other => other !== folder && isInside(folder, other)) &&
    // What a project declares is installed as one; a list is shared by whoever reads it.
    reading.files.every(
      ({ path, kind }) => /^(?:requirements|constraints)$/.test(kind) || !isInside(parentOf(path), folder),
    );
  const next = importsByFile(project);
  const isIndependent = programs.every(program =>
    [...reachedFrom(next, [program.place.path])].every(path => isInside(folderOf(program), path)),
  );
  return isIndependent && folders.every(isOwn) ? folders : [];
}

/** `requirements/base.txt` belongs to the folder above. */
function manifestFolder(path: string): string {
  const folder = parentOf(path);
  return /(?:^|\/)(?:requirements|reqs|requires|deps|dependencies|requirements\.d)$/i.test(folder)
    ? parentOf(folder)
    : folder;
}

/** Whether a folder is declared as a project: a list of requirements alone may be what the services below it share. */
function isProject({ reading }: UnitSources, folder: string): boolean {
  return reading.files.some(({ path, kind }) => parentOf(path) === folder && /^(?:pyproject|setup|pipfile)/.test(kind));
}

/** Whether something is started in a folder itself. */
function startsIn({ evidence }: UnitSources, folder: string): boolean {
  return evidence.some(one => one.claim === "entry-point" && one.workingDirectory === folder);
}

function buildContexts(workspace: Workspace): ReadonlySet<string> {
  return new Set(
    allComposeServices(workspace).flatMap(({ build }) =>
      build ? [workspace.has(build.dockerfile) ? contextOf(workspace, build) : build.context] : [],
    ),
  );
}

/**
 * Folders with a Dockerfile. One that is built from a folder above, by what Compose says or else by what it copies, and that
 * has no application code of its own (`docker/` with start scripts) only says how what lies above is run.
 */
function imageFolders({ workspace, project }: UnitSources): ReadonlySet<string> {
  const builds = allComposeServices(workspace).flatMap(({ build }) => build ?? []);
  const isOfAbove = (path: string): boolean => {
    const named = builds.filter(({ dockerfile }) => dockerfile === path).map(({ context }) => context);
    const contexts = named.length > 0 ? named : [imageFacts(workspace, path)?.context ?? parentOf(path)];
    return contexts.every(context => !isInside(parentOf(path), context));
  };
  const hasCode = (folder: string): boolean =>
    project.files.some(
      ({ path, role }) => role === "application" && isInside(folder, path) && !BESIDE_PROGRAM.test(nameOf(path)),
    );
  return new Set(
    dockerfilePaths(workspace.paths(...DOCKERFILE_GLOBS)).flatMap(path =>
      isOfAbove(path) && !hasCode(parentOf(path)) ? [] : parentOf(path),
    ),
  );
}

/** Settings of a server and what an image asks it by are no program. */
const BESIDE_PROGRAM = /^(?:gunicorn|hypercorn|uvicorn|uwsgi)\w*\.py$|^\w*health_?check\w*\.py$/;

function rootDockerfiles(workspace: Workspace): readonly string[] {
  return allComposeServices(workspace).flatMap(({ build }) => (build?.context === "" ? [build.dockerfile] : []));
}

/** A Dockerfile beside the code of a service shows the service, also where the whole tree is its context. */
function contextOf(workspace: Workspace, build: { readonly context: string; readonly dockerfile: string }): string {
  const folder = parentOf(build.dockerfile);
  const hasManifest = ["pyproject.toml", "requirements.txt", "setup.py", "Pipfile"].some(name =>
    workspace.has(folder === "" ? name : `${folder}/${name}`),
  );
  return hasManifest ? folder : build.context;
}

function holdsPython(project: PythonProject, folder: string): boolean {
  return project.files.some(
    ({ path, role }) => path.startsWith(`${folder}/`) && (role === "application" || role === "script"),
  );
}

/** How surely something in the folder is started: a server, worker, bot or deployed command is strong, a runnable file weak. */
function entryStrength({ evidence }: UnitSources, folder: string): "strong" | "weak" | null {
  let strength: "strong" | "weak" | null = null;
  for (const one of evidence) {
    if (one.claim !== "entry-point" || one.place.confidence === "low") continue;
    const isInside =
      one.place.path.startsWith(`${folder}/`) ||
      one.workingDirectory === folder ||
      one.workingDirectory.startsWith(`${folder}/`);
    if (!isInside) continue;
    const isWeak =
      one.source === "convention" ||
      one.source === "readme" ||
      one.kind === "notebook" ||
      (one.source === "console-script" && one.kind === "cli");
    if (!isWeak) return "strong";
    strength = "weak";
  }
  return strength;
}

/**
 * One candidate in a repository whose root is built, declared or started itself is that application's source folder, not a
 * service beside others.
 */
function isWholeApplication(sources: UnitSources, units: readonly string[], built: ReadonlySet<string>): boolean {
  if (units.length === 0) return true;
  if (units.length > 1) return false;
  const unit = units[0] ?? "";
  const { workspace, evidence } = sources;
  if (built.has(unit) || isBesideRoot(sources, unit)) return false;
  const hasRootManifest = declaredIn(sources, "").length > 0;
  // A Compose file that builds the whole tree from a Dockerfile that is not there tells of no image.
  const hasRootImage =
    (built.has("") && rootDockerfiles(workspace).some(path => workspace.has(path))) ||
    dockerfilePaths(workspace.paths(...DOCKERFILE_GLOBS)).some(path => !path.includes("/"));
  const startsFromRoot = evidence.some(
    one =>
      one.claim === "entry-point" &&
      one.workingDirectory === "" &&
      one.source !== "convention" &&
      one.source !== "readme" &&
      one.place.confidence !== "low",
  );
  // `src` is where the sources of the folder above lie; no service bears that name.
  const isSource = /^(?:src|source)$/.test(unit);
  // Code that imports itself by the folder's name (`src.app`) runs from above it.
  const isPackageOfRoot = evidence.some(
    one =>
      one.claim === "entry-point" &&
      one.source === "code" &&
      one.place.confidence !== "low" &&
      isInside(unit, one.place.path) &&
      !isInside(unit, one.workingDirectory),
  );
  return hasRootImage || isPackageOfRoot || (hasRootManifest && (startsFromRoot || isSource));
}

/** The folder's own name, with its parent's in front where two are alike. */
function withNames(paths: readonly string[]): readonly UnitFolder[] {
  const base = (path: string): string => nameOf(path);
  return [...paths].sort(compareText).map(path => {
    const isAlone = paths.filter(other => base(other) === base(path)).length === 1;
    return { path, name: isAlone ? base(path) : path.replaceAll("/", "-") };
  });
}

/**
 * Files that a unit's code reaches by imports outside every unit: shared libraries, whose variables and services are also
 * the unit's own.
 */
export function reachedOutside(
  project: PythonProject,
  unit: string,
  units: readonly UnitFolder[],
): ReadonlySet<string> {
  const isElsewhere = (path: string): boolean => units.some(other => isInside(other.path, path));
  const own = project.files.filter(({ path, role }) => isInside(unit, path) && role !== "test").map(({ path }) => path);
  return reachedFrom(importsByFile(project), own, isElsewhere);
}

/** The outermost folders of that code that hold no unit, and the folders that they are imported from. */
export function sharedCode(
  project: PythonProject,
  reached: ReadonlySet<string>,
  units: readonly UnitFolder[],
): readonly SharedCode[] {
  const found = new Map<string, SharedCode>();
  for (const path of [...reached].sort(compareText)) {
    const file = project.file(path);
    if (!file || file.role === "test") continue;
    const names = withoutFolder(file.sourceRoot, path).split("/");
    let own = joinPath(file.sourceRoot, names.shift() ?? "");
    while (names.length > 0 && units.some(unit => isInside(own, unit.path))) own = joinPath(own, names.shift() ?? "");
    found.set(own, { path: own, root: file.sourceRoot });
  }
  return [...found.values()];
}

function importsByFile(project: PythonProject): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of project.imports) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}

/** What files import, and what that imports in turn; what is left out is not followed either. */
function reachedFrom(
  next: ReadonlyMap<string, readonly string[]>,
  start: readonly string[],
  isLeftOut: (path: string) => boolean = () => false,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const to of next.get(path) ?? []) {
      if (reached.has(to) || isLeftOut(to)) continue;
      reached.add(to);
      waiting.push(to);
    }
  }
  return reached;
}

/** Finds the unit that a path lies in. Every unit asks it of every file, so each path is searched once. */
export function unitFinder(units: readonly string[]): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return path => {
    if (!known.has(path))
      known.set(
        path,
        units.find(unit => path.startsWith(`${unit}/`)),
      );
    return known.get(path);
  };
}
