import type { Place } from "../model/place";
import { compareText } from "../model/place";
import type { Dependency } from "../model/recon";
import { groupOfFile } from "../python/manifests/groups";
import type { ManifestFile, PythonRange, VersionStatement } from "../python/manifests/types";
import { exactVersion, lowerBound, minorAllowed, upperBound } from "../python/packaging/versions";
import type { Workspace } from "../workspace/workspace";
import { parentOf } from "../model/paths";
import { ceilingBelow, ceilingOf, floorOf, neverWorks } from "./knowledge/python-support";
import { MINORS } from "./python-releases";
import type { SettledDependencies } from "./settle-dependencies";

/** Something that a Python version must satisfy. */
export interface HardConstraint {
  /** PEP 440 range of Python versions. */
  readonly specifier: string;
  /** What demands it, as the subject of a sentence: `requires-python in pyproject.toml`, `Django 6.0.1`. */
  readonly subject: string;
  readonly kind: "project" | "distribution" | "code";
  readonly place: Place;
  /** Knowledge of ours about later Pythons, which steps back where the project itself names one of them. */
  readonly yields?: true;
}

/** The constraints that hold, given the versions that the project names anyway. */
export function binding(
  constraints: readonly HardConstraint[],
  pins: readonly { readonly version: string }[],
): readonly HardConstraint[] {
  const stated = constraints.filter(({ yields }) => !yields);
  const named = pins.flatMap(({ version }) => /^3\.\d+/.exec(version)?.[0] ?? []);
  const kept = constraints.filter(each => !each.yields || named.every(minor => admits(each, minor)));
  return MINORS.some(minor => kept.every(each => admits(each, minor))) ? kept : stated;
}

export function admits(constraint: HardConstraint, minor: string): boolean {
  return minorAllowed(constraint.specifier, minor);
}

/** The project's own ranges: of the home folder's manifests first, then of libraries and of the lock. */
export function projectConstraints(
  workspace: Workspace,
  settled: SettledDependencies,
): readonly (HardConstraint & { readonly written: string })[] {
  const { unitManifests, lock } = settled;
  const found = (file: ManifestFile, range: PythonRange): HardConstraint & { readonly written: string } => ({
    specifier: range.specifier,
    written: range.written,
    subject: `${subjectOf(file)} in ${file.path}`,
    kind: "project",
    place: workspace.place(file.path, range.offset),
  });
  const stated = unitManifests.files
    .flatMap(file => (file.requiresPython && isBinding(file, settled) ? [{ file, range: file.requiresPython }] : []))
    .sort(
      (left, right) =>
        depthOf(left.file, unitManifests.home) - depthOf(right.file, unitManifests.home) ||
        ORDER.indexOf(left.file.kind) - ORDER.indexOf(right.file.kind) ||
        compareText(left.file.path, right.file.path),
    );
  const nearest = stated[0] ? depthOf(stated[0].file, unitManifests.home) : 0;
  // Projects further down (examples, plugins) may demand more than what is deployed does.
  const own = stated.filter(({ file }) => depthOf(file, unitManifests.home) === nearest);
  const fromLock = lock?.lock?.requiresPython;
  return [
    ...own.map(({ file, range }) => found(file, range)),
    ...(lock && fromLock ? [found(lock, { ...fromLock, written: fromLock.specifier })] : []),
  ];
}

/** A conda environment binds where conda installs the application; beside another manager it is one way of working. */
function isBinding(file: ManifestFile, { packageManager }: SettledDependencies): boolean {
  return (
    file.kind !== "environment.yml" || (packageManager.name === "conda" && groupOfFile(file.path).group === "main")
  );
}

/** The version of a conda environment that does not bind, for the list of pins; null for ranges. */
export function environmentPin(file: ManifestFile, settled: SettledDependencies): VersionStatement | null {
  if (file.kind !== "environment.yml" || !file.requiresPython || isBinding(file, settled)) return null;
  const { specifier, offset } = file.requiresPython;
  const version = specifier.startsWith("==") ? lowerBound(specifier) : null;
  return version === null ? null : { version, source: "environment.yml", offset };
}

const ORDER = ["pyproject", "setup.cfg", "setup.py", "environment.yml"];

function depthOf(file: ManifestFile, home: string): number {
  const folder = parentOf(file.path);
  if (folder === home) return 0;
  return 1 + (folder === "" ? 0 : folder.split("/").length);
}

function subjectOf(file: ManifestFile): string {
  if (file.kind === "environment.yml") return "python";
  if (file.kind === "setup.cfg" || file.kind === "setup.py") return "python_requires";
  return file.tools.some(({ name }) => name === "poetry") ? "the Python constraint" : "requires-python";
}

/**
 * What the dependencies of the running application demand: the metadata that a lock records for the versions it holds,
 * and the releases of well-known distributions that dropped older Pythons.
 */
export function distributionConstraints(
  settled: SettledDependencies,
  dependencies: readonly Dependency[],
): readonly HardConstraint[] {
  return dependencies.flatMap(dependency => {
    if (dependency.group !== "main" || dependency.applies === "no") return [];
    const locked = settled.lockedPackages.get(dependency.name);
    const version = dependency.locked ?? exactVersion(dependency.specifier);
    const label = version === null ? dependency.name + dependency.specifier : `${dependency.name} ${version}`;
    const demands = (range: string | null): HardConstraint[] =>
      range === null ? [] : [{ specifier: range, subject: label, kind: "distribution", place: dependency.place }];
    const isAlways = dependency.marker === null;
    // Metadata name the oldest Python alone, so what a later one broke is known from the table only.
    const end = version === null ? upperBound(dependency.specifier) : null;
    const known =
      version !== null
        ? ceilingOf(dependency.name, version)
        : end !== null
          ? ceilingBelow(dependency.name, end)
          : // No version works on 3.11, so any that is taken ends before it.
            neverWorks(dependency.name) === null
            ? null
            : ceilingOf(dependency.name, "0");
    const last = isAlways ? known : null;
    const below = demands(last === null ? null : `<3.${Number(last.split(".")[1]) + 1}`).map(each => ({
      ...each,
      yields: true as const,
    }));
    const range = locked?.requiresPython ?? null;
    if (range !== null) return [...demands(range), ...below];
    const specifier = dependency.locked === null ? dependency.specifier : `==${dependency.locked}`;
    const floor = isAlways ? floorOf(dependency.name, specifier) : null;
    return [...demands(floor === null ? null : `>=${floor}`), ...below];
  });
}
