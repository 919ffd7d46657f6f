import type { Recon } from "../../model/recon";
import { APT_FILES, type AptPackages, readAptFiles } from "./apt-files";
import type { Workspace } from "../../workspace/workspace";
import { redirectsUnlessDebugging } from "./debug-switch";
import { readClosedHosts } from "./closed-hosts";
import { readComparedWords, type ComparedWord } from "./compared-words";
import { readIndexedEntries } from "./conda-environments";
import { readDroppedNames, type OldUse } from "./dropped-names";
import { readEngineNames } from "./engine-names";
import { readLateSetUps, type LateSetUp } from "./late-set-up";
import { LOG_SETTINGS } from "./log-settings";
import { isAsyncOnly, readInsistedSchemes, readSchemeVariables, type SchemeVariable } from "./scheme-variables";
import { isBrokerSilent } from "./celery-transport";
import { readRequiredTls } from "./required-tls";
import { readEnvSamples, readsEnvFile } from "./env-samples";
import { findComposeFile, STARTING_FILES, type FoundCompose } from "./compose-file";
import { composePaths } from "../../recon/docker/compose-services";
import { loadComposeReferences } from "../../docker/compose/references";
import { readExistingCompose, type ExistingCompose } from "./existing-compose";
import { readExistingStarts, type ExistingStart } from "./existing-start";
import { readFernetKeys } from "./fernet-keys";
import { readFixedPasswords } from "./fixed-passwords";
import { readIgnoredModules, readIgnoredNames } from "./ignored-names";
import { unusedUnits } from "./inner-units";
import { localClosure, readLocalProjects } from "./local-projects";
import { readModeSwitches, readStaticSwitch, type ModeSwitch, type StaticSwitch } from "./mode-switches";
import { loadNodePackages, readNodePackages, type NodePackage } from "./node-packages";
import { isPipfileLockStale } from "./pipfile-lock";
import { isPoetryLockStale } from "./poetry-lock";
import { isUvLockStale } from "./uv-lock";
import { readPyproject, type PyprojectFacts } from "./pyproject";
import { readOverriddenSettings, type OverriddenSetting } from "./overridden-settings";
import { INDEX_FILES, readPackageIndexes, type PackageIndexes } from "./package-indexes";
import { readOnlyWords, type OnlyWord } from "./only-words";
import { foldersReadByCode } from "./read-folders";
import { readRequirements, type RequirementsFile } from "./requirements";
import { readDjangoSettings } from "./django-settings";
import { readClassChoices, type ClassChoice } from "./settings-classes";
import { readOwnExtensions, type OwnExtensions } from "./own-extensions";
import { makesFolders, readsManifest } from "./static-manifest";
import { readStaticRootVariable, settingsWithoutStaticRoot } from "./static-root";
import { configuresPytest, givenPytestPlugins } from "./pytest-settings";
import { unservedStatic, type UnservedStatic } from "./static-server";
import { namedEnvFiles } from "./their-env-files";
import { readTheirIgnoreFile, type TheirIgnoreFile } from "./their-ignore-file";
import { migratingCommands } from "./migrating-commands";
import { readMigrationFiles } from "./shared-migrations";
import { readAbsoluteFolders, type AbsoluteFolder } from "./absolute-folders";
import { readSocketServer, type SocketServer } from "./socket-mode";
import { readTableStep, type TableStep } from "./table-step";
import { isToolAddressed } from "./tool-address";
import { readWrites } from "./writes";
import type { WrittenPath } from "./written-path";
import { readWrittenLogins, type WrittenLogin } from "./written-logins";
import { startsOtherMember } from "./uv-members";
import { isInside, nameOf, parentOf } from "../../model/paths";
import { isBlank } from "../../recon/docker/dockerfiles";
import type { Place } from "../../model/place";
import { readSetup, type SetupFacts } from "./setup";
import { asksGitForData, sourceVersionVariable } from "./source-version";

/**
 * What the files of one unit say beyond Recon: what an install needs at hand, what a build context holds. Paths are
 * relative to the analysed folder, as everywhere.
 */
