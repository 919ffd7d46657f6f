import { compareText } from "../../model/place";
import { parentOf, withoutFolder } from "../../model/paths";
import type { FileImports } from "./file-imports";
import { isTakenName } from "./standard-library";
import { isBelow, type SourceTree } from "./source-tree";

/** Times that imports found the files of a folder below a root, by folder and root. */
type Votes = Map<string, Map<string, number>>;

/**
 * The folder on `sys.path` under which each file is imported: what most absolute imports of the file's folder imply (tests
 * are asked last, which often find both ways), else those of the folders below it, else the parent of its outermost
 * package, else, for a folder that is no package, the one above that its imports need, else itself (where a script finds
 * its neighbours). A folder of its own image or list of requirements, or that its code is started in (`ownFolders`), is not
 * left for one above, nor is one with the name of an installed module, which Python would find first.
 */
export function sourceRootOf(
  tree: SourceTree,
  results: ReadonlyMap<string, FileImports>,
  isTest: (path: string) => boolean,
  ownFolders: readonly string[],
): (path: string) => string {
  const votes: Votes = new Map();
  const ownVotes: Votes = new Map();
  const needs: Votes = new Map();
  const foreign = new Set<string>();
  for (const [from, { roots, foreign: unknown }] of results) {
    for (const { module } of unknown) foreign.add(module.split(".", 1)[0] ?? module);
    for (const { path, root } of roots) {
      count(votes, parentOf(path), root);
      if (isTest(from)) continue;
      count(ownVotes, parentOf(path), root);
      count(needs, parentOf(from), root);
    }
  }
  const spans = spannedRoots(votes);
  const relative = new Set([...results.values()].flatMap(({ packages }) => packages));
  const isPackage = (folder: string): boolean => tree.isPackage(folder) || relative.has(folder);
  const cache = new Map<string, string>();
  const neededRoot = (folder: string): string | null => {
    const needed = needs.get(folder);
    const root = needed?.has(folder) ? folder : elected(needed, folder);
    const isLeft = (own: string): boolean => own !== root && isBelow(folder, own) && isBelow(own, root ?? "");
    if (root === null || ownFolders.some(isLeft)) return null;
    const top = withoutFolder(root, folder).split("/", 1)[0] ?? "";
    return isTakenName(top) || foreign.has(top) ? null : root;
  };
  const namedRoot = (folder: string): string | null => elected(votes.get(folder), folder) ?? spans.get(folder) ?? null;
  const rootOf = (folder: string): string => {
    const known = cache.get(folder);
    if (known !== undefined) return known;
    const root =
      elected(ownVotes.get(folder), folder) ??
      narrowed(
        namedRoot(folder) ?? impliedRoot(folder, isPackage, rootOf, namedRoot) ?? neededRoot(folder) ?? folder,
        folder,
        needs,
        relative,
      );
    cache.set(folder, root);
    return root;
  };
  return path => rootOf(parentOf(path));
}

function count(votes: Votes, folder: string, root: string): void {
  let own = votes.get(folder);
  if (!own) votes.set(folder, (own = new Map()));
  own.set(root, (own.get(root) ?? 0) + 1);
}

/**
 * The root inside the one given that all imports of a folder's own files were found under: without it on `sys.path` none of
 * them can be loaded. The one given where a relative import reaches further.
 */
function narrowed(root: string, folder: string, needs: Votes, relative: ReadonlySet<string>): string {
  const [needed, ...others] = needs.get(folder)?.keys() ?? [];
  const isInside =
    needed !== undefined && others.length === 0 && needed !== root && isBelow(needed, root) && isBelow(folder, needed);
  return isInside && !relative.has(needed) ? needed : root;
}

/** The root with most votes among folders at or above; the outermost of equals, which gives the full name. */
function elected(votes: ReadonlyMap<string, number> | undefined, folder: string): string | null {
  if (!votes) return null;
  const ranked = [...votes]
    .filter(([root]) => isBelow(folder, root))
    .sort((left, right) => right[1] - left[1] || left[0].length - right[0].length || compareText(left[0], right[0]));
  return ranked[0]?.[0] ?? null;
}

/**
 * Roots of folders that no import names, by those of the folders in them: where `src/app/server` is imported as
 * `src.app.server`, what lies in `src/app` is `src.app.…` as well. None where one of those folders has its root inside.
 */
function spannedRoots(votes: ReadonlyMap<string, ReadonlyMap<string, number>>): ReadonlyMap<string, string> {
  const spans = new Map<string, string | null>();
  for (const [folder, own] of votes) {
    const root = elected(own, folder);
    if (root === null) continue;
    for (let above = folder; above !== "";) {
      above = parentOf(above);
      const isSpanned = above !== root && isBelow(above, root);
      const known = spans.get(above);
      spans.set(above, isSpanned && (known === undefined || known === root) ? root : null);
    }
  }
  return new Map([...spans].flatMap(([folder, root]) => (root === null ? [] : [[folder, root] as const])));
}

function impliedRoot(
  folder: string,
  isPackage: (folder: string) => boolean,
  rootOf: (folder: string) => string,
  namedRoot: (folder: string) => string | null,
): string | null {
  if (folder === "") return "";
  const parent = parentOf(folder);
  // What lies in a package is imported as the package is, with an `__init__.py` of its own or without.
  if (isPackage(parent)) return rootOf(parent);
  const outer = namedRoot(parent);
  if (outer !== null && outer !== parent) return outer;
  return isPackage(folder) ? parent : null;
}
