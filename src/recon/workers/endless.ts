import type { PythonFile, PythonProject } from "../../python/project";
import { isAwaitedBy } from "../targets/reach";
import { importedBy } from "../targets/script-for";

/** Imports are followed this far from the file that is run. */
const MAXIMUM_DEPTH = 3;

/** Nothing but a signal ends these. */
const WAITS = /^signal\.(?:pause|sigwait)$|(?:^|\.)Event\(\)\.wait$/;

/**
 * Whether a file that is run, or the function of it that a console script calls, gets to what goes on until it is stopped: a
 * loop without an end, or a wait for a signal.
 */
export function isEndless(project: PythonProject, program: PythonFile, attribute: string | null = null): boolean {
  const next = importedBy(project);
  const seen = new Set([program.path]);
  let level = [program.path];
  for (let depth = 0; depth <= MAXIMUM_DEPTH && level.length > 0; depth++) {
    for (const path of level) {
      const file = project.file(path);
      if (file && goingOn(file).some(at => isAwaitedBy(project, program, attribute, file, at))) return true;
    }
    level = level.flatMap(path => next.get(path) ?? []).filter(path => !seen.has(path));
    for (const path of level) seen.add(path);
  }
  return false;
}

function goingOn({ facts }: PythonFile): readonly { readonly scope: number; readonly offset: number }[] {
  return [
    ...facts.loops,
    ...facts.calls.filter(
      ({ callee, arguments: given, keywords }) =>
        WAITS.test(callee) && (callee.startsWith("signal.") || given.length + keywords.length === 0),
    ),
  ];
}
