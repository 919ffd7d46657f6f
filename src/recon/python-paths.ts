import type { PythonFile, PythonProject } from "../python/project";

/** Paths of all Python files, tests among them: the same list until a file comes or goes. */
export function pythonPaths(project: PythonProject): readonly string[] {
  return project.collect(pathOf);
}

/** Whether Python lies in a folder or below it. */
export function holdsPython(project: PythonProject, folder: string): boolean {
  return pythonPaths(project).some(path => folder === "" || path.startsWith(`${folder}/`));
}

function pathOf(_project: PythonProject, { path }: PythonFile): readonly string[] {
  return [path];
}
