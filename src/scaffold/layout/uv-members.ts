import { isInside, joinPath, nameOf, relativeTo } from "../../model/paths";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { localClosure, readLocalProjects, requirementsOf } from "./local-projects";
import type { PyprojectFacts } from "./pyproject";

/**
 * Whether a program of the unit lies in a member of its uv workspace that the project at the root does not need: `uv sync` at the
 * root installs that project with what it needs, and leaves other members out.
 * Source: uv documentation, "Using workspaces" and "Locking and syncing".
 */
export function startsOtherMember(
  workspace: Workspace,
  recon: Recon,
  path: string,
  pyproject: PyprojectFacts | null,
): boolean {
  // A root without a project of its own installs all members.
  if (!pyproject?.hasProject || pyproject.uv.members.length === 0) return false;
  const files = workspace.files.map(file => file.path);
  const needed = localClosure(workspace, readLocalProjects(workspace), requirementsOf(workspace, path), path);
  const others = memberFolders(files, path, pyproject.uv.members).filter(
    folder => folder !== path && !needed.includes(folder),
  );
  return recon.entryPoints.some(({ place }) => others.some(folder => isInside(folder, place.path)));
}

/** Folders of the members that `[tool.uv.workspace]` lists, by its patterns. */
export function memberFolders(files: readonly string[], root: string, patterns: readonly string[]): readonly string[] {
  const prefix = root === "" ? "" : `${root}/`;
  const folders = files
    .filter(file => file.startsWith(prefix) && nameOf(file) === "pyproject.toml")
    .map(file => file.slice(0, -"/pyproject.toml".length));
  return folders.filter(folder =>
    patterns.some(pattern => {
      const parts = joinPath(pattern).split("/");
      const own = relativeTo(root, folder).split("/");
      return parts.length === own.length && parts.every((part, at) => part === "*" || part === own[at]);
    }),
  );
}
