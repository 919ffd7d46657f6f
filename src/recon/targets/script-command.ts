import type { PythonFile } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { parentOf, withoutFolder } from "../../model/paths";
import { workingDirectoryOf } from "./working-directory";

export interface ScriptCommand {
  readonly command: readonly string[];
  /** Module or file. */
  readonly target: string;
  readonly folder: string;
}

/**
 * How a file is run: by its path where it stands at its source root, else as a module, so that imports of its package work.
 */
export function scriptCommand(workspace: Workspace, file: PythonFile): ScriptCommand {
  const folder = workingDirectoryOf(workspace, file);
  if (file.path.endsWith("/__main__.py")) {
    const module = file.module.replace(/\.__main__$/, "");
    return { command: ["python", "-m", module], target: module, folder };
  }
  const path = withoutFolder(folder, file.path);
  const usesPackage = file.facts.imports.some(({ level }) => level > 0);
  const isModule =
    path.includes("/") &&
    (usesPackage || workspace.has(`${parentOf(file.path)}/__init__.py`)) &&
    /^[\w.]+$/.test(file.module);
  if (isModule) return { command: ["python", "-m", file.module], target: file.module, folder };
  return { command: ["python", path], target: path, folder };
}
