import { isInside, parentOf } from "../model/paths";
import { compareText, type Place } from "../model/place";
import type { Manifest } from "../model/recon";
import type { ManifestReading } from "../python/manifests/read-manifests";
import type { ManifestFile } from "../python/manifests/types";

/** What services share is declared once, however many of them have it. */
export function onePerPlace<One extends { readonly name: string; readonly place: Place }>(all: readonly One[]): One[] {
  return [...new Map(all.map(one => [`${one.name}\n${one.place.path}\n${String(one.place.line)}`, one])).values()];
}

/** Manifests by path; a list that several units share once. */
export function onePerPath(manifests: readonly Manifest[]): readonly Manifest[] {
  return [...new Map(manifests.map(manifest => [manifest.path, manifest])).values()].sort((left, right) =>
    compareText(left.path, right.path),
  );
}

/** What a unit has of the workspace round it. */
export interface SharedByMembers {
  /** Names of all projects, whose modules are imported as code of one's own. */
  readonly projects: readonly string[];
  /** What the root declares for every member, as `pytest` of a group for development. */
  readonly tools: readonly string[];
  /** What folders above declare for development and tests, which their tests are run with. */
  readonly testTools: readonly string[];
}

export function sharedByMembers(
  { files }: ManifestReading,
  lock: ManifestFile | null,
  folder: string,
): SharedByMembers {
  const projects = files.flatMap(({ projectName }) => projectName ?? []);
  const above = files.filter(({ path }) => parentOf(path) !== folder && isInside(parentOf(path), folder));
  const testTools = above.flatMap(({ declared }) => declared.flatMap(one => (one.group === "main" ? [] : one.name)));
  const root = lock === null ? folder : parentOf(lock.path);
  if (isInside(folder, root)) return { projects, tools: [], testTools };
  const roots = files.filter(({ path, kind }) => kind === "pyproject" && parentOf(path) === root);
  return { projects, tools: roots.flatMap(({ declared }) => declared.map(({ name }) => name)), testTools };
}
