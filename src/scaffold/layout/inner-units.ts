import { isInside, joinPath } from "../../model/paths";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { localClosure, readLocalProjects } from "./local-projects";
import { readPyproject } from "./pyproject";
import { readRequirements } from "./requirements";
import { memberFolders } from "./uv-members";

/**
 * Which of the units inside a unit's folder it has no use for: its code neither imports nor reads what they hold, it does not
 * install them, and no command of it names them. `readFolders` are what its code reads, as those of `others` are written.
 */
export function unusedUnits(
  workspace: Workspace,
  recon: Recon,
  { path, others }: { readonly path: string; readonly others: readonly string[] },
  readFolders: ReadonlySet<string>,
): readonly string[] {
  if (others.length === 0) return [];
  const used = [
    ...readFolders,
    ...recon.imports.map(({ to }) => to),
    ...installedPaths(workspace, recon, path, others),
    ...recon.entryPoints.flatMap(({ workingDirectory }) => workingDirectory ?? []),
  ];
  const words = recon.entryPoints.flatMap(({ command, target }) => [...command, target]);
  return others.filter(
    folder =>
      !used.some(each => each !== "" && (isInside(folder, each) || isInside(each, folder))) &&
      !words.some(word => `/${word.replaceAll(".", "/")}/`.includes(`/${folder}/`)),
  );
}

/** Folders and lists that the install of the unit takes in: by path, by the name of a distribution, or as a member of its workspace. */
function installedPaths(
  workspace: Workspace,
  recon: Recon,
  path: string,
  others: readonly string[],
): readonly string[] {
  const prefix = path === "" ? "" : `${path}/`;
  const pyproject = readPyproject(workspace, `${prefix}pyproject.toml`);
  const files = workspace.files.map(file => file.path);
  const lists = readRequirements(workspace, recon, prefix);
  const taken = new Set([...lists.keys()].filter(list => !others.some(folder => isInside(folder, list))));
  // What is added on the way is looked at as well.
  for (const list of taken) for (const include of lists.get(list)?.includes ?? []) taken.add(include);
  return [
    ...taken,
    ...[...taken].flatMap(list => lists.get(list)?.locals.map(local => local.path) ?? []),
    ...(pyproject?.uv.paths ?? []).map(local => joinPath(path, local)),
    ...memberFolders(files, path, pyproject?.uv.members ?? []),
    ...localClosure(
      workspace,
      readLocalProjects(workspace),
      recon.dependencies.map(({ name }) => name),
      path,
    ),
  ];
}
