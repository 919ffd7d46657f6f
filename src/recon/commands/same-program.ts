import { nameOf, parentOf } from "../../model/paths";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import type { Workspace } from "../../workspace/workspace";
import { resolveTarget } from "../targets/resolve-target";
import { type ConsoleScript, consoleScripts } from "./console-scripts";

/**
 * The console script that a file does the same as when it is run: `python -m shop` and `shop` where `shop/__main__.py`, or
 * the last lines of the file itself, call the function that the script is installed for.
 */
export function scriptRunBy(workspace: Workspace, project: PythonProject, file: PythonFile): ConsoleScript | undefined {
  const { mainGuards, calls } = file.facts;
  if (mainGuards.length === 0 && nameOf(file.path) !== "__main__.py") return undefined;
  const run = calls.filter(
    ({ scope, offset }) => scope === -1 && (mainGuards.length === 0 || isMainGuarded(file.facts, offset)),
  );
  if (run.length === 0) return undefined;
  return consoleScripts(workspace, project).find(({ target, path }) => {
    const { file: source, attribute } = resolveTarget(workspace, project, target, [parentOf(path)]);
    if (!source || attribute === null) return false;
    return run.some(({ callee }) =>
      source === file ? callee === attribute : project.qualify(file, callee) === `${source.module}.${attribute}`,
    );
  });
}

/** What `python -m shop` runs: the package's `__main__`. */
export function runAsMain(project: PythonProject, file: PythonFile): PythonFile {
  return (nameOf(file.path) === "__init__.py" && project.file(`${parentOf(file.path)}/__main__.py`)) || file;
}
