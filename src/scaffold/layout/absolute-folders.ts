import { isInside, joinPath, parentOf } from "../../model/paths";
import type { Place } from "../../model/place";
import type { Workspace } from "../../workspace/workspace";
import { codePaths } from "./writing-code";

/** A folder of the image, from its root, that code itself names. */
export interface AbsoluteFolder {
  readonly folder: string;
  /** A database of SQLite lies in it. */
  readonly isDatabase: boolean;
  readonly place: Place;
}

const SQLITE = /(?<!["'])["']sqlite(?:\+\w+)?:\/{4}([^"'\s?{}$%]+)/g;
/** `/app` is where images keep an application, and part of many a URL as well: the line has to make a folder of it. */
const IN_APP = /["']\/(app\/\w[\w./-]*)["']/g;
const MAKES_FOLDER = /\bPath\(|\bmakedirs\(|(?<![A-Za-z])(?:dir(?:ectory)?|folder)s?["'\])]*\s*[=:,]/i;
/** What a build makes there, or the source brings. */
const IS_BUILT = /^(?:dist|build|static\w*|public|templates|assets|src|frontend|client|scripts|tests?|config)$/;
const OF_SYSTEM = ["tmp", "usr", "etc", "dev", "proc", "sys", "run", "home", "Users", "var/run", "var/cache"];
/** Characters before a literal that may say what it is. */
const REACH = 200;

/**
 * Folders below `/app` that the code makes there, as authors who think of their own image write them, and those of databases
 * with an absolute address. What the workspace itself has in such a place is no folder to keep data in.
 */
export function readAbsoluteFolders(workspace: Workspace, unit: string): readonly AbsoluteFolder[] {
  return codePaths(workspace, unit).flatMap(path => {
    const text = workspace.text(path) ?? "";
    const found = (folder: string, index: number, isDatabase: boolean): readonly AbsoluteFolder[] =>
      isFree(workspace, unit, folder)
        ? [{ folder: `/${folder}`, isDatabase, place: workspace.place(path, index, "medium") }]
        : [];
    return [
      ...[...text.matchAll(SQLITE)].flatMap(({ index, 1: file = "" }) =>
        lineBefore(text, index).includes("#") ? [] : found(parentOf(joinPath(file)), index, true),
      ),
      ...[...text.matchAll(IN_APP)].flatMap(({ index, 1: named = "" }) => {
        const before = lineBefore(text, index);
        const folder = /\.\w{1,6}$/.test(named) ? parentOf(named) : joinPath(named);
        return MAKES_FOLDER.test(before) && !before.includes("#") ? found(folder, index, false) : [];
      }),
    ];
  });
}

function lineBefore(text: string, index: number): string {
  return text.slice(Math.max(text.lastIndexOf("\n", index) + 1, index - REACH), index);
}

function isFree(workspace: Workspace, unit: string, folder: string): boolean {
  const [top = "", below] = folder.split("/");
  if (OF_SYSTEM.some(system => isInside(system, folder))) return false;
  if (below === undefined) return top === "data";
  const own = joinPath(unit, below);
  return top !== "app" || (!IS_BUILT.test(below) && !workspace.files.some(({ path }) => isInside(own, path)));
}
