import type { PythonFile, PythonProject } from "../../python/project";
import { parentOf } from "../../model/paths";
import { importedFile } from "../django/sites";

const MAXIMUM_DEPTH = 6;

/**
 * Where a name that a file uses is bound first: `path#name`. Imports and re-exports are followed, so that a router has one
 * identity wherever it is included. Null for what is no module-level name of the workspace.
 */
export function symbolOf(project: PythonProject, file: PythonFile, path: string, depth = 0): string | null {
  if (depth > MAXIMUM_DEPTH) return null;
  const [head = "", ...rest] = path.split(".");
  for (const fact of file.facts.imports) {
    if (fact.names === null) {
      const bound = fact.as ?? fact.module.split(".")[0] ?? "";
      if (bound !== head) continue;
      const full = fact.as === null ? path : [fact.module, ...rest].join(".");
      return inModule(project, file, full, depth);
    }
    for (const { name, as } of fact.names) {
      if (as !== head) continue;
      const source = importedFile(project, file, fact.module, fact.level);
      const submodule = submoduleOf(project, file, source, fact.module, fact.level, name);
      if (submodule && (rest.length > 0 || !source))
        return rest.length === 0 ? `${submodule.path}#` : symbolOf(project, submodule, rest.join("."), depth + 1);
      if (source) return symbolOf(project, source, [name, ...rest].join("."), depth + 1);
      return null;
    }
  }
  const isBound =
    file.facts.assignments.some(({ target, key }) => target === head && key === null) ||
    file.facts.definitions.some(({ name, parent }) => name === head && parent === -1);
  return isBound ? `${file.path}#${path}` : null;
}

function inModule(project: PythonProject, file: PythonFile, full: string, depth: number): string | null {
  const parts = full.split(".");
  for (let length = parts.length - 1; length > 0; length--) {
    const module = project.module(parts.slice(0, length).join("."), file.path);
    if (module) return symbolOf(project, module, parts.slice(length).join("."), depth + 1);
  }
  return null;
}

function submoduleOf(
  project: PythonProject,
  file: PythonFile,
  source: PythonFile | undefined,
  module: string,
  level: number,
  name: string,
): PythonFile | undefined {
  if (source?.path.endsWith("__init__.py")) {
    const folder = parentOf(source.path);
    const base = folder === "" ? name : `${folder}/${name}`;
    return project.file(`${base}.py`) ?? project.file(`${base}/__init__.py`);
  }
  return importedFile(project, file, module === "" ? name : `${module}.${name}`, level);
}
