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
  for (const path of localLists(lists, installed)) {
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

/**
 * `local` is a person's own machine where a list of the same folder is what production has (as cookiecutter-django names
 * them), unless a list of the application takes it in or it is all that images install.
 */
function localLists(lists: readonly ManifestFile[], installed: ReadonlySet<string>): readonly string[] {
  const isCalled = ({ path }: ManifestFile, names: RegExp): boolean => names.test(nameOf(path));
  return lists.flatMap(list => {
    const { path } = list;
    const isLocal =
      isCalled(list, /^(?:requirements[-_.])?local\.\w+$/i) &&
      lists.some(
        other =>
          parentOf(other.path) === parentOf(path) && isCalled(other, /^(?:requirements[-_.])?prod(?:uction)?\.\w+$/i),
      );
    const isTaken = lists.some(
      other =>
        other.includes.includes(path) &&
        !SIDE.has(groupOfFile(other.path).group) &&
        !/(?:^|[-_.])local(?:$|[-_.])/i.test(nameOf(other.path)),
    );
    const isAll = installed.has(path) && installed.size === 1;
    return isLocal && !isTaken && !isAll ? [path] : [];
  });
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
