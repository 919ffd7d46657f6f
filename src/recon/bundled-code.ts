import { distributionOf } from "./knowledge/modules";
import { nameOf, parentOf } from "../model/paths";
import { bundledFolders } from "../python/link/bundled-folders";
import { isStandardModule } from "../python/link/standard-library";
import type { Workspace } from "../workspace/workspace";

/** Other people's code that stands in the workspace: `libs/` filled by `pip install --target`, a `vendor/` folder. */
export interface BundledCode {
  readonly folders: readonly string[];
  /** Top-level modules that the folders hold; what imports them needs no distribution. */
  readonly modules: ReadonlySet<string>;
  holds(path: string): boolean;
}

/** So many modules of known distributions in one folder are no coincidence. */
const ENOUGH = 4;
const found = new WeakMap<Workspace["contents"], BundledCode>();

/**
 * Folders that hold distributions as installed: outside every package or called as such folders are, with several modules
 * that are known by the names of distributions, and those the greater part of what has a known name there.
 */
export function bundledCode(workspace: Workspace): BundledCode {
  const known = found.get(workspace.contents);
  if (known) return known;
  const bundled = readBundled(workspace);
  found.set(workspace.contents, bundled);
  return bundled;
}

function readBundled(workspace: Workspace): BundledCode {
  const paths = workspace.files.map(({ path }) => path).filter(path => path.endsWith(".py"));
  const packages = new Set(
    paths.filter(path => path.endsWith("/__init__.py")).map(path => path.slice(0, -"/__init__.py".length)),
  );
  const copied = new Set(bundledFolders(paths));
  const modulesIn = new Map<string, Set<string>>();
  const add = (folder: string, module: string): void => {
    if (folder === "" || (packages.has(folder) && !copied.has(folder))) return;
    const known = modulesIn.get(folder);
    if (known) known.add(module);
    else modulesIn.set(folder, new Set([module]));
  };
  for (const folder of packages) add(parentOf(folder), nameOf(folder));
  for (const path of paths) if (!path.endsWith("/__init__.py")) add(parentOf(path), nameOf(path).slice(0, -3));
  const folders: string[] = [];
  const modules = new Set<string>();
  for (const [folder, names] of modulesIn) {
    const foreign = [...names].filter(name => !isStandardModule(name) && distributionOf(name) !== null);
    if (foreign.length < ENOUGH || foreign.length * 3 < names.size) continue;
    folders.push(folder);
    for (const name of names) modules.add(name);
  }
  return { folders, modules, holds: path => folders.some(folder => path.startsWith(`${folder}/`)) };
}
