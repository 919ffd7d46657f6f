import { nameOf } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

/** The file of the workspace that a path in an image means: by the folder of what names it, else by its end. */
export function nearest(workspace: Workspace, from: string, word: string): string | null {
  const name = nameOf(word);
  const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/") + 1) : "";
  const same = workspace.paths(name).filter(path => nameOf(path) === name);
  return (
    same.find(path => path === folder + word.replace(/^\.?\//, "")) ??
    same.toSorted((left, right) => shared(right, word) - shared(left, word) || left.length - right.length)[0] ??
    null
  );
}

/** How many folders at the end of two paths are the same. */
function shared(left: string, right: string): number {
  const a = left.split("/").reverse();
  const b = right.split("/").reverse();
  const end = a.findIndex((part, index) => part !== b[index]);
  return end < 0 ? a.length : end;
}
