import type { PythonFile, PythonProject } from "../../python/project";
import { importersOf } from "../targets/script-for";
import type { Surroundings } from "./surroundings";

/** A stack is set to what a program does in production, so that such branches are taken there. */
const LIVE = /(?<![a-z])(?:prod(?:uction)?|live|deploy(?:ed|ments?)?|released?|heroku|stag(?:e|ing))(?![a-z])/i;

/**
 * Files that nothing loads while no variable is set, as every import of theirs stands in a branch that is then not taken:
 * `if env.bool("USE_S3"): from .s3 import *`. What they cannot do without is for the one who sets that variable.
 */
export function isSwitchedOff({ project, unset }: Surroundings, file: PythonFile): boolean {
  const importers = importersOf(project).get(file.path) ?? [];
  if (importers.length === 0 || isLive(file.path)) return false;
  return importers.every(path => {
    const importer = project.file(path);
    const lines = linesOf(project, path, file.path);
    return (
      importer !== undefined &&
      lines.length > 0 &&
      lines.every(line =>
        importer.facts.imports.some(
          ({ line: own, scope, offset }) =>
            own === line && scope === -1 && unset.isPassedOver(importer, offset) && !isForLive(importer, offset),
        ),
      )
    );
  });
}

/** Whether a word of a path or a condition says production: `settings_prod.py` and `isProduction`, not `products/`. */
function isLive(text: string): boolean {
  return LIVE.test(text.replace(/([a-z])(?=[A-Z])/g, "$1_"));
}

function isForLive({ facts }: PythonFile, offset: number): boolean {
  return facts.branches.some(
    branch => branch.offset <= offset && offset < branch.end && isLive(JSON.stringify(branch.test)),
  );
}

function linesOf({ imports }: PythonProject, from: string, to: string): readonly number[] {
  return imports.filter(edge => edge.from === from && edge.to === to).map(({ line }) => line);
}
