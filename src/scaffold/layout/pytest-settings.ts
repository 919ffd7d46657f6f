import { isInside, joinPath, nameOf, parentOf } from "../../model/paths";
import { pytestPlugins } from "../../recon/knowledge/pytest-options";
import { asStrings, asText, at } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** The section of pytest in each of the files that it reads (pytest, "Configuration file formats"); one file alone is enough. */
const SECTIONS: ReadonlyMap<string, RegExp> = new Map([
  ["pytest.ini", /(?:)/],
  [".pytest.ini", /(?:)/],
  ["pytest.toml", /(?:)/],
  ["pyproject.toml", /^\[tool\.pytest(?:\.ini_options)?\]/m],
  ["setup.cfg", /^\[tool:pytest\]/m],
  ["tox.ini", /^\[pytest\]/m],
]);
/** Where those files have the options that every run is given. */
const GIVEN: readonly (readonly string[])[] = [
  ["tool", "pytest", "ini_options", "addopts"],
  ["tool", "pytest", "addopts"],
  ["tool:pytest", "addopts"],
  ["pytest", "addopts"],
];
/** Files in which people write how they start it. */
const STARTS = /^(?:GNUmakefile|[Mm]akefile|[Jj]ustfile|tox\.ini|noxfile\.py|Taskfile\.ya?ml)$|\.(?:sh|mk)$/;
/** Tests in docstrings and in files called otherwise. */
const STARTED = /^[^#\n]*\b(?:pytest|py\.test)\b[^#\n]*(?:--doctest-(?:modules|glob)|\.py\b)/m;

/** Whether settings or a command of the project may let pytest find tests in files of any name. */
export function configuresPytest(workspace: Workspace, unit: string): boolean {
  return workspace.files.some(({ path }) => {
    if (!isInside(unit, path) && !isInside(parentOf(path), unit)) return false;
    const name = nameOf(path);
    const section = SECTIONS.get(name);
    const isStart = STARTS.test(name);
    if (section === undefined && !isStart) return false;
    const text = workspace.text(path) ?? "";
    return section?.test(text) === true || (isStart && STARTED.test(text));
  });
}

/** Distributions without which pytest refuses the options that the project's settings give to every run. */
export function givenPytestPlugins(workspace: Workspace, unit: string): readonly string[] {
  const words = [...SECTIONS.keys()].flatMap(name => {
    const path = joinPath(unit, name);
    if (!workspace.has(path)) return [];
    const { root } = workspace.data(path);
    return GIVEN.flatMap(keys => {
      const given = at(root, ...keys);
      return [...asStrings(given), ...(asText(given) ?? "").split(/\s+/)];
    });
  });
  return pytestPlugins(words);
}
