import type { Evidence } from "../model/evidence";
import { comparePlaces, compareText } from "../model/place";
import type { Dependency, Manifest, PackageManager, Problem } from "../model/recon";
import type { LockData, LockedPackage } from "../python/manifests/lock-types";
import type { ManifestReading } from "../python/manifests/read-manifests";
import type { Declared, ManifestFile } from "../python/manifests/types";
import { evaluateMarker, linuxEnvironment } from "../python/packaging/markers";
import { normalizeName } from "../python/packaging/names";
import { exactVersion, satisfies } from "../python/packaging/versions";
import { fitsLinux, parseWheelName } from "../python/packaging/wheel-tags";
import type { Workspace } from "../workspace/workspace";
import { collectDeclared, sourcesOf, type DeclaredRow } from "./declared-dependencies";
import { dependencyProblems } from "./dependency-problems";
import { systemPackagesOf } from "./knowledge/system-packages";
import { LockGraph, type LockRoot } from "./lock-graph";
import { choosePackageManager } from "./choose-installer";
import { verdictOn311 } from "./python-verdict";
import { manifestsOfUnit, type UnitManifests } from "./unit-manifests";

export interface SettleOptions {
  readonly workspace: Workspace;
  /** The unit's folder, "" for the root. */
  readonly unit: string;
  /** Folders of all other units. */
  readonly units: readonly string[];
  /** Minor version that markers and wheels are judged for. */
  readonly python: string;
  /** Distributions that only a Dockerfile or script installs. */
  readonly extra?: readonly Extract<Evidence, { claim: "extra-dependency" }>[];
}

export interface SettledDependencies {
  readonly manifests: readonly Manifest[];
  readonly packageManager: PackageManager;
  /** Sorted by place, then name. */
  readonly dependencies: readonly Dependency[];
  readonly problems: readonly Problem[];
  /** What the choice of a Python needs beyond the contract's fields. */
  readonly unitManifests: UnitManifests;
  /** The lock in force with the entries that a dependency's `locked` was taken from. */
  readonly lock: ManifestFile | null;
  readonly lockedPackages: ReadonlyMap<string, LockedPackage>;
}

/** What manifests say never changes, and one reading of them is settled for one unit again and again. */
const KNOWN = new WeakMap<ManifestReading, Map<string, SettledDependencies>>();

export function settleDependencies(reading: ManifestReading, options: SettleOptions): SettledDependencies {
  const { unit, units, python, extra } = options;
  const key = JSON.stringify([unit, units, python, extra]);
  let known = KNOWN.get(reading);
  if (!known) KNOWN.set(reading, (known = new Map<string, SettledDependencies>()));
  let settled = known.get(key);
  if (!settled) known.set(key, (settled = settle(reading, options)));
  return settled;
}

/**
 * Every dependency of one unit, once per name and group: what manifests declare (`direct`), and what locks add to it.
 * Which list counts where several disagree is said in `choosePackageManager` and `collectDeclared`.
 */
