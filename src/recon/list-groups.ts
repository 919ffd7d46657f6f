import { groupOfFile } from "../python/manifests/groups";
import { projectFolderOf } from "../python/manifests/requirements-file";
import type { ManifestFile } from "../python/manifests/types";
import { nameOf, parentOf } from "../model/paths";
import { isSideFolder } from "./unit-manifests";

/**
 * The group of each list of requirements (and conda environment). A file name that says nothing (`requirements/aws.txt`)
 * counts as main where a main manifest includes it, where a Dockerfile installs it, and where there is no other main list.
 * A list in a folder below the home folder is that folder's own, unless a Dockerfile installs it.
 */
export function listGroups(
  files: readonly ManifestFile[],
  home: string,
  installed: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const lists = files.filter(({ kind }) => kind === "requirements" || kind === "environment.yml");
  const groups = new Map<string, string>();
  const unsure = new Set<string>();
  for (const { path } of lists) {
    const { group, isSure } = groupOfFile(path);
    const isBelow = depthOf(projectFolderOf(path)) > depthOf(home) && !isSideFolder(path);
    if (!isSure || (group === "main" && isBelow)) unsure.add(path);
    groups.set(path, group === "main" && isBelow ? (parentOf(path).split("/").at(-1) ?? group) : group);
  }
  for (const path of unsure) if (installed.has(path)) groups.set(path, "main");
  for (const path of localLists(lists.map(list => list.path))) {
    groups.set(path, "dev");
    unsure.delete(path);
  }
  spreadMain(files, groups, unsure);
  const hasMain = files.some(file =>
    groups.has(file.path)
      ? groups.get(file.path) === "main"
      : file.declared.some(({ group, optional }) => group === "main" && !optional),
  );
  const [only] = unsure;
  if (!hasMain && unsure.size === 1 && only !== undefined) groups.set(only, "main");
  return groups;
}

/** `local` is a person's own machine where a list of the same folder is what production has (as cookiecutter-django names them). */
function localLists(paths: readonly string[]): readonly string[] {
  const isFor = (path: string, words: RegExp): boolean => words.test(nameOf(path));
  return paths.filter(
    path =>
      isFor(path, /\blocal\b/i) &&
      paths.some(other => parentOf(other) === parentOf(path) && isFor(other, /\bprod(?:uction)?\b/i)),
  );
}

const SIDE = new Set(["dev", "test", "docs"]);

/** What a main manifest includes is main, whatever its name, as long as the name does not say dev, test or docs. */
function spreadMain(files: readonly ManifestFile[], groups: Map<string, string>, unsure: ReadonlySet<string>): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const file of files) {
      if (file.kind === "constraints" || (groups.has(file.path) && groups.get(file.path) !== "main")) continue;
      // A list that gathers everything, tests and tools included, says nothing about the others.
      if (file.includes.some(include => SIDE.has(groups.get(include) ?? "main"))) continue;
      for (const include of file.includes) {
        if (!unsure.has(include) || groups.get(include) === "main" || file.constraints.includes(include)) continue;
        groups.set(include, "main");
        changed = true;
      }
    }
  }
}

function depthOf(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}
