import type { PythonProject } from "../../python/project";
import { loadersOf, needsNoImport } from "../knowledge/implied";
import { distributionOf, modulesOf } from "../knowledge/modules";
import { wordsInCode } from "../used-words";
import { isOwnCode } from "./own-code";

/**
 * Whether the application loads a client library: an import or a text names one of its modules, another module that is
 * imported loads it, or an address is enough to load it (`postgresql+asyncpg://`). One of unknown modules may be loaded.
 */
export function loadedDistributions(project: PythonProject): (name: string) => boolean {
  const files = project.files.filter(isOwnCode);
  const own = new Set(files.map(({ path }) => path));
  const modules = new Set<string>();
  for (const [top, uses] of project.thirdParty) {
    const used = uses.filter(({ path }) => own.has(path));
    if (used.length > 0) modules.add(top);
    for (const { module } of used) modules.add(module);
  }
  let words: ReadonlySet<string> | undefined;
  const isNamed = (module: string): boolean => {
    words ??= new Set(files.flatMap(({ facts }) => wordsInCode(facts)));
    return words.has(module);
  };
  const isImported = (module: string): boolean =>
    modules.has(module) || [...modules].some(name => name.startsWith(`${module}.`));
  return name => {
    const held = heldModules(name);
    if (held.length === 0 || needsNoImport(name)) return true;
    return held.some(isImported) || loadersOf(name).some(isImported) || held.some(isNamed);
  };
}

/** What the table has, else the module of the same name where people know the distribution by it. */
function heldModules(name: string): readonly string[] {
  const known = modulesOf(name);
  const own = name.replaceAll("-", "_");
  // `python-arango` holds `arango`.
  const isOwn = known.length === 0 && !name.startsWith("python-") && distributionOf(own)?.distribution === name;
  return isOwn ? [own] : known;
}
