import { comparePlaces, compareText, type Place } from "../model/place";
import type { Dependency, UndeclaredImport } from "../model/recon";
import { isInDataFolder } from "../python/manifests/manifest-paths";
import { normalizeName } from "../python/packaging/names";
import type { FileQuestion, PythonFile, PythonProject } from "../python/project";
import type { Workspace } from "../workspace/workspace";
import { impliedBy, loadersOf, needsNoImport } from "./knowledge/implied";
import { distributionOf, modulesOf, NAMESPACES } from "./knowledge/modules";
import { bundledCode } from "./bundled-code";
import { isGuardedLine } from "./guarded-imports";
import { DistributionWords, InstalledModules, NamedModules } from "./provided-modules";
import { readmeInstalls } from "./readme-installs";
import type { NamedModule } from "./named-imports/named-modules";
import type { SettledDependencies } from "./settle-dependencies";
import { wordsInCode, wordsInFiles } from "./used-words";

export interface UsageOptions {
  readonly workspace: Workspace;
  readonly project: Pick<PythonProject, "thirdParty" | "place" | "file" | "about" | "keep">;
  /** Python files of the unit, all roles. */
  readonly files: readonly PythonFile[];
  /** Whether a path is one of theirs. */
  readonly isOwn: (path: string) => boolean;
  readonly dependencies: readonly Dependency[];
  /** Modules that settings load by name, and drivers that an address names. */
  readonly named: readonly NamedModule[];
  /** What the root of a workspace declares for all its members. */
  readonly tools: readonly string[];
  /** What folders above declare for development and tests. */
  readonly testTools: readonly string[];
  /** Names of all projects of the workspace. */
  readonly projects: readonly string[];
}

/** Modules that every installation brings, or that only build scripts and hooks of packagers import. */
const AMBIENT = new Set([
  "PyInstaller",
  "setuptools",
  "pkg_resources",
  "pip",
  "wheel",
  "distutils",
  "_distutils_hack",
  "sitecustomize",
]);
/** Roles whose imports must be installed with the application or its tests. */
const ROLES = new Set(["application", "script", "migration", "test"]);

/**
 * Third-party modules that code imports and no declared or locked distribution provides; of those that no table knows
 * only where no declared distribution may hold them. `unprovided` is what `unprovidedImports` answered for the same options.
 */
export function undeclaredImports(
  { project, dependencies }: UsageOptions,
  unprovided: readonly UndeclaredImport[],
): readonly UndeclaredImport[] {
  // `common-expression-language` holds `cel`: while nothing tells what a declared distribution holds, it may be that.
  const imported = new NamedModules([...project.thirdParty.keys()]);
  const mayHoldAnything = dependencies.some(
    ({ name, direct }) => direct && isUnknown(name) && !needsNoImport(name) && !imported.include(name),
  );
  return unprovided.filter(({ distribution }) => distribution !== null || !mayHoldAnything);
}

/** What protoc writes beside the code that imports it; what is declared often brings what it needs, which no table shows whole. */
function isStub(path: string): boolean {
  return /_pb2(?:_grpc)?\.py$/.test(path);
}

/**
 * Modules that are imported and that nothing declared is known to provide. Imports that the code can do without (`try`
 * with ImportError, TYPE_CHECKING) do not count. One entry for each module, at its first import.
 */
