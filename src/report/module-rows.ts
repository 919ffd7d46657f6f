import { parentOf } from "../model/paths";
import type { Recon } from "../model/recon";

/** Rows that a person still reads: modules from the top down, as deep as that many rows reach. */
const SHOWN_MODULES = 150;

/** A step is numbered, as Django and Alembic name it, so that no code of the product can import it by its name. */
const MIGRATION_STEP = /(?:^|\/)(?:migrations|versions)\/(?:\d|[0-9a-f]{12}_)[^/]*\.py$/;

/** The modules that a document lists, and how many it leaves out. */
export function readableModules(all: Recon["modules"]): { readonly shown: Recon["modules"]; readonly left: number } {
  const depthOf = ({ name }: Recon["modules"][number]): number => name.split(".").length;
  const deepest = Math.max(1, ...all.map(depthOf));
  let depth = 1;
  while (depth < deepest && all.filter(module => depthOf(module) <= depth + 1).length <= SHOWN_MODULES) depth += 1;
  const shown = all
    .filter(module => all.length <= SHOWN_MODULES || depthOf(module) <= depth)
    // Steps of a migration tell nothing of what the code is for.
    .filter(({ path }) => !MIGRATION_STEP.test(path));
  return { shown, left: all.length - shown.length };
}

/**
 * What each shown module imports of the others, by its path, together with the modules inside of it that are left out:
 * modules of several units of a monorepo may have one name.
 */
export function shownImports(all: Recon["modules"], shown: Recon["modules"]): ReadonlyMap<string, ReadonlySet<string>> {
  const imports = new Map(shown.map(({ path }) => [path, new Set<string>()]));
  const holderOf = (path: string): string => {
    if (imports.has(path) || path === "") return path;
    const folder = parentOf(path);
    const initializer = folder === "" ? "__init__.py" : `${folder}/__init__.py`;
    return imports.has(initializer) ? initializer : holderOf(folder);
  };
  const names = new Map(shown.map(({ path, name }) => [path, name]));
  const known = new Set(names.values());
  const shownName = (name: string): string =>
    known.has(name) || !name.includes(".") ? name : shownName(name.slice(0, name.lastIndexOf(".")));
  for (const module of all) {
    const holder = holderOf(module.path);
    for (const imported of module.imports.map(shownName))
      if (imported !== names.get(holder)) imports.get(holder)?.add(imported);
  }
  return imports;
}
