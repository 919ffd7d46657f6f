import type { CallFact } from "./facts";
import type { FileQuestion, PythonFile, PythonProject } from "./project";

/**
 * A question about the calls whose callee matches, or has one of these last names. Which files have any is looked up for all
 * such questions together, so that the others are not asked.
 */
export function eachCall<T>(
  callees: RegExp | ReadonlySet<string>,
  tell: (project: PythonProject, file: PythonFile, call: CallFact) => readonly T[],
): FileQuestion<readonly T[]> {
  const isMeant =
    callees instanceof RegExp
      ? (callee: string): boolean => callees.test(callee)
      : (callee: string): boolean => callees.has(lastName(callee));
  const question = (project: PythonProject, file: PythonFile): readonly T[] =>
    file.facts.calls.flatMap(call => (isMeant(call.callee) ? tell(project, file, call) : []));
  return Object.assign(question, { callees: isMeant });
}

/** `get` of `session.client.get`. */
export function lastName(callee: string): string {
  return callee.slice(callee.lastIndexOf(".") + 1);
}
