import type { FileQuestion, PythonFile, PythonProject } from "../../python/project";
import { among, isOwnCode } from "../integrations/own-code";

/** Files of the project's own code that import something of a name, or call something of that name. */
export function usersOfName(project: PythonProject, name: string): readonly PythonFile[] {
  // One question for each name, so that its answers are kept.
  const question = project.keep(`users of\0${name}`, [], () => among(isOwnCode, uses(name)));
  return project.each(question).map(({ file }) => file);
}

function uses(name: string): FileQuestion<readonly true[]> {
  return (_project, { facts }) => {
    const isUser =
      facts.imports.some(({ names }) => names?.some(bound => bound.name === name) ?? false) ||
      facts.calls.some(({ callee }) => callee === name || callee.endsWith(`.${name}`));
    return isUser ? [true] : [];
  };
}
