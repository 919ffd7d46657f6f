import type { Evidence } from "../../model/evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { djangoSites } from "../django/sites";
import { among } from "../integrations/own-code";
import { at, type DataNode } from "../../workspace/data-node";
import type { PythonFile, PythonProject } from "../../python/project";
import { nameOf, withoutFolder } from "../../model/paths";

/** Test runners by their configuration, by what is declared, and by what the tests import. */
export const detector = defineDetector({
  id: "test-runners",
  title: "Test runners",
  reads: {
    files: ["pytest.ini", ".pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini", "noxfile.py", "conftest.py"],
    everything: true,
  },
  detect(context) {
    const tests = testFiles(context);
    const pytest = pytestCommand(context);
    return [
      ...configured(context, pytest),
      ...declared(context, pytest),
      ...importing(context, tests, pytest),
      ...djangoTests(context, tests),
      ...unittests(context, tests),
      ...named(context, tests, pytest),
    ];
  },
});

type TestEvidence = Extract<Evidence, { claim: "tests" }>;

function told(
  runner: string,
  command: readonly string[],
  place: TestEvidence["place"],
  source: "code" | "convention" = "code",
): TestEvidence {
  return { claim: "tests", source, runner, command, place };
}

/** `python -m pytest` puts the working directory on the module path; a project that sets the path itself needs no help. */
function pytestCommand({ files, workspace }: DetectContext): readonly string[] {
  const setsPath = files.some(path =>
    /pythonpath|python_paths|DJANGO_SETTINGS_MODULE/.test(workspace.text(path) ?? ""),
  );
  return setsPath ? ["pytest"] : ["python", "-m", "pytest"];
}

