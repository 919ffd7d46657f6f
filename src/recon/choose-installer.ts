import type { PackageManager, PackageManagerName, Problem } from "../model/recon";
import { groupOfFile } from "../python/manifests/groups";
import { installerPaths } from "../python/manifests/installed-lists";
import { projectFolderOf } from "../python/manifests/requirements-file";
import type { ManifestFile } from "../python/manifests/types";
import type { Workspace } from "../workspace/workspace";
import { isInside, nameOf, parentOf } from "../model/paths";
import type { UnitManifests } from "./unit-manifests";

export interface ManagerChoice {
  readonly manager: PackageManager;
  /** The lock file in force, null where there is none; for pip-tools the compiled main list. */
  readonly lock: ManifestFile | null;
  readonly problems: readonly Problem[];
}

const LOCK_MANAGERS: Readonly<Record<string, PackageManagerName>> = {
  "uv.lock": "uv",
  "poetry.lock": "poetry",
  "pdm.lock": "pdm",
  "pipfile.lock": "pipenv",
  pylock: "pip",
  "conda-lock": "conda",
};
/** Order where nothing else decides between two locks. */
const LOCK_ORDER = ["uv.lock", "poetry.lock", "pdm.lock", "pipfile.lock", "conda-lock", "pylock"];

/**
 * Which tool installs the unit. Precedence: a lock file beats a manifest; between two locks the one whose tool has a
 * table in pyproject.toml, then the one that holds more of the declared dependencies; without a lock a tool's own table
 * beats the presence of a file; a build
 * backend alone names no manager: such a project is installed by pip. setup.py and setup.cfg are setuptools' own.
 */
export function choosePackageManager(workspace: Workspace, unit: UnitManifests): ManagerChoice {
  const problems: Problem[] = [];
  const here = unit.files.filter(file => projectFolderOf(file.path) === unit.home);
  const lock = chooseLock(workspace, unit, here, problems);
  if (lock) {
    const manager = { name: managerOfLock(lock), lock: lock.path, place: workspace.place(lock.path, 0) };
    return { manager, lock, problems };
  }
  const named = byTable(here) ?? bySync(workspace, unit, here) ?? byFile(here, unit.installed);
  if (!named) return { manager: { name: "none", lock: null, place: null }, lock: null, problems };
  const place = workspace.place(named.file.path, named.offset);
  const compiled = named.name === "pip-tools" ? compiledMain(here) : null;
  return { manager: { name: named.name, lock: compiled?.path ?? null, place }, lock: compiled, problems };
}

function managerOfLock(lock: ManifestFile): PackageManagerName {
  if (lock.kind === "pylock") {
    const tool = lock.lock?.createdBy ?? "";
    return tool === "uv" || tool === "pdm" ? tool : "pip";
  }
  return LOCK_MANAGERS[lock.kind] ?? "pip";
}

function chooseLock(
  workspace: Workspace,
  unit: UnitManifests,
  here: readonly ManifestFile[],
  problems: Problem[],
): ManifestFile | null {
  if (unit.locks.length < 2) return unit.locks[0] ?? null;
  const tools = new Set(here.flatMap(file => file.tools.map(({ name }) => name)));
  const declared = new Set(
    here.flatMap(file =>
      file.kind === "pyproject" || file.kind === "pipfile"
        ? file.declared.flatMap(({ name, group }) => (group === "main" ? [name] : []))
        : [],
    ),
  );
  const scored = unit.locks.map(lock => {
    const names = new Set(lock.lock?.packages.map(({ name }) => name));
    const covered = [...declared].filter(name => names.has(name)).length;
    return { lock, covered, hasTable: tools.has(managerOfLock(lock)) };
  });
  scored.sort(
    (left, right) =>
      Number(right.hasTable) - Number(left.hasTable) ||
      right.covered - left.covered ||
      LOCK_ORDER.indexOf(left.lock.kind) - LOCK_ORDER.indexOf(right.lock.kind),
  );
  const best = scored[0]?.lock ?? null;
  const others = scored.slice(1).map(({ lock }) => nameOf(lock.path));
  if (best) {
    problems.push({
      code: "two-locks",
      message: `${nameOf(best.path)} decides; ${others.join(" and ")} beside it belongs to another tool and may be out of date`,
      place: workspace.place(best.path, 0),
    });
  }
  return best;
}

interface Named {
  readonly name: PackageManagerName;
  readonly file: ManifestFile;
  readonly offset: number;
}

const TABLES: Readonly<Record<string, PackageManagerName>> = { poetry: "poetry", pdm: "pdm", uv: "uv", hatch: "hatch" };

