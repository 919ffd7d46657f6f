import type { PythonFile, PythonProject } from "../../python/project";
import { isAwaitedBy, type Placed } from "../targets/reach";
import { importedBy } from "../targets/script-for";
import { isSurelyStartedBy } from "../targets/sure-start";

/** Imports are followed this far from the file that is run. */
const MAXIMUM_DEPTH = 3;

/** Nothing but a signal ends these. */
const WAITS = /^signal\.(?:pause|sigwait)$|(?:^|\.)Event\(\)\.wait$|\.(?:loop_forever|run_until_disconnected)$/;

/** Whether a file that is run, or the function of it that a console script calls, gets to what goes on until it is stopped. */
export function isEndless(project: PythonProject, program: PythonFile, attribute: string | null = null): boolean {
  return goesOn(project, program, (file, at) => isAwaitedBy(project, program, attribute, file, at));
}

/** Whether the function that a console script calls gets there whatever it is told. */
export function isSurelyEndless(project: PythonProject, program: PythonFile, attribute: string): boolean {
  return goesOn(project, program, (file, at) => isSurelyStartedBy(project, program, attribute, file, at));
}

/** A loop without an end, or a wait for a signal, that is reached. */
function goesOn(
  project: PythonProject,
  program: PythonFile,
  isReached: (file: PythonFile, at: Placed) => boolean,
): boolean {
  const next = importedBy(project);
  const seen = new Set([program.path]);
  let level = [program.path];
  for (let depth = 0; depth <= MAXIMUM_DEPTH && level.length > 0; depth++) {
    for (const path of level) {
      const file = project.file(path);
      if (file && goingOn(file).some(at => isReached(file, at))) return true;
    }
    level = level.flatMap(path => next.get(path) ?? []).filter(path => !seen.has(path));
    for (const path of level) seen.add(path);
  }
  return false;
}

function goingOn({ facts }: PythonFile): readonly Placed[] {
  return [
    ...facts.loops,
    ...facts.calls.filter(
      ({ callee, arguments: given, keywords }) =>
        WAITS.test(callee) && (!callee.endsWith(".wait") || given.length + keywords.length === 0),
    ),
  ];
}
