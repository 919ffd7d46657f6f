import { nameOf } from "../../model/paths";
import type { PythonFacts } from "../facts";
import type { PythonFile } from "../project";

type Role = PythonFile["role"];

/** A template of a project (`{{cookiecutter.name}}/app.py`, `{{ cookiecutter.name }}/Procfile`) is nothing that runs yet. */
export function isTemplatePath(path: string): boolean {
  return path.includes("{{");
}

/** Copies of the code of others. */
const VENDOR_FOLDERS = new Set([
  "_vendor",
  "site-packages",
  "third-party",
  "third_party",
  "thirdparty",
  "vendor",
  "vendored",
]);
/** Modules that an application is made of: a folder called `vendor` with models or views of its own is about vendors. */
const APPLICATION_MODULE = /^(?:apps|models|views|urls|admin|serializers|routes|routers?|schemas|services?|tasks)\.py$/;
/** Settings are grouped by whom they are for: `settings/third_party/redis.py` sets a client up and is no copy of it. */
const SETTINGS_FOLDER = /(?:^|\/)(?:settings|config|configs|conf|configuration)\//;
const TEST_FOLDERS = new Set([
  "test",
  "tests",
  "testing",
  "unit_tests",
  "integration_tests",
  "e2e",
  "spec",
  "specs",
  "__tests__",
]);
const EXAMPLE_FOLDERS = new Set([
  "example",
  "examples",
  "sample",
  "samples",
  "demo",
  "demos",
  "docs",
  "doc",
  "tutorial",
  "tutorials",
  "notebooks",
]);
const SCRIPT_FOLDERS = new Set([
  "script",
  "scripts",
  "bin",
  "tool",
  "tools",
  "hack",
  "ci",
  "devtools",
  // Pants' own name for plugins of a build.
  "pants-plugins",
  "dev",
  "devel",
  "util",
  "utils",
  "maintenance",
  "contrib",
  "benchmark",
  "benchmarks",
  "bench",
]);
/** `local_settings.example.py`, to be copied to the name without the word: no import reaches a name with a dot. */
const SAMPLE_FILE = /\.(?:example|sample|template|tmpl|dist|default)\.py$/i;
const BUILD_FILES = new Set([
  "setup.py",
  "noxfile.py",
  "fabfile.py",
  "dodo.py",
  "hatch_build.py",
  "build.py",
  "conanfile.py",
  "pavement.py",
  "versioneer.py",
  "ez_setup.py",
]);

/** Folders that are named as if they held copies of the code of others, though what stands in them is the application's own. */
export function ownVendorFolders(
  paths: Iterable<string>,
  targets: (path: string) => readonly { readonly to: string }[],
): ReadonlySet<string> {
  const own = new Set<string>();
  for (const path of paths) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (own.has(folder) || !VENDOR_FOLDERS.has(nameOf(folder))) continue;
    // A copy of somebody's library knows nothing of the package that holds it.
    const above = `${folder.slice(0, Math.max(0, folder.lastIndexOf("/")))}/`;
    const usesHolder = (): boolean =>
      above !== "/" && targets(path).some(({ to }) => to.startsWith(above) && !to.startsWith(`${folder}/`));
    if (APPLICATION_MODULE.test(nameOf(path)) || SETTINGS_FOLDER.test(folder) || usesHolder()) own.add(folder);
  }
  return own;
}

/** Whether a file stands in a folder of other people's code. */
function isVendored(folders: readonly string[], own: ReadonlySet<string>): boolean {
  return folders.some((folder, index) => VENDOR_FOLDERS.has(folder) && !own.has(folders.slice(0, index + 1).join("/")));
}

/**
 * What a file is for, from its path and what it holds. Scripts are only those that nothing of the application imports:
 * `settleRoles` corrects that once the import graph is known.
 */
export function roleOf(path: string, facts: PythonFacts, ownFolders: ReadonlySet<string> = new Set()): Role {
  const base = nameOf(path);
  const folders = path.split("/").slice(0, -1);
  if (isTemplatePath(path) || isVendored(folders, ownFolders) || isGenerated(base, facts)) return "generated";
  if (isTest(base, folders, facts)) return "test";
  if (isMigration(base, folders, facts)) return "migration";
  if ((BUILD_FILES.has(base) && folders.length <= 2) || isInvoke(path, facts)) return "build";
  if (folders.some(folder => EXAMPLE_FOLDERS.has(folder)) || isDemo(base, folders) || SAMPLE_FILE.test(base))
    return "example";
  return isScript(base, folders, facts) ? "script" : "application";
}

