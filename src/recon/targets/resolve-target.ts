import type { PythonFile, PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { parentOf, pathInside } from "../../model/paths";
import { isPackaged } from "./working-directory";

/** What a command's target is, seen from a working directory. */
export interface ResolvedTarget {
  /**
   * `found`: the module and its attribute exist; `missing`: a first-party package or file is named that does not hold it;
   * `external`: installed from elsewhere; `none`: the command names no target.
   */
  readonly status: "found" | "missing" | "external" | "none";
  readonly file: PythonFile | null;
  /** Path of the file, also of files that are no Python. */
  readonly path: string | null;
  readonly attribute: string | null;
  readonly isCall: boolean;
  /** Working directory from which it was found, "" for the analysed folder. */
  readonly folder: string;
}

/** Splits `pkg.module:attribute(args)`. */
export function splitTarget(target: string): {
  readonly module: string;
  readonly attribute: string | null;
  readonly isCall: boolean;
} {
  const colon = target.indexOf(":");
  const module = colon < 0 ? target : target.slice(0, colon);
  const rest = colon < 0 ? "" : target.slice(colon + 1);
  const isCall = rest.includes("(");
  const attribute = rest === "" ? null : (rest.split("(", 1)[0] ?? "");
  return { module, attribute, isCall };
}

/**
 * Finds a target from the first of several working directories that holds it. Modules are looked for in the directory and
 * in its `src`, as an installed project offers them.
 */
export function resolveTarget(
  workspace: Workspace,
  project: PythonProject,
  target: string,
  folders: readonly string[],
): ResolvedTarget {
  const none: ResolvedTarget = {
    status: "none",
    file: null,
    path: null,
    attribute: null,
    isCall: false,
    folder: folders[0] ?? "",
  };
  if (target === "") return none;
  const { module, attribute, isCall } = splitTarget(target);
  let best: ResolvedTarget = { ...none, status: "external", attribute, isCall };
  // Other source roots below come last: a command may be run in one of them without saying so.
  const base = folders[0] ?? "";
  const roots = project.sourceRoots.filter(
    root => root !== "" && !folders.includes(root) && (base === "" || root.startsWith(`${base}/`)),
  );
  for (const folder of [...folders, ...roots]) {
    const path = /[/\\]|\.(?:py|ipynb|ini)$/.test(module)
      ? fileAt(workspace, folder, module)
      : // `shop.wsgi` may be a module, or a script of mod_wsgi.
        (moduleAt(workspace, folder, module) ?? (module.endsWith(".wsgi") ? fileAt(workspace, folder, module) : null));
    if (path === null) {
      if (best.status === "external" && namesFirstParty(workspace, folder, module))
        best = { ...best, status: "missing", folder };
      continue;
    }
    const file = project.file(path) ?? null;
    const isThere = attribute === null || file === null || offers(project, file, attribute);
    if (isThere) return { status: "found", file, path, attribute, isCall, folder };
    best = { status: "missing", file, path, attribute, isCall, folder };
  }
  return best;
}

function fileAt(workspace: Workspace, folder: string, path: string): string | null {
  for (const candidate of [
    pathInside(folder, path),
    pathInside(folder, `${path}/__main__.py`),
    pathInside(folder, `${path}.py`),
  ]) {
    if (candidate !== null && workspace.has(candidate)) return candidate;
  }
  return null;
}

function moduleAt(workspace: Workspace, folder: string, module: string): string | null {
  if (!/^\.?[\w.-]+$/.test(module)) return null;
  const relative = module.replaceAll(".", "/");
  const source = folder === "" ? "src" : `${folder}/src`;
  for (const root of [folder, ...(isPackaged(workspace, folder) ? [source] : [])]) {
    for (const candidate of [`${relative}.py`, `${relative}/__init__.py`]) {
      const path = pathInside(root, candidate);
      if (path !== null && workspace.has(path)) return path;
    }
  }
  return null;
}

/** Whether the first part of a dotted name is a package or module of the workspace. */
function namesFirstParty(workspace: Workspace, folder: string, module: string): boolean {
  if (/[/\\]|\.py$/.test(module)) return true;
  const head = module.split(".")[0] ?? "";
  return [folder, folder === "" ? "src" : `${folder}/src`].some(root => {
    const path = pathInside(root, head) ?? "";
    return workspace.has(`${path}.py`) || workspace.has(`${path}/__init__.py`);
  });
}

/** Whether a module has a top-level name; star imports and `__getattr__` leave it open, so they count. */
function offers(project: PythonProject, file: PythonFile, attribute: string): boolean {
  const name = attribute.split(".")[0] ?? "";
  const { facts } = file;
  if (facts.errors.length > 0) return true;
  const isDefined =
    facts.definitions.some(
      definition => definition.parent === -1 && (definition.name === name || definition.name === "__getattr__"),
    ) ||
    facts.assignments.some(
      assignment => assignment.scope === -1 && assignment.target.split(",").some(part => part.trim() === name),
    );
  if (isDefined) return true;
  return (
    facts.imports.some(fact => {
      if (fact.names === null) return fact.as === name || (fact.as === null && fact.module.split(".")[0] === name);
      return fact.names.some(bound => bound.name === "*" || bound.as === name);
    }) || isSubmodule(project, file, name)
  );
}

function isSubmodule(project: PythonProject, file: PythonFile, name: string): boolean {
  if (!file.path.endsWith("/__init__.py")) return false;
  const folder = parentOf(file.path);
  return (
    project.file(`${folder}/${name}.py`) !== undefined || project.file(`${folder}/${name}/__init__.py`) !== undefined
  );
}
