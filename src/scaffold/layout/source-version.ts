import { asString, asStrings, at, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** By which variable a build back end is told the version that it would ask Git for, and a build's copy has no `.git`. */
const VARIABLES: readonly (readonly [requirement: RegExp, variable: string])[] = [
  [/^(?:setuptools[-_.]scm|hatch[-_.]vcs|flit[-_.]scm)\b/i, "SETUPTOOLS_SCM_PRETEND_VERSION"],
  [/^poetry[-_.]dynamic[-_.]versioning\b/i, "POETRY_DYNAMIC_VERSIONING_BYPASS"],
  [/^uv[-_.]dynamic[-_.]versioning\b/i, "UV_DYNAMIC_VERSIONING_BYPASS"],
];

/**
 * The variable that stands for a version which the build would read from Git, null where the version stands in a file.
 *
 * Sources: setuptools-scm, "Overrides"; hatch-vcs, "Environment variables"; pdm-backend, "Dynamic project version";
 * poetry-dynamic-versioning and uv-dynamic-versioning, "Environment variables".
 */
export function sourceVersionVariable(pyproject: DataNode | null, setupPy: string | null): string | null {
  for (const requirement of asStrings(at(pyproject, "build-system", "requires")))
    for (const [pattern, variable] of VARIABLES) if (pattern.test(requirement)) return variable;
  if (asString(at(pyproject, "tool", "pdm", "version", "source")) === "scm") return "PDM_BUILD_SCM_VERSION";
  return /\buse_scm_version\b/.test(setupPy ?? "") ? "SETUPTOOLS_SCM_PRETEND_VERSION" : null;
}

/**
 * Whether building the project would ask Git which files beside the modules belong to its packages, since no manifest says so:
 * without `.git` its templates stay out of what is installed (setuptools-scm, "File finders hooks").
 */
export function asksGitForData(workspace: Workspace, prefix: string, files: readonly string[]): boolean {
  const { root } = workspace.data(`${prefix}pyproject.toml`);
  const isAsked =
    asStrings(at(root, "build-system", "requires")).some(name => /^setuptools[-_.]scm\b/i.test(name)) ||
    /\buse_scm_version\b/.test(workspace.text(`${prefix}setup.py`) ?? "");
  if (!isAsked) return false;
  const isListed =
    /^\s*(?:recursive-include|include|graft|global-include)\s/m.test(workspace.text(`${prefix}MANIFEST.in`) ?? "") ||
    at(root, "tool", "setuptools", "package-data") !== undefined ||
    ["setup.py", "setup.cfg"].some(name => /(?<!include_)package_data\b/.test(workspace.text(prefix + name) ?? ""));
  return !isListed && files.some(file => isPackageData(file, files));
}

/** A template or the like below a folder with an `__init__.py`, which is what setuptools calls a package. */
function isPackageData(file: string, files: readonly string[]): boolean {
  if (!/\.(?:html?|j2|jinja2?|css|js|json|ya?ml|toml|sql|txt|svg|png|mo)$/.test(file) || /(?:^|\/)tests?\//.test(file))
    return false;
  const parts = file.split("/");
  return parts.some((_, end) => end > 0 && files.includes(`${parts.slice(0, end).join("/")}/__init__.py`));
}
