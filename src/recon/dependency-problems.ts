import type { Problem } from "../model/recon";
import type { ManifestFile } from "../python/manifests/types";
import { exactVersion, satisfies } from "../python/packaging/versions";
import type { Workspace } from "../workspace/workspace";
import { nameOf } from "../model/paths";
import type { DeclaredRow } from "./declared-dependencies";
import type { LockGraph } from "./lock-graph";
import { isLockFile, type UnitManifests } from "./unit-manifests";

/** More than this many names of one kind are counted, not listed. */
const LISTED = 5;

/** Where lists, locks and manifests of one unit contradict each other. */
export function dependencyProblems(
  workspace: Workspace,
  unit: UnitManifests,
  lock: ManifestFile | null,
  rows: readonly DeclaredRow[],
  ignored: readonly DeclaredRow[],
  graph: LockGraph,
): readonly Problem[] {
  return [
    ...ignoredLists(workspace, ignored, lock),
    ...staleLock(workspace, unit, lock, rows, graph),
    ...contradictions(workspace, unit),
    ...privateIndexes(workspace, unit),
  ];
}

function ignoredLists(
  workspace: Workspace,
  ignored: readonly DeclaredRow[],
  lock: ManifestFile | null,
): readonly Problem[] {
  const paths = [...new Set(ignored.map(({ path }) => path))];
  return paths.map(path => {
    const rows = ignored.filter(row => row.path === path);
    return ignoredList(workspace, path, rows, lock);
  });
}

function ignoredList(
  workspace: Workspace,
  path: string,
  rows: readonly DeclaredRow[],
  lock: ManifestFile | null,
): Problem {
  return {
    code: "list-ignored",
    message: `${namesOf(rows)} ${rows.length === 1 ? "stands" : "stand"} only in ${nameOf(path)}, which is not installed${
      lock ? ` because ${nameOf(lock.path)} decides` : ""
    }`,
    place: workspace.place(path, rows[0]?.declared.offset ?? 0, "medium"),
  };
}

function namesOf(rows: readonly DeclaredRow[]): string {
  const names = [...new Set(rows.map(({ declared }) => declared.name))];
  const shown = names.slice(0, LISTED).join(", ");
  return names.length > LISTED ? `${shown} and ${String(names.length - LISTED)} more` : shown;
}

/** A lock that does not hold what the manifest declares: installing from it fails or leaves something out. */
function staleLock(
  workspace: Workspace,
  unit: UnitManifests,
  lock: ManifestFile | null,
  rows: readonly DeclaredRow[],
  graph: LockGraph,
): readonly Problem[] {
  if (!lock || !unit.locks.includes(lock) || graph.isEmpty || lock.problems.length > 0) return [];
  return rows.flatMap(({ declared, path }) => {
    const isManaged = /(?:pyproject\.toml|Pipfile)$/.test(path);
    if (!isManaged || declared.url !== null || lock.kind === "conda-lock") return [];
    const place = workspace.place(path, declared.offset);
    const locked = graph.pick(declared.name);
    if (!locked) {
      // An optional dependency of Poetry that no extra names is never locked.
      if (declared.optional || declared.marker !== null || !isLockedGroup(declared.group, lock)) return [];
      const message = `${declared.name} is declared but not in ${nameOf(lock.path)}; the lock is out of date`;
      return [{ code: "lock-out-of-date", message, place }];
    }
    if (locked.version === "" || satisfies(locked.version, declared.specifier) || locked.source !== "index") return [];
    const message = `${nameOf(lock.path)} holds ${declared.name} ${locked.version}, which ${declared.specifier} does not admit; the lock is out of date`;
    return declared.marker === null ? [{ code: "lock-out-of-date", message, place }] : [];
  });
}

/** pylock.toml holds the groups it was made for only. */
function isLockedGroup(group: string, lock: ManifestFile): boolean {
  return group === "main" || (lock.kind !== "pylock" && lock.kind !== "pdm.lock");
}

/** Two manifests of which one pins what the other excludes. */
function contradictions(workspace: Workspace, unit: UnitManifests): readonly Problem[] {
  const problems: Problem[] = [];
  const ranges = new Map<string, { specifier: string; path: string }>();
  const files = unit.files.filter(file => !isLockFile(file));
  for (const file of files) {
    if (file.kind === "requirements" || file.kind === "constraints") continue;
    for (const { name, specifier, group, marker, optional } of file.declared) {
      if (group === "main" && !optional && marker === null && specifier !== "" && !ranges.has(name)) {
        ranges.set(name, { specifier, path: file.path });
      }
    }
  }
  for (const file of files) {
    if (file.kind !== "requirements" || file.generator !== null) continue;
    for (const declared of file.declared) {
      const pin = exactVersion(declared.specifier);
      const range = ranges.get(declared.name);
      if (pin === null || !range || declared.marker !== null || satisfies(pin, range.specifier)) continue;
      problems.push({
        code: "lists-disagree",
        message: `${nameOf(file.path)} pins ${declared.name} ${pin}, but ${nameOf(range.path)} asks for ${range.specifier}`,
        place: workspace.place(file.path, declared.offset),
      });
    }
  }
  return problems;
}

/** A build needs access to every index that is not the default one. */
function privateIndexes(workspace: Workspace, unit: UnitManifests): readonly Problem[] {
  const seen = new Set<string>();
  return unit.files.flatMap(file =>
    file.indexes.flatMap(({ url, offset }) => {
      const host = hostOf(url);
      // The public index is the default one; `pypi.example.com` is a company's own.
      if (host === null || seen.has(host) || /^(?:www\.)?pypi\.(?:python\.)?[a-z]+$|^download\.pytorch\./.test(host))
        return [];
      seen.add(host);
      const message = `Packages also come from ${host}; a build in a container needs access to it`;
      return [{ code: "other-index", message, place: workspace.place(file.path, offset) }];
    }),
  );
}

function hostOf(url: string): string | null {
  const start = url.indexOf("://");
  if (start < 0) return null;
  const authority = url.slice(start + 3).split(/[/?#]/, 1)[0] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return host === "" || host.includes("$") ? null : host;
}
