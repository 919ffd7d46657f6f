import { isInside, joinPath } from "../../model/paths";
import type { Layout } from "../layout/layout";
import type { PyprojectFacts } from "../layout/pyproject";

/**
 * Whether the build back end finds what to pack. Three of them look for a package or module of the project's own name, and
 * end the build where neither that nor a table of theirs tells another; a folder that was never meant to be built, with the
 * back end that its template brought, is common.
 *
 * Sources: Poetry documentation, `packages`; Hatch documentation, Wheel builder, Default file selection; uv documentation,
 * The uv build backend, Modules.
 */
export function isPackable(layout: Layout, path: string): boolean {
  const { pyproject } = layout;
  if (!pyproject?.name) return true;
  if (packsMissing(layout, path)) return false;
  if (pyproject.declaresPackages) return true;
  const module = pyproject.name.toLowerCase().replace(/[-_.]+/g, "_");
  const has = (relative: string): boolean => layout.files.includes(joinPath(path, relative));
  const hasFolder = (relative: string): boolean =>
    layout.files.some(file => file.startsWith(`${joinPath(path, relative)}/`));
  switch (backEndOf(pyproject)) {
    case "poetry":
      return (
        pyproject.poetry.packages.length > 0 ||
        [module, `src/${module}`].some(name => has(`${name}.py`) || hasFolder(name))
      );
    case "hatchling":
      // Hatch also takes the name as it is written, capitals included.
      return [module, pyproject.name.replace(/[-.]/g, "_")].some(
        name =>
          has(`${name}.py`) ||
          [name, `src/${name}`].some(folder => has(`${folder}/__init__.py`)) ||
          layout.files.some(file => file.endsWith(`/${name}/__init__.py`)),
      );
    case "uv_build":
      return has(`src/${module}/__init__.py`) || layout.files.some(file => file.endsWith(`/${module}/__init__.pyi`));
    default:
      return true;
  }
}

/**
 * Hatch packs nothing of folders that are named without the `src/` in which they lie, and says so nowhere. What installing
 * makes is then at most the scripts and plug-ins of the metadata.
 */
function packsMissing({ pyproject, files }: Layout, path: string): boolean {
  if (pyproject === null || backEndOf(pyproject) !== "hatchling") return false;
  if (pyproject.scripts.length > 0 || pyproject.hasPlugins) return false;
  const named = pyproject.hatch.packages;
  const isThere = (entry: string): boolean => files.some(file => isInside(joinPath(path, entry), file));
  return named.length > 0 && named.every(entry => !isThere(entry) && isThere(`src/${entry}`));
}

function backEndOf({ backend }: PyprojectFacts): string {
  if (backend === null) return "";
  return /^poetry\b/.test(backend) ? "poetry" : (backend.split(".")[0] ?? "");
}