/** What a compiler wrote, and what says so of itself. */
function isGenerated(base: string, facts: PythonFacts): boolean {
  return (
    /_pb2(?:_grpc)?\.pyi?$/.test(base) ||
    isBottle(base, facts) ||
    /@generated|do not edit|automatically generated/i.test(facts.docstring ?? "")
  );
}

function isTest(base: string, folders: readonly string[], facts: PythonFacts): boolean {
  return (
    /^(?:test_.*|.*_tests?|conftest|tests?)\.py$/.test(base) ||
    folders.some(folder => TEST_FOLDERS.has(folder)) ||
    isBehave(base, facts)
  );
}

/** Tasks of Invoke, which it looks for under this name alone. */
function isInvoke(path: string, { imports }: PythonFacts): boolean {
  return (
    (nameOf(path) === "tasks.py" || path === "tasks/__init__.py") && imports.some(({ module }) => module === "invoke")
  );
}

function isScript(base: string, folders: readonly string[], facts: PythonFacts): boolean {
  return (
    folders.some(folder => folder.startsWith(".") || folder === "scripts" || folder === "hack") ||
    SCRIPT_FOLDERS.has(folders[0] ?? "") ||
    isNestedScript(folders, facts) ||
    // A server starts a `.wsgi` file by its path, often that of another deployment: nothing imports it.
    base.endsWith(".wsgi")
  );
}

/** Bottle is one file, which many keep a copy of beside their own code. */
function isBottle(base: string, { definitions }: PythonFacts): boolean {
  return base === "bottle.py" && definitions.some(({ name, kind }) => name === "Bottle" && kind === "class");
}

/** Steps of behave, and the hooks that it takes from `environment.py` beside them. */
function isBehave(base: string, { imports, definitions }: PythonFacts): boolean {
  const isHook = (name: string): boolean => /^(?:before|after)_(?:all|feature|scenario|step|tag)$/.test(name);
  return (
    imports.some(({ module }) => module === "behave") ||
    (base === "environment.py" && definitions.some(({ name, parent }) => parent === -1 && isHook(name)))
  );
}

/** `planner_demo.py` deep in a package, beside what it shows; where the application imports it, it is part of it. */
function isDemo(base: string, folders: readonly string[]): boolean {
  return folders.length > 1 && /^(?:demo|example)_|_(?:demo|example)\.py$/.test(base);
}

/** `backend/tools/check.py` with a main guard or a shebang line. */
function isNestedScript(folders: readonly string[], facts: PythonFacts): boolean {
  return (
    (facts.mainGuards.length > 0 || facts.shebang !== null) &&
    folders.some((folder, index) => index > 0 && SCRIPT_FOLDERS.has(folder) && folder !== "utils" && folder !== "util")
  );
}

function isMigration(base: string, folders: readonly string[], facts: PythonFacts): boolean {
  if (base === "__init__.py") return folders.at(-1) === "migrations";
  const isNumbered = /^\d{3,}_/.test(base);
  if (folders.at(-1) === "migrations" && (isNumbered || facts.definitions.some(({ name }) => name === "Migration")))
    return true;
  return facts.assignments.some(({ target, scope }) => scope === -1 && target === "down_revision");
}

/**
 * Scripts, and modules that bear the name of a build's, which the application imports are part of it; where nothing is left as application, the scripts and examples are
 * what the workspace is about.
 */
export function settleRoles(
  roles: Map<string, Role>,
  targets: (path: string) => readonly { readonly to: string }[],
): void {
  const pending = [...roles].filter(([, role]) => role === "application" || role === "migration").map(([path]) => path);
  if (!pending.some(path => roles.get(path) === "application")) {
    for (const [path, role] of roles) {
      const isContent = role === "script" || (role === "example" && !/(?:^|\/)docs?\//.test(path));
      if (isContent && !path.startsWith(".")) roles.set(path, "application");
    }
    return;
  }
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const { to } of targets(path)) {
      const role = roles.get(to);
      // No application imports its build: `from src.setup import init_app` reads a module of that name.
      if (role !== "script" && role !== "example" && role !== "build") continue;
      roles.set(to, "application");
      pending.push(to);
    }
  }
}
