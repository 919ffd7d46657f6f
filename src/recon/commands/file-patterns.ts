import { isInside, joinPath, nameOf, parentOf, relativeTo } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

/** Options of the usual runners that no value follows. */
const FLAGS =
  /^(?:-[vqxfbB]+|--(?:verbose|quiet|failfast|exitfirst|buffer|noinput|no-input|keepdb|nocapture|with-\w+))$/;
const PATTERN = /[*?]|\[[^\]]+\]/;

/**
 * The words of a test command with its patterns of files (`tests/test_*`) replaced by what is there, as the shell that it was
 * written for would do (POSIX shell, 2.13.3): nothing expands them where a command runs without one. Every test of a folder
 * is the folder for pytest, which looks in it by itself. A pattern that matches nothing is left out.
 */
export function expandFilePatterns(
  workspace: Workspace,
  folders: readonly string[],
  words: readonly string[],
): readonly string[] {
  const runsPytest = words.slice(0, 3).some(word => word === "pytest" || word === "py.test");
  return words.flatMap((word, at) => {
    // What stands behind an option is its value, such as a pattern of names that the runner reads itself.
    const before = words[at - 1] ?? "";
    const isValue = /^-[a-z]$|^--[^=]+$/.test(before) && !FLAGS.test(before) && !(runsPytest && before === "-s");
    if (at === 0 || isValue || word.startsWith("-") || !PATTERN.test(word)) return [word];
    for (const folder of folders) {
      const found = matching(workspace, joinPath(folder, word));
      if (found.length === 0) continue;
      const parent = parentOf(found[0] ?? "");
      const isWhole =
        runsPytest &&
        parent !== folder &&
        workspace.files.every(
          ({ path }) =>
            !isInside(parent, path) || !/^test_.*\.py$|_test\.py$/.test(nameOf(path)) || found.includes(path),
        );
      return isWhole ? [relativeTo(folder, parent)] : found.map(path => relativeTo(folder, path));
    }
    return [];
  });
}

function matching(workspace: Workspace, pattern: string): readonly string[] {
  const found = pattern.includes("/")
    ? workspace.paths(pattern)
    : workspace.paths(pattern).filter(path => !path.includes("/"));
  return found.filter(path => path.split("/").length === pattern.split("/").length || pattern.includes("**")).sort();
}