export interface Layout {
  /** Folder of the unit, "" for the analysed folder itself. */
  readonly path: string;
  /** Name of the analysed folder. */
  readonly root: string;
  /** Folders of units inside this one's. */
  readonly innerUnits: readonly string[];
  /** Those of them that the unit has no use for. */
  readonly unusedUnits: readonly string[];
  /** Every file below the unit. */
  readonly files: readonly string[];
  /** Every file of the workspace: for path dependencies outside the unit. */
  readonly allFiles: readonly string[];
  readonly pyproject: PyprojectFacts | null;
  /** The `pyproject.toml` of the uv workspace that the unit belongs to, where it is another one. */
  readonly workspaceRoot: { readonly path: string; readonly pyproject: PyprojectFacts } | null;
  /** What starts lies in a member of the unit's own uv workspace that its project does not need. */
  readonly startsOtherMember: boolean;
  readonly setup: SetupFacts | null;
  /** The variable that stands for a version which building the project would read from Git. */
  readonly sourceVersion: string | null;
  /** Building the project would ask Git which templates and the like belong to its packages. */
  readonly asksGitForData: boolean;
  /** Modules of its own that have to be compiled. */
  readonly ownExtensions: OwnExtensions | null;
  /** Tests name the folder of the documentation, to compare it with the code. */
  readonly testsReadDocs: boolean;
  /** Folders of documents and the like which the program itself reads. */
  readonly readFolders: ReadonlySet<string>;
  /** The tests or their configuration say which settings of Django they want. */
  readonly testsNameSettings: boolean;
  /** Settings or a command of pytest may let it find tests in files of any name. */
  readonly configuresPytest: boolean;
  /** Distributions that bring the options which pytest is always given. */
  readonly pytestPlugins: readonly string[];
  readonly requirements: ReadonlyMap<string, RequirementsFile>;
  readonly packageIndexes: PackageIndexes;
  /** The tool of the migrations is taken from an address of its own. */
  readonly isToolAddressed: boolean;
  /** Places in conda environments of what a package index has under the same name. */
  readonly indexedEntries: ReadonlySet<string>;
  /** Values of `.env.example` and its like: name to value, secrets included, for values that are no secret only. */
  readonly envSamples: ReadonlyMap<string, string>;
  /** The code itself reads a file of variables. */
  readonly readsEnvFile: boolean;
  /** Passwords that stand in the code beside an address on this machine, by service. */
  readonly fixedPasswords: ReadonlyMap<string, string>;
  /** Words that the code compares a variable with which chooses the database, by variable. */
  readonly engineNames: ReadonlyMap<string, readonly string[]>;
  /** Variables that the code puts before an address as its scheme, or as a side of its plus. */
  readonly schemeVariables: ReadonlyMap<string, SchemeVariable>;
  /** Workers of Celery cannot be asked, since their messages go through what carries no remote control. */
  readonly isBrokerSilent: boolean;
  /** Where the code may refuse a PostgreSQL that speaks no TLS. */
  readonly requiredTls: Place | null;
  /** Packages of the system that the authors have a platform install; null where no file lists any. */
  readonly aptPackages: AptPackages | null;
  /** Schemes without one of which the code refuses an address, by the variable that holds it. */
  readonly insistedSchemes: ReadonlyMap<string, readonly string[]>;
  /** The code opens databases by engines of SQLAlchemy that can wait, and by no other. */
  readonly isAsyncOnly: boolean;
  /** Variables that hold a key of Fernet. */
  readonly fernetKeys: ReadonlySet<string>;
  /** Folders that `.gitignore` keeps out: written while the program runs, unless they are a tool's. */
  readonly ignoredNames: readonly string[];
  /** Modules that git leaves out. */
  readonly ignoredModules: ReadonlySet<string>;
  /** Variables that switch from a file of development to a database server. */
  readonly modeSwitches: ReadonlyMap<string, ModeSwitch>;
  readonly staticSwitch: StaticSwitch | null;
  /** The variable that alone names the folder of static files. */
  readonly staticRootVariable: string | null;
  /** The settings, where a script collects static files and they name no folder to collect them to. */
  readonly rootlessStatic: Place | null;
  /** Words for production that the code compares variables with which have to be given. */
  readonly comparedWords: ReadonlyMap<string, ComparedWord>;
  /** One of the words without which the code refuses to start, by variable. */
  readonly onlyWords: ReadonlyMap<string, OnlyWord>;
  /** Every request is led to HTTPS while debugging is off. */
  readonly redirectsUnlessDebugging: boolean;
  /** Lists of allowed hosts of which one read has a default that this machine's names are not in. */
  readonly closedHosts: ReadonlySet<string>;
  /** What settings would be that a module takes from another one and then reads from a variable that has to be given. */
  readonly overriddenSettings: ReadonlyMap<string, OverriddenSetting>;
  /** Variables that choose one of several settings classes, with what loads the one for production. */
  readonly classChoices: ReadonlyMap<string, ClassChoice>;
  /** Pages are rendered with the names of collected files, so that tests need them as well. */
  readonly readsManifest: boolean;
  /** Settings make the folders that the code writes to. */
  readonly settingsMakeFolders: boolean;
  readonly unservedStatic: UnservedStatic | null;
  /** Management commands of the project that migrate. */
  readonly migratingCommands: readonly string[];
  /** What its migrations consist of where they lie outside it. */
  readonly migrationFiles: readonly string[];
  /** Users and names of databases that stand in the code, by service. */
  readonly writtenLogins: ReadonlyMap<string, WrittenLogin>;
  /** The line of a start script that makes the tables before the server starts. */
  readonly tableStep: TableStep | null;
  readonly socketServer: SocketServer | null;
  /** Names that the code uses and today's releases have no more. */
  readonly oldUses: readonly OldUse[];
  /** ASGI modules, by path, that only `runserver` can serve as they are. */
  readonly lateSetUps: ReadonlyMap<string, LateSetUp>;
  /** The `.dockerignore` of its folder as it is now. */
  readonly ignoreFile: TheirIgnoreFile | null;
  /** Folders that the code writes to, relative to the unit, with where that was read. */
  readonly writes: readonly WrittenPath[];
  readonly absoluteFolders: readonly AbsoluteFolder[];
  /** `DJANGO_SETTINGS_MODULE` as the WSGI or ASGI module sets it: what production runs with. */
  readonly djangoSettings: { readonly value: string; readonly place: Place } | null;
  /** What the builds of front ends need, by the folder of their package.json. */
  readonly nodePackages: ReadonlyMap<string, NodePackage>;
  readonly compose: ExistingCompose | null;
  /** Compose files that run the project, of which none is taken since nothing tells them apart. */
  readonly rivalComposes: readonly string[];
  /** How the images of the person's own Dockerfiles start. */
  readonly starts: readonly ExistingStart[];
  /** Folders of the workspace that hold distributions which this unit depends on by name. */
  readonly siblings: readonly string[];
  /** The lock takes something from version control, a folder or a file, which has no hash, or was written without hashes. */
  readonly lockHasSources: boolean;
  /** The manifest (`Pipfile`, or the `pyproject.toml` of Poetry and uv) was changed after its lock was written. */
  readonly isLockStale: boolean;
  /** The version that wrote the lock file, such as `2.1.3`, where it says so. */
  readonly lockVersion: string | null;
}

