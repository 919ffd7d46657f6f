import type { PythonFile, PythonProject } from "../../python/project";

/** Like `project.qualify`, but names defined in the file itself get the file's module in front. */
export function qualifiedIn(project: PythonProject, file: PythonFile, path: string, scope?: number): string {
  const qualified = project.qualify(file, path, scope);
  if (qualified !== path) return qualified;
  const head = path.split(/[.(]/, 1)[0] ?? path;
  const isLocal =
    file.facts.definitions.some(definition => definition.parent === -1 && definition.name === head) ||
    file.facts.assignments.some(assignment => assignment.scope === -1 && assignment.target === head);
  return isLocal ? `${file.module}.${path}` : path;
}
