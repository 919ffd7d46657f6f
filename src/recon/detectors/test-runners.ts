import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { djangoSites } from "../django/sites";
import { among } from "../integrations/own-code";
import { at } from "../../workspace/data-node";
import type { PythonFile } from "../../python/project";
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
    const { workspace, project } = context;
    const out: Evidence[] = [];
    // `python -m pytest` puts the working directory on the module path; a project that sets the path itself needs no help.
    const setsPath = context.files.some(path =>
      /pythonpath|python_paths|DJANGO_SETTINGS_MODULE/.test(workspace.text(path) ?? ""),
    );
    const pytest = setsPath ? ["pytest"] : ["python", "-m", "pytest"];
    const add = (
      runner: string,
      command: readonly string[],
      place: Extract<Evidence, { claim: "tests" }>["place"],
      source: "code" | "convention" = "code",
    ): void => {
      out.push({ claim: "tests", source, runner, command, place });
    };
    for (const path of context.files) {
      if (/(?:^|\/)(?:examples?|docs?|samples?|templates?)\//.test(path)) continue;
      const base = nameOf(path);
      const { root } = path.endsWith(".py") ? { root: null } : workspace.data(path);
      const section =
        base === "pyproject.toml"
          ? (at(root, "tool", "pytest", "ini_options") ?? at(root, "tool", "pytest"))
          : base === "setup.cfg"
            ? at(root, "tool:pytest")
            : base === "tox.ini" || base.endsWith("pytest.ini")
              ? at(root, "pytest")
              : undefined;
      // Its settings for Django are those of a plug-in; without it they show an attempt.
      const isTried = at(section, "DJANGO_SETTINGS_MODULE") !== undefined && !context.dependencies.some(isPytestDjango);
      if (section && isTried) add("pytest", pytest, workspace.place(path, section.span.start, "low"), "convention");
      else if (section) add("pytest", pytest, workspace.place(path, section.span.start));
      else if (base === "setup.cfg" && at(root, "nosetests")) add("nose", ["nosetests"], workspace.place(path, 0));
      else if (base === "pytest.ini") add("pytest", pytest, workspace.place(path, 0));
      if (base === "tox.ini" && at(root, "tox")) add("tox", ["tox"], workspace.place(path, 0, "low"), "convention");
      if (base === "noxfile.py") add("nox", ["nox"], workspace.place(path, 0, "low"), "convention");
    }
    // What another distribution brings along (locust needs pytest) shows no tests.
    const declared = context.dependencies.find(({ name, direct }) => name === "pytest" && direct);
    if (declared) add("pytest", pytest, declared.place);
    const tests = testFiles(context);
    const importing = (module: string) =>
      tests.find(file =>
        file.facts.imports.some(({ module: name }) => name === module || name.startsWith(`${module}.`)),
      );
    const usesPytest = importing("pytest");
    if (usesPytest)
      add(
        "pytest",
        pytest,
        project.place(
          usesPytest,
          usesPytest.facts.imports.find(({ module }) => module.startsWith("pytest"))?.offset ?? 0,
          "medium",
        ),
      );
    const site = djangoSites(project).find(
      ({ manage }) => manage && (context.unit === "" || manage.path.startsWith(`${context.unit}/`)),
    );
    const djangoTest = importing("django.test") ?? importing("rest_framework.test");
    const plain = tests.find(hasTests);
    if (site?.manage && (djangoTest ?? plain)) {
      const manage = withoutFolder(context.unit, site.manage.path);
      const place = djangoTest
        ? project.place(
            djangoTest,
            djangoTest.facts.imports.find(({ module }) => /django\.test|rest_framework\.test/.test(module))?.offset ??
              0,
            "medium",
          )
        : project.place(plain as PythonFile, 0, "low");
      // Test classes of a library (Wagtail's, for one) run under Django's own runner where nothing names another.
      add("django", ["python", manage, "test"], place, djangoTest ? "code" : "convention");
    }
    const unittest = importing("unittest");
    if (unittest) {
      const offset = unittest.facts.imports.find(({ module }) => module.startsWith("unittest"))?.offset ?? 0;
      const folder = unittest.path.includes("/") ? withoutFolder(context.unit, unittest.path).split("/")[0] : undefined;
      add(
        "unittest",
        [
          "python",
          "-m",
          "unittest",
          "discover",
          ...(folder === undefined || folder.endsWith(".py") ? [] : ["-s", folder]),
        ],
        project.place(unittest, offset, "medium"),
        "convention",
      );
    }
    if (
      plain &&
      (!site?.manage || plain.facts.definitions.some(({ name, parent }) => parent === -1 && /^test_/.test(name)))
    )
      add(
        "pytest",
        pytest,
        project.place(plain, plain.facts.definitions.find(({ name }) => name.startsWith("test_"))?.offset ?? 0, "low"),
        "convention",
      );
    return out;
  },
});

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
function testFiles(context: Parameters<typeof detector.detect>[0]) {
  const { project, unit } = context;
  const prefix = unit === "" ? "" : `${unit}/`;
  return project.everywhere(IN_TESTS).flatMap(({ file }) => (file.path.startsWith(prefix) ? file : []));
}