/** Files that `readLayout` wants loaded, by name; all of them small. */
const WANTED = [
  ...INDEX_FILES,
  "alembic.ini",
  "pyproject.toml",
  "setup.cfg",
  "setup.py",
  "MANIFEST.in",
  "poetry.lock",
  "uv.lock",
  "pdm.lock",
  "Pipfile",
  "Pipfile.lock",
  ".gitignore",
  "*Dockerfile*",
  "dockerfile",
  "*.dockerignore",
  "*.sh",
  "*entrypoint*",
  "start",
  "start-*",
  "*uwsgi*.ini",
  "*.conf",
  "circus.ini",
  "Makefile",
  ".env*",
  "docker.env",
  ".docker.env",
  "env?example",
  "env?sample",
  "env?template",
  "dotenv?*",
  "example.env",
  "sample.env",
  "pytest.ini",
  ".pytest.ini",
  "pytest.toml",
  "tox.ini",
];

/** Settings and start modules are far smaller; generated code is not worth a look. */
const MAX_CODE_BYTES = 200_000;

/** What tells which Compose file runs the project. */
export async function loadStartFiles(workspace: Workspace): Promise<void> {
  const compose = composePaths(workspace);
  await workspace.load([...workspace.paths(...WANTED, ...STARTING_FILES), ...compose]);
  await loadComposeReferences(workspace, compose);
}

/** `compose` is the Compose file that the person chose, where one was. */
export async function loadLayoutFiles(workspace: Workspace, recon: Recon, compose: string | null): Promise<void> {
  const recons = [recon, ...recon.units.map(unit => unit.recon)];
  const manifests = recons.flatMap(recon => recon.manifests.map(({ path }) => path));
  // A password may stand in a file of settings that nothing else asks for.
  const secrets = recons.flatMap(recon => recon.integrations.flatMap(({ fixed }) => fixed?.password?.path ?? []));
  const code = workspace
    .paths("*.py", ...LOG_SETTINGS)
    .filter(path => (workspace.entry(path)?.bytes ?? 0) < MAX_CODE_BYTES);
  await loadStartFiles(workspace);
  await workspace.load([
    ...code,
    ...new Set([...workspace.paths("*requirements*.txt", "constraints*.txt", ...APT_FILES), ...manifests, ...secrets]),
  ]);
  await loadNodePackages(workspace, recons);
  // Ignore rules of git may keep them out of the listing.
  await workspace.loadUnlisted(namedEnvFiles(workspace, findComposeFile(workspace, { chosen: compose, recon }).path));
}