export function unprovidedImports(options: UsageOptions): readonly UndeclaredImport[] {
  const { workspace, project, files, dependencies } = options;
  const declared = dependencies.filter(({ direct }) => direct).map(({ name }) => name);
  const ownPackages = new Set(files.map(({ module }) => topOf(module)));
  let names: ReadonlySet<string> | undefined;
  const isOwnName = (name: string): boolean => (names ??= ownNames(workspace)).has(name);
  const bundled = bundledCode(workspace);
  // An extra of what runs is mostly called after what it brings: `celery[redis]`. Tools of tests have `coverage[toml]`,
  // which brings something else.
  const installed = new InstalledModules(
    dependencies
      .flatMap(({ name, extras, group }) => [
        name,
        ...impliedBy(name),
        ...(group === "main" ? extras.map(normalizeName) : []),
        // `drf-spectacular[sidecar]` brings drf-spectacular-sidecar.
        ...extras.map(extra => normalizeName(`${name}-${extra}`)).flatMap(each => [each, ...impliedBy(each)]),
      ])
      .concat(options.tools),
  );
  const forTests = new InstalledModules(options.testTools);
  const told = readmeInstalls(workspace);
  // What the README has installed is called after the module, where no table knows the distribution.
  const distributionFor = (module: string, top: string): string | null =>
    distributionOf(module)?.distribution ?? (told.has(normalizeName(top)) ? normalizeName(top) : null);
  const isRun = ({ path, role }: PythonFile): boolean =>
    (ROLES.has(role) || (declared.length === 0 && isStub(path))) &&
    // Hooks of a CI or of an agent (`.build/`, `.claude/`) run elsewhere.
    !/(?:^|\/)\.[^/]+\//.test(path) &&
    !isInDataFolder(path) &&
    !bundled.holds(path) &&
    !declaresItself(workspace, path);
  // A part of an own package that is missing is written by the build (`shop._version`).
  const isWritten = (module: string, top: string): boolean => module !== top && ownPackages.has(top);
  const isThere = (top: string): boolean => AMBIENT.has(top) || top === "" || bundled.modules.has(top);
  const found: UndeclaredImport[] = [];
  for (const [top, uses] of withNamed(project.thirdParty, options.named)) {
    if (isThere(top)) continue;
    const reported = new Set<string>();
    const missing = new Map<string, boolean>();
    const isMissing = (module: string): boolean => {
      let known = missing.get(module);
      if (known === undefined) missing.set(module, (known = !installed.provide(module)));
      return known;
    };
    for (const use of uses) {
      const file = options.isOwn(use.path) ? project.file(use.path) : undefined;
      if (!file) continue;
      const isBrought = (module: string): boolean => file.role === "test" && forTests.provide(module);
      const modules = importedModules(project, use, top).filter(module => isMissing(module) && !isBrought(module));
      if (modules.length === 0) continue;
      if (isWritten(use.module, top) || !isRun(file) || !isNeeded(workspace, file, use)) continue;
      // A module that no table knows may be a file that is generated, or a declared distribution's under another name.
      // `litestar-debug-toolbar` holds a `debug_toolbar` as well as Django's does.
      if (declared.some(name => isUnknown(name) && name.endsWith(`-${normalizeName(top)}`))) continue;
      for (const module of modules) {
        const distribution = distributionFor(module, top);
        if (distribution === null && (isOwnName(top) || declared.some(name => resembles(name, top)))) continue;
        const key = distribution ?? top;
        if (reported.has(key)) continue;
        reported.add(key);
        const place = project.place(file, use.offset, distribution === null ? "low" : "high");
        found.push({ module: isNamespace(module, top) ? module : top, distribution, place });
      }
    }
  }
  return found.sort((left, right) => comparePlaces(left.place, right.place) || compareText(left.module, right.module));
}

/** `google.cloud.storage` of `from google.cloud import storage`: what is taken from a shared package tells whose it is. */
export function importedModules(
  project: Pick<PythonProject, "file">,
  use: { readonly path: string; readonly module: string; readonly offset: number },
  top: string,
): readonly string[] {
  if (!NAMESPACES.has(top) || distributionOf(use.module) !== null) return [use.module];
  const names = project.file(use.path)?.facts.imports.find(({ offset }) => offset === use.offset)?.names ?? [];
  const parts = names.map(({ name }) => `${use.module}.${name}`).filter(part => distributionOf(part) !== null);
  return parts.length > 0 ? parts : [use.module];
}

type Uses = PythonProject["thirdParty"];

