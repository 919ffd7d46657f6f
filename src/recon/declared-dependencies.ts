import { groupOfFile } from "../python/manifests/groups";
import type { ManifestReading } from "../python/manifests/read-manifests";
import { projectFolderOf } from "../python/manifests/requirements-file";
import type { Declared, ManifestFile } from "../python/manifests/types";
import { exactVersion } from "../python/packaging/versions";
import { libraryProjects, type LibraryProject } from "./library-projects";
import { listGroups } from "./list-groups";
import type { ManagerChoice } from "./choose-installer";
import { isLockFile, isSideFolder, type UnitManifests } from "./unit-manifests";

/** One declared dependency with the file that declares it and the group it ends up in. */
export interface DeclaredRow {
  readonly declared: Declared;
  readonly group: string;
  readonly path: string;
}

export interface CollectedRows {
  /** One for each name and group. */
  readonly rows: readonly DeclaredRow[];
  /** Rows of lists that the manager in force does not install, with names that nothing else declares. */
  readonly ignored: readonly DeclaredRow[];
}

/** Managers that install from one manifest and a lock; lists of requirements beside them are exports or leftovers. */
const PROJECT_MANAGERS = new Set(["poetry", "pdm", "uv", "pipenv", "hatch"]);

/**
 * What the unit's manifests declare. Where two name the same distribution in the same group, the manifest that the
 * manager installs from wins: the project file for Poetry, PDM, uv, Pipenv and Hatch, the source of a compiled list for
 * pip-tools, the list of requirements for pip, the environment for conda. A list that repeats a lock adds nothing. What
 * libraries of the workspace need is not direct.
 */
export function collectDeclared(unit: UnitManifests, choice: ManagerChoice, reading: ManifestReading): CollectedRows {
  const groups = listGroups(unit.files, unit.home, reading.installed);
  const libraries = libraryProjects(
    unit.files.filter(file => projectFolderOf(file.path) === unit.home),
    reading.files,
  );
  const files = unit.files
    .filter(file => isDeclaring(file, unit, libraries))
    // An environment beside another manager is one person's way of working: what runs is installed from elsewhere.
    .filter(
      ({ kind, path }) => kind !== "environment.yml" || choice.manager.name === "conda" || groups.get(path) !== "main",
    )
    .sort(
      (left, right) =>
        rankOf(left, choice) - rankOf(right, choice) ||
        // A compiled list of tests repeats what the main one holds, so the main one comes first.
        Number(groups.get(left.path) !== "main") - Number(groups.get(right.path) !== "main") ||
        depthOf(left) - depthOf(right),
    );
  const rows = new Rows(choice, dynamicLists(unit.files), groups, unit.files);
  for (const library of libraries) rows.addReference(library);
  for (const file of files) rows.addFile(file);
  for (const library of libraries) rows.addLibrary(library);
  return rows.result();
}

class Rows {
  readonly #choice: ManagerChoice;
  readonly #isManaged: boolean;
  readonly #dynamic: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, string>;
  readonly #files: readonly ManifestFile[];
  readonly #rows = new Map<string, DeclaredRow>();
  readonly #ignored: DeclaredRow[] = [];

  constructor(
    choice: ManagerChoice,
    dynamic: ReadonlySet<string>,
    groups: ReadonlyMap<string, string>,
    files: readonly ManifestFile[],
  ) {
    this.#choice = choice;
    this.#isManaged = PROJECT_MANAGERS.has(choice.manager.name);
    this.#dynamic = dynamic;
    this.#groups = groups;
    this.#files = files;
  }

