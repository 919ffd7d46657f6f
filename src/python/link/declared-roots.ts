import { at, asString, asStrings, entries, asText } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { parentOf } from "../../model/paths";
import { childPath } from "./source-tree";
import { normalisePath } from "./path-text";

/** Files that make their folder a project of its own. */
export const PROJECT_GLOBS = [
  "**/pyproject.toml",
  "**/setup.py",
  "**/setup.cfg",
  "**/Pipfile",
  "**/manage.py",
  "pytest.ini",
  "tox.ini",
];

/**
 * Folders that packaging or test configuration puts on `sys.path`: each project's folder and its `src`, setuptools'
 * `package-dir` and `where`, Poetry's `from`, pytest's `pythonpath`. TOML and INI files must be loaded.
 */
export function declaredRoots(workspace: Workspace): readonly string[] {
  const roots = new Set<string>([""]);
  for (const path of workspace.paths(...PROJECT_GLOBS)) {
    const folder = parentOf(path);
    roots.add(folder);
    if (workspace.hasFolder(childPath(folder, "src"))) roots.add(childPath(folder, "src"));
    for (const root of namedRoots(workspace, path)) roots.add(normalisePath(childPath(folder, root)));
  }
  return [...roots].filter(root => !root.startsWith("..") && workspace.hasFolder(root));
}

/** Folders below the root with a Dockerfile or a list of requirements: services of a monorepo. */
export function ownFolders(workspace: Workspace): readonly string[] {
  const folders = workspace.paths("**/Dockerfile", "**/requirements.txt").map(parentOf);
  return [...new Set(folders)].filter(folder => folder !== "");
}

function namedRoots(workspace: Workspace, path: string): readonly string[] {
  if (path.endsWith("pyproject.toml")) {
    const { root } = workspace.data(path);
    const setuptools = at(root, "tool", "setuptools");
    const poetry = at(root, "tool", "poetry", "packages");
    return [
      ...entries(at(setuptools, "package-dir")).flatMap(({ value }) => asString(value) ?? []),
      ...asStrings(at(setuptools, "packages", "find", "where")),
      ...(poetry?.kind === "list" ? poetry.items.flatMap(item => asString(at(item, "from")) ?? []) : []),
      ...asStrings(at(root, "tool", "pytest", "ini_options", "pythonpath")),
      ...(asString(at(root, "tool", "pytest", "ini_options", "pythonpath")) ?? "").split(/\s+/),
    ].filter(root => root !== "");
  }
  if (!/(?:\.cfg|\.ini)$/.test(path)) return [];
  const { root } = workspace.data(path);
  const directories = (asText(at(root, "options", "package_dir")) ?? "")
    .split("\n")
    .map(line => line.split("=").at(-1)?.trim() ?? "");
  const where = asText(at(root, "options.packages.find", "where")) ?? "";
  const pythonPath = asText(at(root, "pytest", "pythonpath")) ?? asText(at(root, "tool:pytest", "pythonpath")) ?? "";
  return [...directories, ...where.split("\n"), ...pythonPath.split(/\s+/)]
    .map(name => name.trim())
    .filter(name => name !== "");
}
