import type { FileQuestion, PythonFile, PythonProject } from "../../python/project";
import { among, isOwnCode } from "../integrations/own-code";

/** Files of the project's own code that import something of a name, or call or extend something of that name. */
export function usersOfName(project: PythonProject, name: string): readonly PythonFile[] {
  // One question for each name, so that its answers are kept.
  const question = project.keep(`users of\0${name}`, [], () => among(isOwnCode, uses(name)));
  return project.each(question).map(({ file }) => file);
}

function uses(name: string): FileQuestion<readonly true[]> {
  const isMeant = (path: string): boolean => path === name || path.endsWith(`.${name}`);
  return (_project, { facts }) => {
    const isUser =
      facts.imports.some(({ names }) => names?.some(bound => bound.name === name) ?? false) ||
      facts.calls.some(({ callee }) => isMeant(callee)) ||
      facts.definitions.some(({ bases }) => bases.some(base => base.kind === "name" && isMeant(base.path)));
    return isUser ? [true] : [];
  };
}