function settle(reading: ManifestReading, options: SettleOptions): SettledDependencies {
  const { workspace, python } = options;
  const unitManifests = manifestsOfUnit(reading, options.unit, options.units);
  const choice = choosePackageManager(workspace, unitManifests);
  const collected = collectDeclared(unitManifests, choice, reading);
  const environment = linuxEnvironment(python);
  const graph = new LockGraph(locksInForce(unitManifests, choice.lock), environment);
  const rows = [...collected.rows];
  const roots: LockRoot[] = sortedByGroup(rows).map(({ declared, group }) => ({
    name: declared.name,
    extras: declared.extras,
    marker: declared.marker,
    group,
  }));
  const reached = graph.reach(roots);
  const compiled = compiledVersions(unitManifests.files);
  const isProjectLock = choice.lock !== null && unitManifests.locks.includes(choice.lock);
  const dependencies: Dependency[] = [];
  const lockedPackages = new Map<string, LockedPackage>();
  const build = (row: DeclaredRow, direct: boolean, appliesAtAll: boolean): void => {
    const { declared } = row;
    const holds = declared.marker === null ? true : evaluateMarker(declared.marker, environment);
    const applies = !appliesAtAll || holds === false ? "no" : holds === null ? "unknown" : "yes";
    const locked = graph.pick(declared.name);
    if (locked) lockedPackages.set(declared.name, locked);
    // A compiled list holds for others only as far as their own pins agree with it.
    const isHeld = locked && locked.version !== "" && (isProjectLock || satisfies(locked.version, declared.specifier));
    const version = compiled.get(`${row.path} ${declared.name}`) ?? (isHeld ? locked.version : null);
    dependencies.push({
      name: declared.name,
      specifier: declared.specifier,
      extras: declared.extras,
      marker: declared.marker,
      ...(applies === "yes" ? {} : { applies }),
      group: row.group,
      direct,
      locked: version,
      place: workspace.place(row.path, declared.offset),
      systemPackages: systemPackagesFor(declared, applies !== "no", version, wheelFits(locked, python)),
      python311: verdictOn311(
        { name: declared.name, specifier: declared.specifier, conda: declared.conda, applies: applies !== "no" },
        locked,
        choice.lock?.lock?.requiresPython?.specifier ?? null,
      ),
    });
  };
  for (const row of rows) build(row, row.declared.direct, true);
  const known = new Set(rows.map(({ declared }) => declared.name));
  const own = new Set(unitManifests.files.flatMap(({ projectName }) => projectName ?? []));
  // A lock without its manifest is all that says what is asked for.
  const isAlone = rows.length === 0;
  for (const row of transitiveRows(graph, reached, unitManifests, choice.lock)) {
    if (known.has(row.declared.name) || own.has(row.declared.name)) continue;
    build(row, isAlone && row.declared.direct, row.applies);
  }
  for (const extra of options.extra ?? []) {
    const name = normalizeName(extra.name);
    // `pip install flower` in flower's own Dockerfile installs the workspace itself, as the index has it.
    if (own.has(name) || dependencies.some(dependency => dependency.name === name && dependency.group === "main"))
      continue;
    dependencies.push(extraDependency(name, extra));
  }
  dependencies.sort((left, right) => comparePlaces(left.place, right.place) || compareText(left.name, right.name));
  return {
    manifests: manifestsOf(unitManifests),
    packageManager: choice.manager,
    dependencies,
    problems: [
      ...choice.problems,
      ...fileProblems(workspace, unitManifests),
      ...dependencyProblems(workspace, unitManifests, choice.lock, rows, collected.ignored, graph),
    ],
    unitManifests,
    lock: choice.lock,
    lockedPackages,
  };
}

/** With a real lock only that one counts; otherwise every compiled list of the unit is a lock of its own group. */
function locksInForce(unit: UnitManifests, lock: ManifestFile | null): readonly LockData[] {
  if (lock && unit.locks.includes(lock)) return lock.lock ? [lock.lock] : [];
  return unit.files.flatMap(file => (file.kind === "requirements" && file.lock ? [file.lock] : []));
}

/**
 * Versions that compiled lists hold for their own rows and for those of their sources, by path and name: several lists
 * of one workspace may hold different ones.
 */
function compiledVersions(files: readonly ManifestFile[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    if (file.kind !== "requirements" || !file.lock) continue;
    const sources = sourcesOf(file, files);
    for (const { name, version } of file.lock.packages) {
      if (version === "") continue;
      for (const { path } of [file, ...sources])
        if (!found.has(`${path} ${name}`)) found.set(`${path} ${name}`, version);
    }
  }
  return found;
}

/** `main` first, so that a package needed by main and dev counts as main. */
function sortedByGroup(rows: readonly DeclaredRow[]): readonly DeclaredRow[] {
  return [...rows].sort((left, right) => Number(left.group !== "main") - Number(right.group !== "main"));
}

