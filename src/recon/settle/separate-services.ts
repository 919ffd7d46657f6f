import { nameOf, parentOf } from "../../model/paths";
import type { PythonFile, PythonProject } from "../../python/project";
import { isOwnCode } from "../integrations/own-code";
import { importedBy, importersOf } from "../targets/script-for";

const RUN_MODULE = /^(?:run|wsgi|asgi|main|app|server|service)\.py$/;

/** Of the files that offer an application, by their paths, those that are each a service of its own. */
export function separateServices(project: PythonProject, paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.filter(path => isService(project, path, paths)));
}

/**
 * A service among several in one tree of packages: the only application of its package, in a module that is there to be run
 * since nothing imports it, made of what the rest of that package holds. An experiment of one file shows none of this.
 */
function isService(project: PythonProject, path: string, all: readonly string[]): boolean {
  const file = project.file(path);
  const folder = parentOf(path);
  if (file?.role !== "application" || !RUN_MODULE.test(nameOf(path)) || !file.module.includes(".")) return false;
  if (all.some(other => other !== path && isWithin(other, folder))) return false;
  if (all.some(other => other !== path && isWithin(path, parentOf(other)))) return false;
  const isOwn = (each: PythonFile | undefined): boolean => each !== undefined && isOwnCode(each);
  if ((importersOf(project).get(path) ?? []).some(from => isOwn(project.file(from)))) return false;
  return (importedBy(project).get(path) ?? []).some(
    to => to !== path && isWithin(to, folder) && nameOf(to) !== "__init__.py",
  );
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