/** Imports with what settings load by name, which fails as an import would. */
function withNamed(thirdParty: Uses, named: readonly NamedModule[]): Uses {
  if (named.length === 0) return thirdParty;
  const all = new Map(thirdParty);
  for (const { module, path, offset } of named) {
    const top = topOf(module);
    all.set(top, [...(all.get(top) ?? []), { module, path, offset, kind: "static" }]);
  }
  return all;
}

/** Names of all modules and folders of the workspace: an import of one of them means that. */
function ownNames(workspace: Workspace): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { path } of workspace.files) {
    if (!path.endsWith(".py")) continue;
    for (const part of path.slice(0, -3).split("/")) names.add(part);
  }
  return names;
}

/** `mysql-replication` and `pymysqlreplication`: one holds a long part of the other. */
function resembles(distribution: string, module: string): boolean {
  const name = normalizeName(module).replaceAll("-", "");
  if (name.length >= 5 && distribution.replaceAll("-", "").includes(name)) return true;
  return distribution.split("-").some(part => part.length >= 6 && name.includes(part));
}

/** Scripts with metadata of their own, which a runner installs for them (PEP 723). */
function declaresItself(workspace: Workspace, path: string): boolean {
  return /^# \/\/\/ script\s*$/m.test((workspace.text(path) ?? "").slice(0, 2000));
}

function isNamespace(module: string, top: string): boolean {
  return module !== top && distributionOf(top) === null && distributionOf(module) !== null;
}

/** Whether the import runs unconditionally, or lazily in a function without a `try` round it. */
function isNeeded(
  workspace: Workspace,
  file: PythonFile,
  use: { readonly offset: number; readonly kind: string },
): boolean {
  if (use.kind === "static") return true;
  if (use.kind !== "conditional") return false;
  const fact = file.facts.imports.find(({ offset }) => offset === use.offset);
  const text = workspace.text(file.path);
  return fact !== undefined && fact.scope >= 0 && text !== null && !isGuardedLine(text, use.offset);
}

export interface UnusedOptions extends UsageOptions {
  /** What `unprovidedImports` answered for the same options. */
  readonly unprovided: readonly UndeclaredImport[];
  readonly settled: SettledDependencies;
  /** Names that evidence counts as used: distributions or modules. */
  readonly used: readonly string[];
}

/**
 * Direct dependencies of the main group that nothing imports, names or runs. Servers, drivers, plugins, back ends of what
 * is imported, and lists that also hold transitive packages are left out: only what can be dropped is reported.
 */
