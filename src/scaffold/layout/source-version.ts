import { asString, asStrings, at, type DataNode } from "../../workspace/data-node";

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
