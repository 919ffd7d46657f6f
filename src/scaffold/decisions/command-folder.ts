import { isInside, joinPath, nameOf, parentOf, relativeTo } from "../../model/paths";
import type { Subject } from "./subject";

/** Options whose value is a folder, though nothing in it says so. */
const FOLDER_OPTIONS = new Set(["--workdir", "--chdir", "--directory"]);

/** A command that is written for the unit's own folder, as it reads in the folder that the container runs it in. */
export function writtenFrom({ layout, path }: Subject, command: readonly string[], folder: string): readonly string[] {
  if (folder === path || !isInside(path, folder)) return command;
  const isThere = (name: string): boolean => layout.allFiles.some(file => file === name || file.startsWith(`${name}/`));
  return command.map((word, at) => {
    const isPath = /^[\w.-]+(?:\/[\w.-]+)+$|\.py$/.test(word) || FOLDER_OPTIONS.has(command[at - 1] ?? "");
    if (!isPath || word.startsWith("-") || word.startsWith("/")) return word;
    const named = joinPath(path, word);
    if (!isInside(folder, named) || !isThere(named) || isThere(joinPath(folder, word))) return word;
    return relativeTo(folder, named) || ".";
  });
}

/** Where `manage.py` lies that a command names: below it Django looks for tests. Null where the command names none. */
export function manageFolder({ layout, path }: Subject, command: readonly string[]): string | null {
  const word = command.find(each => nameOf(each) === "manage.py");
  if (word === undefined) return null;
  const named = joinPath(path, word);
  if (layout.allFiles.includes(named)) return parentOf(named);
  // A script of the CI went into its folder before.
  const [only, ...others] = layout.files.filter(file => nameOf(file) === "manage.py");
  return only === undefined || others.length > 0 ? null : parentOf(only);
}