function configured(context: DetectContext, pytest: readonly string[]): readonly Evidence[] {
  const { workspace } = context;
  return context.files
    .filter(path => !/(?:^|\/)(?:examples?|docs?|samples?|templates?)\//.test(path))
    .flatMap(path => {
      const base = nameOf(path);
      const root = path.endsWith(".py") ? null : workspace.data(path).root;
      const out = inFile(context, path, root, pytest);
      if (base === "tox.ini" && at(root, "tox"))
        out.push(told("tox", ["tox"], workspace.place(path, 0, "low"), "convention"));
      if (base === "noxfile.py") out.push(told("nox", ["nox"], workspace.place(path, 0, "low"), "convention"));
      return out;
    });
}

/** The runner that the settings of a file are for. */
function inFile(
  { workspace, dependencies }: DetectContext,
  path: string,
  root: DataNode | null,
  pytest: readonly string[],
): Evidence[] {
  const base = nameOf(path);
  const section = pytestSection(base, root);
  if (section) {
    // Its settings for Django are those of a plug-in; without it they show an attempt.
    const isTried = at(section, "DJANGO_SETTINGS_MODULE") !== undefined && !dependencies.some(isPytestDjango);
    const { start } = section.span;
    return isTried
      ? [told("pytest", pytest, workspace.place(path, start, "low"), "convention")]
      : [told("pytest", pytest, workspace.place(path, start))];
  }
  if (base === "setup.cfg" && at(root, "nosetests")) return [told("nose", ["nosetests"], workspace.place(path, 0))];
  return base === "pytest.ini" ? [told("pytest", pytest, workspace.place(path, 0))] : [];
}

function pytestSection(base: string, root: DataNode | null): DataNode | undefined {
  if (base === "pyproject.toml") return at(root, "tool", "pytest", "ini_options") ?? at(root, "tool", "pytest");
  if (base === "setup.cfg") return at(root, "tool:pytest");
  return base === "tox.ini" || base.endsWith("pytest.ini") ? at(root, "pytest") : undefined;
}

/** What another distribution brings along (locust needs pytest) shows no tests. */
function declared({ dependencies }: DetectContext, pytest: readonly string[]): readonly Evidence[] {
  const found = dependencies.find(({ name, direct }) => name === "pytest" && direct);
  return found ? [told("pytest", pytest, found.place)] : [];
}

interface TestImport {
  readonly file: PythonFile;
  readonly offset: number;
}

/** The first test file that imports one of some modules, or something below them. */
function importOf(tests: readonly PythonFile[], ...modules: readonly string[]): TestImport | null {
  for (const module of modules) {
    for (const file of tests) {
      const fact = file.facts.imports.find(({ module: name }) => name === module || name.startsWith(`${module}.`));
      if (fact) return { file, offset: fact.offset };
    }
  }
  return null;
}

function importing(
  { project }: DetectContext,
  tests: readonly PythonFile[],
  pytest: readonly string[],
): readonly Evidence[] {
  const found = importOf(tests, "pytest");
  return found ? [told("pytest", pytest, project.place(found.file, found.offset, "medium"))] : [];
}

/** Test classes of a library (Wagtail's, for one) run under Django's own runner where nothing names another. */
function djangoTests({ project, unit }: DetectContext, tests: readonly PythonFile[]): readonly Evidence[] {
  const manage = siteOf(project, unit)?.manage;
  const own = importOf(tests, "django.test", "rest_framework.test");
  const plain = tests.find(hasTests);
  if (!manage || (!own && !plain)) return [];
  const command = ["python", withoutFolder(unit, manage.path), "test"];
  if (own) return [told("django", command, project.place(own.file, own.offset, "medium"))];
  return plain ? [told("django", command, project.place(plain, 0, "low"), "convention")] : [];
}

function siteOf(project: PythonProject, unit: string): ReturnType<typeof djangoSites>[number] | undefined {
  return djangoSites(project).find(({ manage }) => manage && (unit === "" || manage.path.startsWith(`${unit}/`)));
}

function unittests({ project, unit }: DetectContext, tests: readonly PythonFile[]): readonly Evidence[] {
  const found = importOf(tests, "unittest");
  if (!found) return [];
  const { path } = found.file;
  const folder = path.includes("/") ? withoutFolder(unit, path).split("/")[0] : undefined;
  const where = folder === undefined || folder.endsWith(".py") ? [] : ["-s", folder];
  const place = project.place(found.file, found.offset, "medium");
  return [told("unittest", ["python", "-m", "unittest", "discover", ...where], place, "convention")];
}

/** Files and functions that pytest finds by their names, where Django's runner would not. */
function named(
  { project, unit }: DetectContext,
  tests: readonly PythonFile[],
  pytest: readonly string[],
): readonly Evidence[] {
  const plain = tests.find(hasTests);
  if (!plain) return [];
  const { definitions } = plain.facts;
  const isFunction = definitions.some(({ name, parent }) => parent === -1 && /^test_/.test(name));
  if (siteOf(project, unit)?.manage && !isFunction) return [];
  const offset = definitions.find(({ name }) => name.startsWith("test_"))?.offset ?? 0;
  return [told("pytest", pytest, project.place(plain, offset, "low"), "convention")];
}

function isPytestDjango({ name }: { readonly name: string }): boolean {
  return name === "pytest-django";
}

function hasTests({ facts, path }: PythonFile): boolean {
  return (
    /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path) &&
    facts.definitions.some(({ kind, name }) => kind === "function" && name.startsWith("test_"))
  );
}

/** Asked so that code which is no test changes nothing. Folders of tools (`.agents/skills/…/tests`) test those tools. */
const IN_TESTS = among(
  ({ role, path }) => role === "test" && !/(?:^|\/)\./.test(path),
  () => [true],
);

/** Test files of the unit; those are left out of what other detectors see. */
function testFiles({ project, unit }: DetectContext): readonly PythonFile[] {
  const prefix = unit === "" ? "" : `${unit}/`;
  return project.everywhere(IN_TESTS).flatMap(({ file }) => (file.path.startsWith(prefix) ? file : []));
}