export function unusedDependencies(
  options: UnusedOptions,
): readonly { readonly name: string; readonly place: Place }[] {
  const { workspace, project, files, dependencies, settled, used, unprovided } = options;
  if (files.length === 0) return [];
  const frozen = new Set(settled.unitManifests.files.flatMap(file => (file.isFrozen ? [file.path] : [])));
  const libraries = new Set(settled.unitManifests.files.flatMap(file => file.projectName ?? []));
  const projects = new Set(options.projects.map(normalizeName));
  const bundled = bundledCode(workspace);
  const distributions = dependencies.map(({ name }) => name);
  // One question for the same dependencies, so that its answers are kept.
  const question = project.keep(`words\0${distributions.join("\0")}`, [], () => wordsAbout(distributions));
  const inCode = files.flatMap(file => (bundled.holds(file.path) ? [] : project.about(file, question)));
  const byAddress = options.named.map(({ module }) => module);
  const named = [namedAnywhere(options), new NamedModules([...used, ...inCode, ...byAddress])];
  const claimed = new Set(used.map(normalizeName));
  const needed = neededByOthers(settled, dependencies);
  const broughtOnce = onlyBrought(dependencies);
  let imported: ReadonlySet<string> | undefined;
  const isImported = (name: string): boolean => (imported ??= importedDistributions(project)).has(name);
  // Where some imports cannot be told, a distribution that no table knows may be what they mean.
  const hasRiddles = unprovided.some(({ distribution }) => distribution === null);
  return dependencies
    .filter(({ name, group, direct, applies, place }) => {
      if (!direct || group !== "main" || applies === "no" || frozen.has(place.path)) return false;
      // conda environments hold programs and libraries that no Python module tells of.
      if (/\.ya?ml$/.test(place.path) && isUnknown(name)) return false;
      if (hasRiddles && isUnknown(name)) return false;
      // `shop-plugin-mail` extends the project `shop`, which finds it by its entry points.
      if ([...libraries].some(own => name.startsWith(`${own}-plugin`))) return false;
      if (libraries.has(name) || projects.has(name) || needsNoImport(name) || needed.has(name) || claimed.has(name))
        return false;
      // `google.cloud.storage` comes with `firebase-admin` and nothing else here: without it the import fails.
      if (impliedBy(name).some(each => broughtOnce.has(each) && isImported(each))) return false;
      // `acme-wpadmin`, a fork, holds the `wpadmin` that is imported and that no table knows.
      const end = name.slice(name.indexOf("-") + 1).replaceAll("-", "_");
      if (isUnknown(name) && project.thirdParty.has(end) && distributionOf(end) === null) return false;
      const isLoaded = loadersOf(name).some(module => named.some(one => one.hasModule(module)));
      return !isLoaded && !named.some(one => one.include(name) || (isUnknown(name) && one.resemble(name)));
    })
    .map(({ name, place }) => ({ name, place }))
    .sort((left, right) => comparePlaces(left.place, right.place));
}

/** Distributions of everything that is imported, each module looked up once. */
function importedDistributions(project: UsageOptions["project"]): ReadonlySet<string> {
  const modules = new Set<string>();
  for (const [top, uses] of project.thirdParty)
    for (const use of uses) for (const module of importedModules(project, use, top)) modules.add(module);
  return new Set([...modules].flatMap(module => distributionOf(module)?.distribution ?? []));
}

/** What some file of the workspace imports, and the words of its commands and settings: the same for each unit. */
function namedAnywhere({ workspace, project }: UsageOptions): NamedModules {
  return project.keep("named anywhere", [workspace.contents], () => {
    const words = new Set(wordsInFiles(workspace));
    for (const uses of project.thirdParty.values()) for (const { module } of uses) words.add(module);
    return new NamedModules([...words]);
  });
}

/** Words of a file's code that may name one of the distributions, or a module of it. */
function wordsAbout(distributions: readonly string[]): FileQuestion<readonly string[]> {
  const { mayName } = new DistributionWords(distributions);
  return (_project, { facts }) => wordsInCode(facts).filter(mayName);
}

function topOf(module: string): string {
  const dot = module.indexOf(".");
  return dot < 0 ? module : module.slice(0, dot);
}

/** Whether no table tells which modules a distribution holds. */
function isUnknown(name: string): boolean {
  return modulesOf(name).length === 0 && distributionOf(name.replaceAll("-", "_")) === null;
}

/** What no list declares and just one of the declared distributions brings. */
function onlyBrought(dependencies: readonly Dependency[]): ReadonlySet<string> {
  const direct = dependencies.filter(one => one.direct);
  const brought = direct.flatMap(({ name }) => impliedBy(name));
  const declared = new Set(direct.map(({ name }) => name));
  return new Set(brought.filter(name => !declared.has(name) && brought.indexOf(name) === brought.lastIndexOf(name)));
}

/** What another dependency needs stays whether it is declared or not. */
function neededByOthers(settled: SettledDependencies, dependencies: readonly Dependency[]): ReadonlySet<string> {
  const found = new Set(dependencies.flatMap(({ name }) => impliedBy(name)));
  for (const entry of settled.lock?.lock?.packages ?? []) {
    if (entry.source === "project") continue;
    for (const edge of entry.edges)
      if (edge.extra === null && !/\bextra\b/.test(edge.marker ?? "")) found.add(edge.name);
  }
  return found;
}
