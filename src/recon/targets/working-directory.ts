import type { PythonFile } from "../../python/project";
import { at, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { parentOf } from "../../model/paths";

/**
 * The folder that a command must run in for a file's module name to be importable: its source root, or the project above a
 * `src` folder, whose packages are installed.
 */
export function workingDirectoryOf(workspace: Workspace, file: PythonFile): string {
  const root = file.sourceRoot;
  if (root === "src" || root.endsWith("/src")) {
    const parent = parentOf(root);
    if (isPackaged(workspace, parent)) return parent;
  }
  return root;
}

/** Whether a folder's project is installed as a package: it has a build system, or a setup script (PEP 517, PEP 518). */
export function isPackaged(workspace: Workspace, folder: string): boolean {
  const path = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
  if (workspace.has(path("setup.py")) || workspace.has(path("setup.cfg"))) return true;
  if (!workspace.has(path("pyproject.toml"))) return false;
  const { root } = workspace.data(path("pyproject.toml"));
  return (
    at(root, "build-system") !== undefined &&
    !isFalse(at(root, "tool", "uv", "package")) &&
    !isFalse(at(root, "tool", "poetry", "package-mode"))
  );
}

function isFalse(node: DataNode | undefined): boolean {
  return node?.kind === "scalar" && node.value === false;
}
