import type { PythonFile, PythonProject } from "../project";
import { relativeName } from "./qualify";

/**
 * The file in which a module-level object is made, with its name there: the file itself, or the one that it is imported
 * from, through re-exports and `from .base import *`.
 */
export function* objectOrigins(
  project: Pick<PythonProject, "module">,
  file: PythonFile,
  name: string,
  seen = new Set<string>(),
): Generator<{ readonly file: PythonFile; readonly name: string }> {
  const key = `${file.path}\n${name}`;
  if (seen.has(key)) return;
  seen.add(key);
  yield { file, name };
  for (const fact of file.facts.imports) {
    const imported = fact.names?.find(one => one.as === name || one.name === "*");
    if (imported === undefined) continue;
    const module = fact.level > 0 ? relativeName(file, fact) : fact.module;
    const source = project.module(module, file.path);
    if (source === undefined || source === file) continue;
    yield* objectOrigins(project, source, imported.name === "*" ? name : imported.name, seen);
  }
}
