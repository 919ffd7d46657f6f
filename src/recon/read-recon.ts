import { createHash } from "node:crypto";
import { beforeAdditions } from "../docker/compose/additions";
import { unchangedPaths } from "../workspace/text-hash";
import type { Evidence } from "../model/evidence";
import { comparePlaces, compareText } from "../model/place";
import type { ReadFiles } from "../model/ports";
import type { Dependency, ImportEdge, ModuleInfo, Problem, Recon, ReconTimings, Unit } from "../model/recon";
import { throwIfCancelled } from "../model/error";
import { readManifests, type ManifestReading } from "../python/manifests/read-manifests";
import type { PythonFile, PythonProject } from "../python/project";
import { type KnownFile, readProject, type ReadProjectOptions } from "../python/read-project";
import { batchScanner } from "../python/scan-batch";
import type { Settings } from "../settings/settings";
import { openWorkspace, type Workspace } from "../workspace/workspace";
import { isInside, parentOf } from "../model/paths";
import { brokenPython } from "./broken-python";
import { choosePython, pythonVersionPaths } from "./python-version";
import { withoutUnspoken, withSpareDrivers } from "./settle/spare-drivers";
import { namedImports } from "./named-imports/named-imports";
import { namedDrivers } from "./named-imports/named-drivers";
import { modulesOfTypes } from "./named-imports/named-types";
import { namedModules } from "./named-imports/named-modules";
import { withModulePackages } from "./module-packages";
import { listingProblems } from "./listing-problems";
import type { ReconMemory } from "./recon-memory";
import { detectors } from "./registry";
import { loadForDetectors, runDetectors, type Detection } from "./run-detectors";
import { settle, sortProblems } from "./settle";
import { onePerPath, onePerPlace, sharedByMembers } from "./shared-manifests";
import { pythonOfUnits, rootEntryPoints } from "./root-answers";
import { applySettings } from "./settle/apply-settings";
import { dockerFiles } from "./settle/docker-files";
import { claimed } from "./settle/source-order";
import { settleDependencies, type SettledDependencies } from "./settle-dependencies";
import { chooseUnit } from "./choose-unit";
import { discoverUnits, reachedOutside, sharedCode, type UnitFolder, unitFinder } from "./units";
import { withLoadedPlaces } from "./loaded-optionals";
import { undeclaredImports, unprovidedImports, unusedDependencies } from "./usage";
import { readmePaths } from "./readme-installs";
import { usagePaths } from "./used-words";

export interface ReadReconOptions {
  /** The analysed folder's own name; never a path. */
  readonly name: string;
  /** What `.drydock.yaml` says of units and findings. */
  readonly settings?: Pick<Settings, "units" | "recon"> & Partial<Pick<Settings, "generated" | "merged">>;
  /** Only this unit's recon, by name or path; one that is not there is a usage error. */
  readonly unit?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Files read so far, of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Facts by content, where they are kept from one run to the next. */
  readonly cache?: ReadProjectOptions["cache"];
  readonly hash?: ReadProjectOptions["hash"];
  /** Scans batches of files elsewhere (worker threads); in this thread by default. */
  readonly scanBatch?: ReadProjectOptions["scanBatch"];
  /** What the last reading of the same folder left: only what changed is read, scanned and linked again. */
  readonly memory?: ReconMemory | undefined;
  /** All files that changed since that reading; undefined where nobody knows. */
  readonly changed?: readonly string[] | undefined;
  /** Those of them that were read since, as they are now. */
  readonly reread?: ReadonlyMap<string, KnownFile> | undefined;
  /** The folder as it was just listed, where the caller did. */
  readonly listed?: Workspace | undefined;
  /** A clock in milliseconds, for the timings; without one they are 0. */
  readonly elapsed?: () => number;
}

/** One part of the tree that is settled by itself: the analysed folder or a unit of it. */
interface Part {
  readonly folder: string;
  readonly evidence: readonly Evidence[];
  readonly dependencies: SettledDependencies;
  readonly problems: readonly Problem[];
}

const NOTHING = { units: {}, recon: { exclude: [], ignore: [], correct: [] } } as const;

/**
 * Reads a codebase: facts of every file, links between them, detectors, and the settling of what they say. The same tree
 * gives the same Recon, apart from `timings`. Nothing of the workspace is executed or written.
 */
