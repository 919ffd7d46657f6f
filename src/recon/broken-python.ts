import type { Problem } from "../model/recon";
import { isTemplatePath } from "../python/link/roles";
import type { PythonFile, PythonProject } from "../python/project";

/** Names beyond what a person works through; the first ones say what kind of trouble it is. */
const MAX_BROKEN = 40;

/**
 * Python files that no Python accepts, each with the first place that could not be read; the rest of such a file still
 * counts. Python 2 is told apart, as choosing a version reports it; templates of projects are no Python yet,
 * nor is every `.wsgi`: some are filled in, some hold a configuration of the server.
 */
export function brokenPython(project: Pick<PythonProject, "place">, files: readonly PythonFile[]): readonly Problem[] {
  return files
    .filter(({ path }) => !isTemplatePath(path) && !path.endsWith(".wsgi"))
    .filter(({ facts }) => !facts.syntax.some(({ until }) => until?.startsWith("2.") === true))
    .flatMap(file => {
      const [first] = file.facts.errors;
      return first === undefined
        ? []
        : [
            {
              code: "python-broken",
              message: `${first.message}, so what follows may be read wrongly.`,
              place: project.place(file, first.offset),
            },
          ];
    })
    .slice(0, MAX_BROKEN);
}
