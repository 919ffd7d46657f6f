import { nameOf, parentOf } from "../../model/paths";
import { isKnownModule, isStandardModule } from "./standard-library";

/** What folders of copied distributions are called; any other folder may hold an application's own `redis` and `flask`. */
const CUSTOMARY = /^_?(?:ext|external|externals|extlib|extlibs|lib|libs|packages|deps|dependencies|bundled)$/;
/** So many packages with the names of well-known distributions in one folder are no coincidence. */
const ENOUGH = 8;

/** Folders that hold copies of distributions side by side, with an `__init__.py` of their own or without. */
export function bundledFolders(paths: Iterable<string>): readonly string[] {
  const known = new Map<string, number>();
  for (const path of paths) {
    if (!path.endsWith("/__init__.py")) continue;
    const folder = parentOf(path);
    const parent = parentOf(folder);
    if (!CUSTOMARY.test(nameOf(parent))) continue;
    const name = nameOf(folder);
    if (isKnownModule(name) && !isStandardModule(name)) known.set(parent, (known.get(parent) ?? 0) + 1);
  }
  return [...known].flatMap(([folder, count]) => (count >= ENOUGH ? [folder] : []));
}