export async function readRecon(files: ReadFiles, options: ReadReconOptions): Promise<Recon> {
  const { signal, settings = NOTHING } = options;
  const elapsed = options.elapsed ?? ((): number => 0);
  const start = elapsed();
  const same = reopened(options);
  const workspace = same ?? (await opened(files, options));
  const listed = elapsed();
  const {
    project,
    files: pythonFiles,
    timings: read,
    problems: unread,
  } = await readProject(workspace, {
    signal,
    cache: options.cache,
    hash: options.hash,
    previous: options.memory?.project,
    known: options.memory?.files,
    rewritten: same && options.reread ? { files: options.reread, problems: options.memory?.unread ?? [] } : undefined,
    scanBatch: counting(options, workspace.paths("*.py", "*.pyi", "*.pyw").length),
    elapsed,
  });
  throwIfCancelled(signal);
  const reading = (same && options.memory?.reading) ?? (await readManifests(workspace, { signal }));
  await workspace.load([...pythonVersionPaths(workspace), ...usagePaths(workspace), ...readmePaths(workspace)], signal);
  await loadForDetectors(workspace, detectors, signal);
  const linked = elapsed();

  const written = new Set(await unchangedPaths(workspace, options.settings?.generated ?? {}));
  const sources = { workspace, project, reading, unread, written, signal };
  const whole = detectPart(sources, "", [], () => true);
  const units = discoverUnits({ workspace, project, reading, evidence: whole.evidence, named: settings.units });
  const timings = (): ReconTimings => ({
    listMs: listed - start,
    readMs: read.readMs,
    scanMs: read.scanMs,
    linkMs: read.linkMs,
    detectMs: elapsed() - linked,
    totalMs: elapsed() - start,
    files: workspace.files.length,
    bytes: workspace.files.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  const recon = units.length === 0 ? wholeRecon(sources, whole, timings) : monorepoRecon(sources, units, timings);
  const applied = applySettings(recon, settings.recon);
  const wanted = options.unit === undefined ? undefined : chooseUnit(applied, options.unit);
  const answer = wanted ? { ...wanted.recon, timings: applied.timings } : { ...applied, timings: timings() };
  if (options.memory) {
    options.memory.project = project;
    options.memory.workspace = workspace;
    options.memory.reading = reading;
    options.memory.unread = unread;
    options.memory.files = pythonFiles;
    options.memory.texts = new Set([...pythonFiles.keys()].filter(path => workspace.source(path) !== null));
    options.memory.last = { request: requestOf(options), recon: answer };
  }
  return answer;
}

async function opened(files: ReadFiles, { name, settings, listed, signal }: ReadReconOptions): Promise<Workspace> {
  const exclude = settings?.recon.exclude ?? [];
  const workspace = listed ?? (await openWorkspace(name, files, { exclude, signal }));
  return beforeAdditions(workspace, settings?.merged ?? {});
}

/** The folder as it was listed before, where only Python files changed that it knows and that were read for facts alone. */
function reopened({ memory, changed, reread, ...request }: ReadReconOptions): Workspace | null {
  if (!memory?.workspace || memory.last?.request !== requestOf(request) || !changed || changed.length === 0)
    return null;
  const sizes = new Map<string, number>();
  for (const path of changed) {
    const file = reread?.get(path);
    if (!file || !memory.files.has(path) || memory.texts.has(path)) return null;
    sizes.set(path, file.bytes.length);
  }
  return memory.workspace.rewritten(sizes);
}

/** All that an answer depends on besides the files. */
export function requestOf({ name, settings, unit }: ReadReconOptions): string {
  return JSON.stringify({ name, settings, unit });
}

/** The scanner with a count of the files it has done. */
function counting(options: ReadReconOptions, total: number): ReadProjectOptions["scanBatch"] {
  const { onProgress, scanBatch = batchScanner() } = options;
  if (!onProgress) return scanBatch;
  const state = { done: 0 };
  return async inputs => {
    const outputs = await scanBatch(inputs);
    state.done += inputs.length;
    onProgress(state.done, total);
    return outputs;
  };
}

interface Sources {
  readonly workspace: Workspace;
  readonly project: PythonProject;
  readonly reading: ManifestReading;
  /** Python files that could not be read. */
  readonly unread: readonly Problem[];
  /** Files that Drydock wrote and nobody has changed: conclusions of an earlier run, never evidence for the next. */
  readonly written: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
}

/** Runs all detectors over the files that a part owns, with the dependencies that it declares. */
function detectPart(
  sources: Sources,
  folder: string,
  others: readonly string[],
  owns: (path: string) => boolean,
): Part {
  const { workspace, project, reading, written, signal } = sources;
  const options = { workspace, unit: folder, units: others, python: "3.11" };
  const first = settleDependencies(reading, options);
  const detection: Detection = runDetectors(
    detectors,
    {
      workspace,
      project,
      unit: folder,
      // Short, as it is a part of the name of every answer that is kept.
      part: createHash("sha256")
        .update([folder, ...others].join("\0"))
        .digest("hex"),
      owns,
      dependencies: first.dependencies,
      manifests: first.manifests,
      packageManager: first.packageManager,
    },
    signal,
  );
  const evidence = withSpareDrivers(
    project,
    withoutUnspoken(
      detection.evidence.filter(({ place }) => !written.has(place.path)),
      first,
    ),
  );
  const extra = claimed(evidence, "extra-dependency");
  const dependencies = extra.length === 0 ? first : settleDependencies(reading, { ...options, extra });
  return { folder, evidence, dependencies, problems: detection.problems };
}

function wholeRecon(sources: Sources, part: Part, timings: () => ReconTimings): Recon {
  return reconOf(sources, part, { files: sources.project.files, units: [], others: [], owns: () => true, timings });
}

/**
 * A monorepo: each unit from its own folder, with what its code reaches in shared libraries; the root lists everything, and
 * has tools of its own only where they stand outside every unit.
 */
function monorepoRecon(sources: Sources, folders: readonly UnitFolder[], timings: () => ReconTimings): Recon {
  const { project, reading } = sources;
  const inner = folders.filter(({ path }) => path !== "");
  const paths = inner.map(({ path }) => path);
  const unitOf = unitFinder(paths);
  const isOutside = (path: string): boolean => unitOf(path) === undefined;
  const rest = detectPart(sources, "", paths, isOutside);
  const parts = inner.map(({ path }) =>
    detectPart(
      sources,
      path,
      paths.filter(other => other !== path),
      candidate => unitOf(candidate) === path,
    ),
  );
  const innerUnits: Unit[] = inner.map(({ name, path }, index) => {
    const part = parts[index] as Part;
    const reached = reachedOutside(project, path, inner);
    // What stands outside (a Compose file at the root, a shared library) but is about this unit is its own too.
    const about = rest.evidence.filter(one => isAbout(one, path, reached));
    const others = paths.filter(other => other !== path);
    const files = project.files.filter(file => file.path.startsWith(`${path}/`));
    const owns = (candidate: string): boolean => unitOf(candidate) === path;
    const own = reconOf(
      sources,
      { ...part, evidence: [...part.evidence, ...about] },
      { files, units: [], others, owns, timings },
    );
    const shared = sharedCode(project, reached, inner);
    return { name, path, recon: shared.length === 0 ? own : { ...own, shared } };
  });
  const ofRoot = rest.evidence.filter(one => !paths.some(path => isAbout(one, path, new Set())));
  const units = folders.flatMap(({ name, path }) => {
    if (path !== "") return innerUnits.filter(unit => unit.path === path);
    const files = project.files.filter(file => isOutside(file.path));
    const own = { files, units: [], others: paths, owns: isOutside, timings };
    return [{ name, path, recon: reconOf(sources, { ...rest, evidence: ofRoot }, own) }];
  });
  const everything: Part = {
    ...rest,
    evidence: [...rest.evidence, ...parts.flatMap(({ evidence }) => evidence)],
    problems: [...rest.problems, ...parts.flatMap(({ problems }) => problems)],
  };
  const root = reconOf(sources, everything, { files: project.files, units, others: paths, owns: () => true, timings });
  // Single answers of the root are its own: not those of units, nor of libraries with a manifest of their own.
  const inside = reading.files
    .map(({ path }) => parentOf(path))
    .filter(folder => folder !== "" && !/(?:^|\/)(?:requirements|reqs|deps)$/.test(folder));
  const isInside = (one: Evidence): boolean =>
    "place" in one &&
    // A command that a project installs is one of the workspace, whichever of its manifests declares it.
    !(one.claim === "entry-point" && one.source === "console-script") &&
    inside.some(folder => one.place.path.startsWith(`${folder}/`));
  const own = settle(
    sources.workspace,
    project,
    ofRoot.filter(one => !isInside(one)),
  );
  return {
    ...root,
    python: pythonOfUnits(root, units),
    manifests: onePerPath([...root.manifests, ...innerUnits.flatMap(({ recon }) => recon.manifests)]),
    dependencies: onePerPlace([...root.dependencies, ...innerUnits.flatMap(({ recon }) => recon.dependencies)]).sort(
      compareDependencies,
    ),
    undeclared: units
      .flatMap(({ recon }) => recon.undeclared)
      .sort((left, right) => comparePlaces(left.place, right.place)),
    unused: [...root.unused, ...innerUnits.flatMap(({ recon }) => recon.unused)].sort((left, right) =>
      comparePlaces(left.place, right.place),
    ),
    problems: sortProblems([...root.problems, ...innerUnits.flatMap(({ recon }) => recon.problems)]),
    entryPoints: rootEntryPoints(own.entryPoints, units),
    migrations: own.migrations,
    tests: own.tests,
    static: own.static,
  };
}

/** Whether evidence from outside a unit tells of it: it starts something there, or stands in a library that the unit uses. */
function isAbout(one: Evidence, unit: string, reached: ReadonlySet<string>): boolean {
  if (one.claim === "entry-point") return one.workingDirectory === unit || one.workingDirectory.startsWith(`${unit}/`);
  if (one.claim === "front-end")
    return [...one.servedBy.map(({ path }) => path), ...one.outputs].some(path => path.startsWith(`${unit}/`));
  if (one.claim === "environment" || one.claim === "integration") return reached.has(one.place.path);
  return false;
}

interface PartFiles {
  readonly files: readonly PythonFile[];
  readonly units: readonly Unit[];
  /** Folders of all other units. */
  readonly others: readonly string[];
  readonly owns: (path: string) => boolean;
  readonly timings: () => ReconTimings;
}

function reconOf({ workspace, project, reading, unread }: Sources, part: Part, own: PartFiles): Recon {
  const { folder, evidence } = part;
  const extra = claimed(evidence, "extra-dependency");
  const pins = claimed(evidence, "python-pin");
  const version = (settled: SettledDependencies) =>
    choosePython({ workspace, reading, settled, unit: folder, units: own.others, project, files: own.files, pins });
  let settled = part.dependencies;
  const python = version(settled);
  if (python.chosen !== null && python.chosen !== "3.11") {
    settled = settleDependencies(reading, { workspace, unit: folder, units: own.others, python: python.chosen, extra });
  }
  const { manifests, packageManager } = settled;
  const isWhole = folder === "" && own.files.length === project.files.length;
  const paths = isWhole ? null : new Set(own.files.map(({ path }) => path));
  const isOwn = (path: string): boolean => paths === null || paths.has(path);
  const dependencies = withModulePackages(settled.dependencies, project, isOwn);
  const found = settle(workspace, project, evidence);
  const used = claimed(evidence, "used").map(({ name }) => name);
  const named = [...namedModules(project), ...namedDrivers(project), ...modulesOfTypes(project)];
  const shared = sharedByMembers(reading, settled.lock, folder);
  const usage = { workspace, project, files: own.files, isOwn, dependencies, named, ...shared };
  const unprovided = unprovidedImports(usage);
  const imports = [...project.imports, ...namedImports(project)];
  return {
    schemaVersion: 1,
    root: workspace.name,
    python,
    packageManager,
    manifests,
    dependencies: withLoadedPlaces(dependencies, project, isOwn, { ...found, imports }),
    undeclared: undeclaredImports(usage, unprovided),
    // A list above a unit is shared: others use what this one does not.
    unused: unusedDependencies({ ...usage, settled, used, unprovided }).filter(one => isInside(folder, one.place.path)),
    modules: isWhole ? project.modules : modulesOf(project.modules, isOwn, own.owns),
    imports: imports.filter(({ from }) => isOwn(from)).sort(compareImports),
    ...found,
    docker: dockerFiles(workspace, own.owns),
    units: own.units,
    problems: sortProblems([
      ...found.problems,
      ...part.problems,
      ...settled.problems,
      ...brokenPython(project, own.files),
      ...(isWhole ? [...unread, ...listingProblems(workspace.problems)] : []),
    ]),
    timings: own.timings(),
  };
}

function modulesOf(
  modules: readonly ModuleInfo[],
  isOwn: (path: string) => boolean,
  owns: (path: string) => boolean,
): readonly ModuleInfo[] {
  return modules
    .filter(({ path, kind }) => isOwn(path) || (kind === "namespace" && owns(path)))
    .sort((left, right) => compareText(left.path, right.path) || compareText(left.name, right.name));
}

function compareImports(left: ImportEdge, right: ImportEdge): number {
  return (
    compareText(left.from, right.from) ||
    left.line - right.line ||
    compareText(left.to, right.to) ||
    compareText(left.kind, right.kind)
  );
}

function compareDependencies(left: Dependency, right: Dependency): number {
  return comparePlaces(left.place, right.place) || compareText(left.name, right.name);
}
