import { groupOfFile } from "../python/manifests/groups";
import { projectFolderOf } from "../python/manifests/requirements-file";
import type { ManifestReading } from "../python/manifests/read-manifests";
import type { ManifestFile } from "../python/manifests/types";
import { isInside, nameOf, parentOf } from "../model/paths";

/** The manifests that belong to one unit. */
export interface UnitManifests {
  /** In the unit's own folder or included from there, sorted by path. */
  readonly files: readonly ManifestFile[];
  /** The folder that the application is installed from: where its main manifest stands. */
  readonly home: string;
  /** False for the root of a monorepo whose manifests all belong to units and libraries. */
  readonly isOwnHome: boolean;
  /** The home folder declares nothing to install itself (the root of a workspace): the projects below it count instead. */
  readonly isVirtual: boolean;
  /** Locks that are in force, those of a workspace above the unit included. */
  readonly locks: readonly ManifestFile[];
  /** Lists that Dockerfiles install. */
  readonly installed: ReadonlySet<string>;
}

const LOCK_KINDS = new Set(["uv.lock", "poetry.lock", "pdm.lock", "pipfile.lock", "pylock", "conda-lock"]);

export function isLockFile(file: ManifestFile): boolean {
  return LOCK_KINDS.has(file.kind);
}

/** Folders such as `docs` and `examples`, whose manifests are not the application's. */
export function isSideFolder(path: string): boolean {
  const folder = parentOf(path);
  return folder !== "" && groupOfFile(`${folder}/requirements.txt`).group !== "main";
}

/**
 * The manifests of a unit: those below its folder and not below another unit's, what they include from elsewhere, and the
 * lock of a workspace above it that names it as a member.
 */
export function manifestsOfUnit(reading: ManifestReading, unit: string, units: readonly string[]): UnitManifests {
  const inner = units.filter(other => other !== unit && isInside(unit, other));
  const own = withoutLeftLists(reading).filter(
    ({ path }) => isInside(unit, path) && !inner.some(other => other !== "" && isInside(other, path)),
  );
  const isOwn = (file: ManifestFile): boolean =>
    isLockFile(file) || reading.installed.has(file.path) || (declaresMain(file) && !isBareSetup(file));
  const shared = own.some(isOwn) ? [] : sharedManifests(reading, unit, units);
  own.push(...shared);
  const byPath = new Map(reading.files.map(file => [file.path, file]));
  const files = new Map(own.map(file => [file.path, file]));
  const queue = [...own];
  for (let at = 0; at < queue.length; at++) {
    for (const include of queue[at]?.includes ?? []) {
      const included = byPath.get(include);
      if (included && !files.has(include)) {
        files.set(include, included);
        queue.push(included);
      }
    }
  }
  const all = [...files.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  const home = homeFolder(all, shared[0] ? projectFolderOf(shared[0].path) : unit, reading.installed);
  const isVirtual = !all.some(
    file =>
      projectFolderOf(file.path) === home && file.declared.some(({ group, optional }) => group === "main" && !optional),
  );
  return {
    files: all,
    home,
    isOwnHome: inner.length === 0 || home === unit,
    isVirtual,
    locks: locksOf(reading, all, home),
    installed: reading.installed,
  };
}

const LEFT = /(?:^|[^a-z])(?:legacy|old|deprecated|obsolete|archived?|backup|bak)(?:[^a-z]|$)/i;

/** All but lists that say they are old, beside one that does not: no image installs them and no other list takes them in. */
function withoutLeftLists({ files, installed }: ManifestReading): readonly ManifestFile[] {
  const isLeft = ({ path, kind }: ManifestFile): boolean => kind === "requirements" && LEFT.test(nameOf(path));
  const left = files.filter(
    file =>
      isLeft(file) &&
      !installed.has(file.path) &&
      !files.some(({ includes }) => includes.includes(file.path)) &&
      files.some(other => !isLeft(other) && parentOf(other.path) === parentOf(file.path) && declaresMain(other)),
  );
  return left.length === 0 ? files : files.filter(file => !left.includes(file));
}

/** A `setup.py` that only names its packages: what they need stands elsewhere. */
function isBareSetup({ kind, declared, includes }: ManifestFile): boolean {
  return kind === "setup.py" && declared.length === 0 && includes.length === 0;
}

/** Lists of requirements in the nearest folder above that has some and is no unit's own: what services without manifests share. */
function sharedManifests(reading: ManifestReading, unit: string, units: readonly string[]): readonly ManifestFile[] {
  for (let folder = unit; folder !== "";) {
    folder = parentOf(folder);
    if (folder !== "" && units.some(other => isInside(other, folder))) return [];
    const here = reading.files.filter(file => projectFolderOf(file.path) === folder && !isSideFolder(file.path));
    const lists = here.filter(({ kind }) => kind === "requirements");
    if (here.some(({ kind }) => kind !== "requirements" && kind !== "constraints")) return [];
    if (lists.some(({ declared }) => declared.some(({ group }) => group === "main"))) return lists;
  }
  return [];
}

/**
 * The unit's own folder where it has a main manifest or a lock; else a folder whose list a Dockerfile installs or the unit's
 * list of development tools takes in, else the shallowest. A lock, then a list that a Dockerfile installs, decide ties.
 */
function homeFolder(files: readonly ManifestFile[], unit: string, installed: ReadonlySet<string>): string {
  const taken = new Set(files.flatMap(({ path, includes }) => (projectFolderOf(path) === unit ? includes : [])));
  const candidates = files
    .filter(file => isInside(unit, file.path) && !isSideFolder(file.path) && (isLockFile(file) || declaresMain(file)))
    .map(file => {
      const home = projectFolderOf(file.path);
      const isNamed = installed.has(file.path) || taken.has(file.path);
      return { home, isNamed, rank: isLockFile(file) ? 0 : installed.has(file.path) ? 1 : 2 };
    });
  candidates.sort(
    (left, right) =>
      Number(left.home !== unit) - Number(right.home !== unit) ||
      Number(right.isNamed) - Number(left.isNamed) ||
      depthOf(left.home) - depthOf(right.home) ||
      left.rank - right.rank ||
      (left.home < right.home ? -1 : 1),
  );
  return candidates[0]?.home ?? unit;
}

function depthOf(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}

function declaresMain(file: ManifestFile): boolean {
  if (file.kind === "constraints") return false;
  return (
    file.declared.some(({ group, optional }) => group === "main" && !optional) ||
    (file.includes.length > 0 && groupOfFile(file.path).group === "main") ||
    file.tools.some(({ name }) => name !== "setuptools") ||
    file.projectName !== null
  );
}

function locksOf(reading: ManifestReading, files: readonly ManifestFile[], home: string): readonly ManifestFile[] {
  const own = files.filter(file => isLockFile(file) && parentOf(file.path) === home);
  if (own.length > 0) return own;
  for (let folder = home; folder !== "";) {
    folder = parentOf(folder);
    const lock = reading.files.find(file => file.kind === "uv.lock" && parentOf(file.path) === folder);
    const member = folder === "" ? home : home.slice(folder.length + 1);
    if (lock?.lock?.packages.some(({ projectPath }) => projectPath === member)) return [lock];
  }
  return [];
}
