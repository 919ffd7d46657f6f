import type { PythonFile, PythonProject } from "../../python/project";
import { isInside, parentOf, withoutFolder } from "../../model/paths";
import { isTakenName } from "../../python/link/standard-library";
import { changesPath } from "../../python/link/started-folders";
import type { DetectContext } from "../define-detector";
import { managementCommand } from "../django/management-commands";
import { workingDirectoryOf } from "./working-directory";

export interface ScriptCommand {
  readonly command: readonly string[];
  /** Module or file. */
  readonly target: string;
  readonly folder: string;
}

/**
 * How a file is run: by its path where it stands at its source root or finds its neighbours beside itself, else as a module,
 * so that imports of its package, or of what lies above its folder, work.
 */
export function scriptCommand(
  { workspace, project }: Pick<DetectContext, "workspace" | "project">,
  file: PythonFile,
): ScriptCommand {
  const managed = managementCommand(project, file);
  if (managed) return managed;
  const folder = workingDirectoryOf(workspace, file);
  if (file.path.endsWith("/__main__.py")) {
    const module = file.module.replace(/\.__main__$/, "");
    return { command: ["python", "-m", module], target: module, folder };
  }
  const path = withoutFolder(folder, file.path);
  const usesPackage = file.facts.imports.some(({ level }) => level > 0);
  const isModule =
    path.includes("/") &&
    // `-m` takes names that no import statement can have (`my-bot.main`).
    (usesPackage
      ? /^[\w.-]+$/.test(file.module)
      : (workspace.has(`${parentOf(file.path)}/__init__.py`) || needsRoot(project, file)) &&
        /^[\w.]+$/.test(file.module) &&
        !needsOwnFolder(project, file));
  if (isModule) return { command: ["python", "-m", file.module], target: file.module, folder };
  return { command: ["python", path], target: path, folder };
}

/** The words that run a file before those of a command of its own: its path in the project, or its module. */
export function scriptWords(
  context: Pick<DetectContext, "workspace" | "project">,
  file: PythonFile,
): readonly string[] {
  const { command } = scriptCommand(context, file);
  return command[1] === "-m" ? command : ["python", file.path];
}

/** Whether a file imports what only its source root, and not its own folder, gives. */
function needsRoot(project: PythonProject, file: PythonFile): boolean {
  // What looks for it by itself runs by its path as well, and what is installed goes before a folder of the same name.
  if (changesPath(file.facts) || isTakenName(file.module.split(".", 1)[0] ?? "")) return false;
  return file.facts.imports.some(({ module, level, kind }) => {
    const loaded = level === 0 && kind === "static" ? project.module(module, file.path) : undefined;
    return loaded !== undefined && loaded.sourceRoot === file.sourceRoot && !isInside(parentOf(file.path), loaded.path);
  });
}

/** Whether what a file of a package imports lies beside it, under names that only its own folder on `sys.path` gives. */
function needsOwnFolder(project: PythonProject, file: PythonFile): boolean {
  const folder = parentOf(file.path);
  const beside = file.facts.imports.flatMap(({ module, level, kind }) => {
    const loaded = level === 0 && kind === "static" ? project.module(module, file.path) : undefined;
    const stem = withoutFolder(file.sourceRoot, loaded?.path ?? "").replace(/(?:\/__init__)?\.py$/, "");
    const isFull = `${stem}/`.startsWith(`${module.replaceAll(".", "/")}/`);
    return loaded && isInside(folder, loaded.path) ? [isFull] : [];
  });
  return beside.length > 0 && !beside.includes(true);
}
