import { compareText } from "../../model/place";
import { parentOf } from "../../model/paths";
import type { FileImports } from "./file-imports";
import { isBelow, type SourceTree } from "./source-tree";

/**
 * The folder on `sys.path` under which each file is imported: what most absolute imports of the file's folder imply,
 * else the parent of its outermost package, else, for a file in no package, its own folder (where a script finds its
 * neighbours).
 */
export function sourceRootOf(tree: SourceTree, results: ReadonlyMap<string, FileImports>): (path: string) => string {
  const votes = new Map<string, Map<string, number>>();
  for (const { roots } of results.values()) {
    for (const { path, root } of roots) {
      const folder = parentOf(path);
      let own = votes.get(folder);
      if (!own) votes.set(folder, (own = new Map()));
      own.set(root, (own.get(root) ?? 0) + 1);
    }
  }
  const cache = new Map<string, string>();
  const rootOf = (folder: string): string => {
    const known = cache.get(folder);
    if (known !== undefined) return known;
    const root = elected(votes.get(folder), folder) ?? impliedRoot(tree, folder, rootOf);
    cache.set(folder, root);
    return root;
  };
  return path => rootOf(parentOf(path));
}

/** The root with most votes among folders at or above; the outermost of equals, which gives the full name. */
function elected(votes: ReadonlyMap<string, number> | undefined, folder: string): string | null {
  if (!votes) return null;
  const ranked = [...votes]
    .filter(([root]) => isBelow(folder, root))
    .sort((left, right) => right[1] - left[1] || left[0].length - right[0].length || compareText(left[0], right[0]));
  return ranked[0]?.[0] ?? null;
}

function impliedRoot(tree: SourceTree, folder: string, rootOf: (folder: string) => string): string {
  if (folder === "") return "";
  const parent = parentOf(folder);
  // What lies in a package is imported as the package is, with an `__init__.py` of its own or without.
  if (tree.isPackage(parent)) return rootOf(parent);
  return tree.isPackage(folder) ? parent : folder;
}
