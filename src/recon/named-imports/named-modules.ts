import type { PythonFile, PythonProject } from "../../python/project";
import { djangoSites } from "../django/sites";
import { distributionOf } from "../knowledge/modules";
import { fileNamed, textsIn } from "./named-text";

/** A module of another distribution, with the string that names it. */
export interface NamedModule {
  readonly module: string;
  readonly path: string;
  readonly offset: number;
}

/** Django's settings whose strings it imports when it starts (Django: "Settings", INSTALLED_APPS and MIDDLEWARE), and their parts. */
const LOADED = /^(?!.*(?:OPTIONAL|DEV|DEBUG|TEST))(?:[A-Z]+_)*(?:APPS|MIDDLEWARE|MIDDLEWARE_CLASSES)$/;

/**
 * Modules that a Django site loads by the names in its settings and that a table knows. What stands under a condition, such
 * as the tools of development, is left out.
 */
export function namedModules(project: PythonProject): readonly NamedModule[] {
  return project.whole(readNamedModules);
}

function readNamedModules(project: PythonProject): readonly NamedModule[] {
  const settings = new Set(djangoSites(project).flatMap(({ settingsFiles }) => settingsFiles));
  return project
    .each(LOADED_BY_SETTINGS)
    .filter(({ file }) => settings.has(file))
    .flatMap(({ told }) => told);
}

function LOADED_BY_SETTINGS(project: PythonProject, file: PythonFile): readonly NamedModule[] {
  const { assignments, branches } = file.facts;
  return assignments.flatMap(({ target, value, scope, key, offset: start }) => {
    if (!LOADED.test(target) || value === null || key !== null || scope !== -1) return [];
    if (branches.some(({ offset, end }) => offset <= start && start < end)) return [];
    return textsIn(project, file, value, scope, "object").flatMap(named => {
      const { text, offset } = named;
      if (!/^[A-Za-z_][\w.]*$/.test(text) || distributionOf(text) === null || fileNamed(project, file, named))
        return [];
      return [{ module: text, path: file.path, offset }];
    });
  });
}