function byTable(here: readonly ManifestFile[]): Named | null {
  for (const [tool, name] of Object.entries(TABLES)) {
    for (const file of here) {
      const isProject = file.kind === "pyproject" || file.kind === "hatch.toml";
      const table = isProject ? file.tools.find(candidate => candidate.name === tool) : undefined;
      if (!table) continue;
      // Hatch's table is mostly about building, and one without a project about the tool alone, as is uv's where the
      // project takes its dependencies from a list: where such a list stands beside it, that one is installed.
      const isBare =
        tool === "hatch" ||
        (tool === "uv"
          ? !file.declared.some(({ group }) => group === "main")
          : file.projectName === null && file.declared.length === 0);
      if (isBare && here.some(isMainList)) continue;
      return { name, file, offset: table.offset };
    }
  }
  return null;
}

/** A project that its own image installs by `uv sync`, though neither a table nor a lock of uv is committed. */
function bySync(workspace: Workspace, unit: UnitManifests, here: readonly ManifestFile[]): Named | null {
  const file = here.find(({ kind, projectName }) => kind === "pyproject" && projectName !== null);
  const isSynced = (path: string): boolean => /^(?!\s*#).*\buv sync\b/m.test(workspace.text(path) ?? "");
  if (!file || !installerPaths(workspace).some(path => isInside(unit.home, path) && isSynced(path))) return null;
  return { name: "uv", file, offset: 0 };
}

function byFile(here: readonly ManifestFile[], installed: ReadonlySet<string>): Named | null {
  const found = (name: PackageManagerName, file: ManifestFile | undefined): Named | null =>
    file ? { name, file, offset: file.tools[0]?.offset ?? file.declared[0]?.offset ?? 0 } : null;
  const pipfile = found(
    "pipenv",
    here.find(file => file.kind === "pipfile"),
  );
  if (pipfile) return pipfile;
  const environment = here.find(file => file.kind === "environment.yml" && isCondaNeeded(file, here, installed));
  if (environment) return found("conda", environment);
  const lists = here.filter(isMainList);
  const source = lists.find(file => file.path.endsWith(".in"));
  const compiled = compiledMain(here);
  if (source || compiled) return found("pip-tools", source ?? compiled ?? undefined);
  const list = bestList(lists);
  if (list) return found("pip", list);
  const projects = here.filter(file => ["pyproject", "setup.py", "setup.cfg"].includes(file.kind));
  const pyproject = projects.find(file => file.kind === "pyproject");
  const script = projects.find(file => file.kind !== "pyproject");
  if (script) return found("setuptools", pyproject && pyproject.projectName !== null ? pyproject : script);
  if (pyproject && (pyproject.projectName !== null || pyproject.declared.length > 0)) return found("pip", pyproject);
  const plain = here.find(file => file.kind === "environment.yml");
  return found("conda", plain);
}

/** The list that is installed: `requirements.txt` before all others, then the longest. */
function bestList(lists: readonly ManifestFile[]): ManifestFile | undefined {
  const named = lists.find(file => nameOf(file.path) === "requirements.txt");
  if (named) return named;
  return [...lists].sort((left, right) => right.declared.length - left.declared.length)[0];
}

function isMainList(file: ManifestFile): boolean {
  return (
    file.kind === "requirements" &&
    groupOfFile(file.path).group === "main" &&
    file.generator?.isExport !== true &&
    !namesProjectAlone(file)
  );
}

/** `-e .` and nothing else: what is installed stands in the project's own manifest. */
function namesProjectAlone({ declared, projects, includes }: ManifestFile): boolean {
  return declared.length + projects.length === 0 && includes.some(path => PROJECT_FILES.has(nameOf(path)));
}

const PROJECT_FILES: ReadonlySet<string> = new Set(["pyproject.toml", "setup.py", "setup.cfg"]);

function compiledMain(here: readonly ManifestFile[]): ManifestFile | null {
  const compiled = here.filter(file => file.lock !== null && isMainList(file) && file.generator?.tool !== "rye");
  return bestList(compiled) ?? null;
}

/** conda packages that exist for Windows or macOS only: an environment that was exported there cannot be created on Linux. */
const OTHER_SYSTEMS =
  /^(?:pywin32|pywinpty|vc|vc14-runtime|vs20\d\d-runtime|ucrt|wincertstore|win-inet-pton|m2w64-.*|msys2-.*|appnope|libcxx)$/;

/**
 * An environment file needs conda where it lists conda packages that no list of requirements beside it holds too. One
 * that only brings Python and pip is a wrapper round pip. What an image is made of decides before what is listed.
 */
function isCondaNeeded(
  environment: ManifestFile,
  here: readonly ManifestFile[],
  installed: ReadonlySet<string>,
): boolean {
  if (environment.declared.some(({ name, conda }) => conda && OTHER_SYSTEMS.test(name)) && here.some(isMainList))
    return false;
  if (groupOfFile(environment.path).group !== "main" && parentOf(environment.path) !== "") return false;
  if (installed.has(environment.path) && !here.some(file => isMainList(file) && installed.has(file.path))) return true;
  const listed = new Set(here.filter(isMainList).flatMap(file => file.declared.map(({ name }) => name)));
  const conda = environment.declared.filter(declared => declared.conda);
  if (listed.size === 0) return conda.length > 0 || environment.declared.length > 0;
  return conda.some(({ name }) => !listed.has(name));
}