function wheelFits(locked: LockedPackage | null, python: string): boolean | undefined {
  if (!locked || (locked.wheels.length === 0 && locked.hasSdist !== true)) return undefined;
  return locked.wheels.some(file => {
    const wheel = parseWheelName(file);
    return wheel !== null && fitsLinux(wheel, python);
  });
}

/** Packages that only a lock names, reached from the roots or put into a group by the lock itself. */
function transitiveRows(
  graph: LockGraph,
  reached: ReturnType<LockGraph["reach"]>,
  unit: UnitManifests,
  lock: ManifestFile | null,
): readonly (DeclaredRow & { readonly applies: boolean })[] {
  if (!lock || !unit.locks.includes(lock)) return [];
  const rows = new Map<string, DeclaredRow & { readonly applies: boolean }>();
  for (const { package: entry, group, applies } of reached.values()) {
    if (entry.source !== "project") rows.set(entry.name, { ...transitive(entry, group, lock.path), applies });
  }
  for (const entry of graph.packages()) {
    if (rows.has(entry.name) || entry.source === "project" || !namesGroups(lock)) continue;
    const group = groupOfLocked(entry.groups, lock.kind);
    if (group !== null) rows.set(entry.name, { ...transitive(entry, group, lock.path), applies: true });
  }
  return [...rows.values()];
}

/** Locks that say for each package which group it serves, or hold only one; the others are walked. */
function namesGroups(lock: ManifestFile): boolean {
  return lock.kind !== "uv.lock";
}

function groupOfLocked(groups: readonly string[], kind: string): string | null {
  if (groups.length === 0) return kind === "pylock" || kind === "conda-lock" ? "main" : null;
  if (groups.some(group => group === "main" || group === "default")) return "main";
  const first = groups[0] ?? "main";
  return first === "develop" ? "dev" : first;
}

function transitive(entry: LockedPackage, group: string, path: string): DeclaredRow {
  const declared: Declared = {
    name: entry.name,
    specifier: "",
    extras: [],
    marker: entry.markers.length === 1 ? (entry.markers[0] ?? null) : null,
    url: null,
    group,
    optional: false,
    offset: entry.offset,
    direct: entry.isAsked,
    conda: entry.conda,
  };
  return { declared, group, path };
}

/** What conda installs brings its libraries along; a distribution that git fetches needs git as well. */
function systemPackagesFor(
  { name, specifier, extras, conda, url }: Declared,
  isInstalled: boolean,
  version: string | null,
  hasWheel: boolean | undefined,
): Dependency["systemPackages"] {
  const { build, runtime } =
    conda || !isInstalled
      ? { build: [], runtime: [] }
      : systemPackagesOf({ name, version: version ?? exactVersion(specifier), extras, hasWheel });
  const isFromGit = url !== null && /^git\+|^git:/.test(url);
  return { build: isFromGit ? [...build, "git"] : build, runtime };
}

function extraDependency(name: string, extra: Extract<Evidence, { claim: "extra-dependency" }>): Dependency {
  const extras = extra.extras ?? [];
  const needs = systemPackagesOf({ name, version: exactVersion(extra.specifier), extras });
  return {
    name,
    specifier: extra.specifier,
    extras,
    marker: null,
    group: "main",
    direct: true,
    locked: null,
    place: extra.place,
    systemPackages: { build: needs.build, runtime: needs.runtime },
    python311: verdictOn311({ name, specifier: extra.specifier, conda: false, applies: true }, null),
  };
}

function manifestsOf(unit: UnitManifests): readonly Manifest[] {
  return [...unit.files, ...unit.locks.filter(lock => !unit.files.includes(lock))]
    .map(({ path, kind, includes }) => ({ path, kind, includes: [...includes].sort(compareText) }))
    .sort((left, right) => compareText(left.path, right.path));
}

function fileProblems(workspace: Workspace, unit: UnitManifests): readonly Problem[] {
  return unit.files.flatMap(file =>
    file.problems.map(({ code, message, offset }) => ({ code, message, place: workspace.place(file.path, offset) })),
  );
}
