import { nameOf } from "../model/paths";

/** Folders that hold no code of the workspace's own, whatever they contain. */
const NEVER = new Set([
  ".git",
  ".hg",
  ".svn",
  ".bzr",
  "__pycache__",
  "__pypackages__",
  "node_modules",
  "bower_components",
  "site-packages",
  "dist-packages",
  ".tox",
  ".nox",
  ".eggs",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".hypothesis",
  ".ipynb_checkpoints",
  ".terraform",
  ".idea",
  ".vs",
  ".cache",
  ".direnv",
  ".pixi",
  ".venv",
]);

/**
 * Whether recon enters a folder, from what the folder holds rather than from its name alone: a virtual environment has
 * `pyvenv.cfg` (PEP 405) or conda's `conda-meta`, a cache directory has `CACHEDIR.TAG`, an egg or wheel folder ends in
 * `.egg-info` or `.dist-info`.
 */
export function isForeignFolder(path: string, names: readonly string[]): boolean {
  const base = nameOf(path);
  if (NEVER.has(base)) return true;
  if (/\.(?:egg-info|dist-info|egg|app|xcodeproj)$/.test(base)) return true;
  if (names.includes("pyvenv.cfg") || names.includes("conda-meta") || names.includes("CACHEDIR.TAG")) return true;
  // Output of `python -m build` and setuptools: only with the mark of the tool that wrote it, since `build` and `dist`
  // are also ordinary package names.
  if (base === "build")
    return names.some(name => name === "lib" || /^(?:bdist|lib|temp)\./.test(name)) && !names.includes("__init__.py");
  if (base === "dist") return names.some(name => name.endsWith(".whl") || name.endsWith(".tar.gz"));
  return false;
}