const TEST_FILE = /(?:^|\/)tests?\/.*\.py$|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
/** Where pytest-django and tests themselves read or set the module of the settings. */
const NAMES_SETTINGS = /(?:^|\/)(?:pyproject\.toml|\.?pytest\.(?:ini|toml)|setup\.cfg|tox\.ini|conftest\.py)$/;
const SETTINGS_WORDS = /DJANGO_SETTINGS_MODULE|--ds\b|--dc\b|DJANGO_CONFIGURATION|settings\.configure\(/;
const NAMES_DOCS = /["']docs?(?:\/[\w./*-]*)?["']/;

/** `others` are folders of units inside this one's. */
export function readLayout(
  whole: Workspace,
  recon: Recon,
  { path, others }: { readonly path: string; readonly others: readonly string[] },
  found: FoundCompose,
): Layout {
  const prefix = path === "" ? "" : `${path}/`;
  const allFiles = whole.files.flatMap(({ path: file }) =>
    nameOf(file) === "Dockerfile" && isBlank(whole, file) ? [] : file,
  );
  const readFolders = foldersReadByCode(whole, recon, path, others);
  const unused = unusedUnits(whole, recon, { path, others }, readFolders);
  const workspace = whole.without(unused);
  const files = allFiles.filter(file => file.startsWith(prefix) && workspace.has(file));
  const pyproject = readPyproject(workspace, `${prefix}pyproject.toml`);
  const requirements = readRequirements(workspace, recon, prefix);
  const envSamples = readEnvSamples(workspace, path, recon.environment);
  const rootlessStatic = settingsWithoutStaticRoot(workspace, recon);
  const compose = readExistingCompose(whole, found.path, new Set(recon.environment.map(({ name }) => name)));
  return {
    path,
    root: workspace.name,
    innerUnits: others,
    unusedUnits: unused,
    files,
    allFiles,
    pyproject,
    workspaceRoot: findWorkspaceRoot(workspace, path, pyproject),
    startsOtherMember: startsOtherMember(workspace, recon, path, pyproject),
    setup: readSetup(workspace, prefix),
    sourceVersion: sourceVersionVariable(
      workspace.data(`${prefix}pyproject.toml`).root,
      workspace.text(`${prefix}setup.py`),
    ),
    asksGitForData: asksGitForData(workspace, prefix, files),
    ownExtensions: readOwnExtensions(workspace, prefix, files),
    requirements,
    packageIndexes: readPackageIndexes(workspace, recon, path, pyproject, requirements),
    isToolAddressed: isToolAddressed(workspace, recon),
    indexedEntries: readIndexedEntries(workspace, recon),
    testsReadDocs: files.some(file => TEST_FILE.test(file) && NAMES_DOCS.test(workspace.text(file) ?? "")),
    readFolders,
    testsNameSettings: allFiles.some(
      file =>
        // pytest looks in the folders above as well.
        (isInside(path, file) || isInside(parentOf(file), path)) &&
        NAMES_SETTINGS.test(file) &&
        SETTINGS_WORDS.test(workspace.text(file) ?? ""),
    ),
    envSamples,
    readsEnvFile: files.some(file => !TEST_FILE.test(file) && readsEnvFile(file, workspace.text(file) ?? "")),
    redirectsUnlessDebugging: files.some(
      file => file.endsWith(".py") && !TEST_FILE.test(file) && redirectsUnlessDebugging(workspace.text(file) ?? ""),
    ),
    fixedPasswords: readFixedPasswords(workspace, recon),
    engineNames: readEngineNames(workspace, recon),
    schemeVariables: readSchemeVariables(workspace, recon, path),
    isBrokerSilent: isBrokerSilent(workspace, recon, path),
    requiredTls: readRequiredTls(workspace, path),
    aptPackages: readAptFiles(workspace, recon, path),
    insistedSchemes: readInsistedSchemes(workspace, recon),
    isAsyncOnly: isAsyncOnly(workspace, recon, path),
    fernetKeys: readFernetKeys(workspace, recon, path),
    ignoredNames: readIgnoredNames(workspace, path),
    ignoredModules: readIgnoredModules(workspace, path),
    configuresPytest: configuresPytest(workspace, path),
    pytestPlugins: givenPytestPlugins(workspace, path),
    modeSwitches: readModeSwitches(workspace, recon),
    staticSwitch: readStaticSwitch(workspace, recon),
    staticRootVariable: readStaticRootVariable(workspace, recon),
    rootlessStatic,
    comparedWords: readComparedWords(workspace, recon),
    onlyWords: readOnlyWords(workspace, recon),
    closedHosts: readClosedHosts(workspace, recon),
    overriddenSettings: readOverriddenSettings(workspace, recon),
    classChoices: readClassChoices(workspace, recon),
    readsManifest: readsManifest(workspace, recon),
    settingsMakeFolders: makesFolders(workspace, recon),
    unservedStatic: unservedStatic(
      workspace,
      rootlessStatic === null ? recon : { ...recon, static: null },
      compose,
      path,
    ),
    migratingCommands: migratingCommands(workspace),
    migrationFiles: readMigrationFiles(workspace, recon.migrations, path),
    writtenLogins: readWrittenLogins(workspace, recon),
    tableStep: readTableStep(workspace, path),
    socketServer: readSocketServer(workspace, path),
    oldUses: readDroppedNames(workspace, recon),
    lateSetUps: readLateSetUps(workspace, recon),
    ignoreFile: readTheirIgnoreFile(
      workspace,
      recon,
      path,
      (pyproject?.namedFiles ?? []).map(name => prefix + name),
    ),
    writes: readWrites(workspace, recon, path, readIgnoredNames(workspace, path), envSamples),
    absoluteFolders: readAbsoluteFolders(workspace, path),
    djangoSettings: readDjangoSettings(workspace, recon),
    nodePackages: readNodePackages(workspace, recon),
    compose,
    rivalComposes: found.rivals,
    starts: readExistingStarts(
      whole,
      allFiles.filter(
        file =>
          /(?:^|\/|\.)(?:Dockerfile|dockerfile|Containerfile)(?:\.[\w.-]+)?$/.test(file) &&
          !file.endsWith(".dockerignore"),
      ),
    ),
    siblings: localClosure(
      whole,
      readLocalProjects(whole),
      recon.dependencies.map(({ name }) => name),
      path,
    ),
    lockHasSources: hasSources(workspace, recon),
    isLockStale: isStale(workspace, recon.packageManager.lock, path),
    lockVersion: readLockVersion(workspace, recon),
  };
}

function isStale(workspace: Workspace, lock: string | null, unit: string): boolean {
  if (lock?.endsWith("uv.lock")) return isUvLockStale(workspace, lock);
  return lock?.endsWith("poetry.lock") ? isPoetryLockStale(workspace, lock) : isPipfileLockStale(workspace, unit);
}

/** A member of a uv workspace is locked and synchronised from the folder that lists it. */
function findWorkspaceRoot(workspace: Workspace, path: string, own: PyprojectFacts | null): Layout["workspaceRoot"] {
  if (own?.uv.members.length || path === "") return null;
  for (let folder = path; folder !== "";) {
    folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
    const prefix = folder === "" ? "" : `${folder}/`;
    const pyproject = readPyproject(workspace, `${prefix}pyproject.toml`);
    if (pyproject && pyproject.uv.members.length > 0) return { path: folder, pyproject };
  }
  return null;
}

function hasSources(workspace: Workspace, recon: Recon): boolean {
  const { lock } = recon.packageManager;
  const text = lock === null ? "" : (workspace.text(lock) ?? "");
  return /^(?:type = "(?:git|directory|file|url)"|(?:git|path|url) = ".*")$/m.test(text) || lacksHashes(text);
}

/** Releases of Poetry before 1.2 left the files of a distribution out where the index answered in a newer way. */
function lacksHashes(lock: string): boolean {
  const files = /^\[metadata\.files\]$([\s\S]*)/m.exec(lock)?.[1] ?? "";
  return /^[\w."-]+ = \[\]$/m.test(files);
}

/** Poetry writes its version into the lock's first line, PDM the format of the lock below. */
function readLockVersion(workspace: Workspace, recon: Recon): string | null {
  const { lock } = recon.packageManager;
  const head = lock === null ? null : workspace.text(lock)?.slice(0, 400);
  const format = lock?.endsWith("pdm.lock") === true ? head?.match(/^lock_version = "([\d.]+)"/m)?.[1] : undefined;
  return format ?? head?.match(/@generated by (?:Poetry|PDM) (\d+(?:\.\d+){0,2})/)?.[1] ?? null;
}