  addFile(file: ManifestFile): void {
    const isList = file.kind === "requirements" && !this.#dynamic.has(file.path);
    if (this.#isManaged && file.generator?.isExport === true) return;
    const isUnmanaged = this.#isManaged && isList && this.#groups.get(file.path) === "main";
    const mains = new Set([...this.#rows.values()].flatMap(row => (row.group === "main" ? [row.declared.name] : [])));
    const isCompiled = file.lock !== null;
    const isSourced = isCompiled && sourcesOf(file, this.#files).length > 0;
    for (const declared of file.declared) {
      const group = this.#groupOf(declared, file);
      const row = { declared, group, path: file.path };
      if (isUnmanaged) {
        if (!this.#isLocked(declared.name)) this.#ignored.push(row);
        continue;
      }
      // A compiled list repeats what its sources declare and what the lists below it hold already.
      if (isCompiled && mains.has(declared.name)) continue;
      // A full freeze beside a project's own list holds everything that the project's list needs too.
      const isRepeated = file.isFrozen && group === "main" && mains.size > 0 && !mains.has(declared.name);
      this.#add({ ...row, declared: { ...declared, direct: declared.direct && !isRepeated && !isSourced } });
      if (file.isFrozen && this.#choice.manager.name === "pip") this.#pin(row);
    }
  }

  /** The library itself, where only a list of requirements names it. */
  addReference({ name, folder, reference }: LibraryProject): void {
    if (!reference) return;
    const group = this.#groups.get(reference.path) ?? "main";
    const { offset, extras } = reference;
    this.#add({ declared: { ...firstParty(name), extras, url: folder, group, offset }, group, path: reference.path });
  }

  /** What a library needs comes with it. */
  addLibrary({ files }: LibraryProject): void {
    const known = new Set([...this.#rows.values()].map(({ declared }) => declared.name));
    for (const { path, declared } of files) {
      for (const one of declared) {
        if (one.group !== "main" || one.optional || known.has(one.name)) continue;
        this.#add({ declared: { ...one, direct: false }, group: "main", path });
      }
    }
  }

  result(): CollectedRows {
    const known = new Set([...this.#rows.values()].map(({ declared }) => declared.name));
    return {
      rows: [...this.#rows.values()],
      ignored: this.#ignored.filter(({ declared }) => !known.has(declared.name)),
    };
  }

  #add(row: DeclaredRow): void {
    const key = `${row.group} ${row.declared.name}`;
    const known = this.#rows.get(key);
    // Variants for other platforms come one after the other: the first that can apply stands for all.
    if (!known) this.#rows.set(key, row);
  }

  /** pip installs the release that a freeze has: the project's own list says only what is direct, and with which extras. */
  #pin(row: DeclaredRow): void {
    const key = `${row.group} ${row.declared.name}`;
    const known = this.#rows.get(key);
    if (known === undefined || exactVersion(known.declared.specifier) !== null) return;
    const { direct, extras } = known.declared;
    this.#rows.set(key, { ...row, declared: { ...row.declared, direct, extras } });
  }

  #groupOf(declared: Declared, file: ManifestFile): string {
    const group = this.#groups.get(file.path);
    if (group === undefined) return declared.group;
    // A heading inside the list may name another group than the file's.
    return declared.group === groupOfFile(file.path).group ? group : declared.group;
  }

  #isLocked(name: string): boolean {
    return this.#choice.lock?.lock?.packages.some(entry => entry.name === name) ?? false;
  }
}

function firstParty(name: string): Declared {
  return {
    name,
    specifier: "",
    extras: [],
    marker: null,
    url: null,
    group: "main",
    optional: false,
    offset: 0,
    direct: true,
    conda: false,
  };
}

/**
 * Whether a file's dependencies are the unit's own: manifests of the home folder, of folders beside it, and lists
 * anywhere below; not locks and limits, and not other projects of the workspace, which are libraries or units of their own.
 */
function isDeclaring(file: ManifestFile, unit: UnitManifests, libraries: readonly LibraryProject[]): boolean {
  if (isLockFile(file) || file.kind === "constraints" || !unit.isOwnHome) return false;
  if (libraries.some(library => library.files.includes(file))) return false;
  const folder = projectFolderOf(file.path);
  if (folder === unit.home || file.kind === "requirements" || file.kind === "environment.yml") return true;
  if (unit.isVirtual && !isSideFolder(file.path)) return true;
  const isIncluded = unit.files.some(other => other.includes.includes(file.path));
  return isIncluded || (unit.home !== "" && folder.split("/").length === unit.home.split("/").length);
}

/** Lists that a project file reads its own dependencies from, with what they include and were compiled from. */
function dynamicLists(files: readonly ManifestFile[]): ReadonlySet<string> {
  const byPath = new Map(files.map(file => [file.path, file]));
  const queue = files.flatMap(file =>
    file.kind === "requirements" || file.kind === "constraints" ? [] : file.includes,
  );
  const found = new Set<string>();
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at] ?? "";
    if (found.has(path) || byPath.get(path)?.kind !== "requirements") continue;
    found.add(path);
    const list = byPath.get(path);
    if (list) queue.push(...list.includes, ...sourcesOf(list, files).map(source => source.path));
  }
  return found;
}

/** Manifests in the order in which their rows are kept. */
function rankOf(file: ManifestFile, choice: ManagerChoice): number {
  const manager = choice.manager.name;
  if (file.path.endsWith(".in")) return 0;
  if (file.lock !== null) return 4;
  if (manager === "conda") return file.kind === "environment.yml" ? 0 : 2;
  if (manager === "pipenv") return file.kind === "pipfile" ? 0 : 2;
  if (PROJECT_MANAGERS.has(manager) || manager === "setuptools") {
    return file.kind === "pyproject" ? 0 : file.kind === "requirements" ? 3 : 1;
  }
  // For pip a full freeze comes after the project's own list, which knows what is direct.
  if (file.kind === "requirements") return file.isFrozen ? 3 : 1;
  return file.kind === "environment.yml" ? 3 : 2;
}

function depthOf(file: ManifestFile): number {
  return file.path.split("/").length;
}

/** The files that a compiled list was made from: named in its header, or beside it with the ending `.in`. */
export function sourcesOf(file: ManifestFile, files: readonly ManifestFile[]): readonly ManifestFile[] {
  const named = new Set(file.generator?.sources ?? []);
  const beside = file.path.replace(/\.(?:txt|lock|pip)$/, ".in");
  return files.filter(candidate => named.has(candidate.path) || (candidate.path === beside && beside !== file.path));
}
