import type { PythonFile, PythonProject } from "../project";
import { relativeName } from "./qualify";

/** Longer chains of re-exports are not followed. */
const MAX_STEPS = 6;

/**
 * The file in which a module-level object is made, with its name there: the file itself, or the one that it is imported
 * from, through re-exports and `from .base import *`.
 */
export function* objectOrigins(
  project: Pick<PythonProject, "module">,
  file: PythonFile,
  name: string,
  steps = 0,
): Generator<{ readonly file: PythonFile; readonly name: string }> {
  yield { file, name };
  if (steps >= MAX_STEPS) return;
  for (const fact of file.facts.imports) {
    const imported = fact.names?.find(one => one.as === name || one.name === "*");
    if (imported === undefined) continue;
    const module = fact.level > 0 ? relativeName(file, fact) : fact.module;
    const source = project.module(module, file.path);
    if (source === undefined || source === file) continue;
    yield* objectOrigins(project, source, imported.name === "*" ? name : imported.name, steps + 1);
  }
}
