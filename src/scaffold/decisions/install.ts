import type { Place } from "../../model/place";
import type { Dependency, Recon } from "../../model/recon";
import { isInside, nameOf } from "../../model/paths";
import { cite, citeAll, inWords } from "../cite";
import type { InstallRequest } from "../install/install-request";
import { pinned, pinnedPdm, pinnedPoetry } from "../knowledge/tools";
import { decideSecrets } from "./build-secrets";
import { heldReleases, type Held } from "./held-releases";
import { declaredBeside, forLinux, listed, mainRequirements, startedLists, withIncluded } from "./main-lists";
import { processorExtras, startedBy, startedEnvironments } from "./started-needs";
import { bringsServer, isSideGroup, type AddedDistribution, type Subject } from "./subject";

const DEV_NAMES = /^(?:dev|develop|development|devel|test|tests|testing|local|ci)$/;
const PRODUCTION_EXTRAS = /^(?:prod|production|deploy|deployment|server|serve|web)$/;
export interface InstallDecision {
  readonly manager: string;
  /** Extras and groups that the runtime image does without. */
  readonly leftOut: ReadonlySet<string>;
  readonly request: Omit<InstallRequest, "context" | "torchWheels" | "ownExtensions">;
}

export interface InstallNeeds {
  readonly python: string;
  /** Distributions that the start commands need. */
  readonly servers: readonly string[];
  /** Ids of the backing services of the stack. */
  readonly services: readonly string[];
  /** A service of the stack brings the database up to date. */
  readonly migrates: boolean;
  /** What the code needs and nothing declares. */
  readonly added: readonly AddedDistribution[];
  /** Why the project itself has to be installed, or null where running from the source is enough. */
  readonly installReason: string | null;
}

export function decideInstall(subject: Subject, needs: InstallNeeds): InstallDecision {
  const { recon, layout, decider } = subject;
  const manager = decideManager(subject);
  const tool = decideTool(subject, manager, needs.python);
  const lists = decideLists(subject, needs);
  const optional = decideOptional(subject, manager, needs, lists.requirements);
  const imported = needs.added.filter(({ name }) => !needs.servers.includes(name));
  const added = decideAdded(subject, manager, needs, imported, { ...lists, extras: optional.extras });
  const held = decideHeld(subject, manager, needs.python, imported);
  const installsProject = decider.flag({
    key: "install.project",
    value: needs.installReason !== null,
    reason:
      needs.installReason ?? "The modules are imported from the working folder, so the project need not be installed.",
  });
  const secrets = decideSecrets(subject, manager);
  const { all, allExtras, ...groups } = optional;
  const chosen = new Set([...groups.extras, ...groups.mainGroups]);
  return {
    manager,
    leftOut: new Set(all.filter(name => !chosen.has(name))),
    request: {
      recon,
      layout,
      python: needs.python,
      tool,
      installsProject,
      ...groups,
      devExtras: allExtras.filter(name => isForWork(recon)(name) && !groups.extras.includes(name)),
      ...lists,
      added,
      devAdded: devAdded(subject, needs.python, installsProject ? [] : lists.requirements, allExtras),
      ...held,
      secrets,
    },
  };
}

function decideManager(subject: Subject): string {
  const { name, lock, place } = subject.recon.packageManager;
  return subject.decider.text({
    key: "install.manager",
    value: name === "none" ? "pip" : name,
    reason:
      lock !== null
        ? `${lock} is the lock that the project keeps.`
        : place
          ? `Declared in ${cite(place)}.`
          : "Nothing declares dependencies, so there is nothing to install.",
    places: place ? [place] : [],
    alternatives: alternativesOf(subject),
  });
}

/** The requirements files that are installed. */
function decideLists(
  subject: Subject,
  { servers }: InstallNeeds,
): Pick<InstallRequest, "requirements" | "devRequirements"> {
  const { recon, decider } = subject;
  const { place } = recon.packageManager;
  const usual = mainRequirements(subject, servers);
  const starting = startedLists(subject, usual, servers);
  const chosen = [...usual, ...starting.map(list => list.place.path)];
  // What another of them includes comes along with that one.
  const isIncluded = (path: string): boolean =>
    chosen.some(other => other !== path && withIncluded(subject, [other]).has(path));
  const requirements = decider.list({
    key: "install.requirements",
    value: chosen.filter(path => !isIncluded(path)),
    reason:
      starting.length > 0
        ? `What runs is listed here; what is started needs ${inWords(starting.map(({ name }) => name))}, which only ${inWords(starting.map(list => cite(list.place)))} ${starting.length > 1 ? "bring" : "brings"}.`
        : "What runs is listed here.",
    places: recon.manifests.length > 0 && place ? [place] : [],
  });
  const devRequirements = decider.list({
    key: "install.requirements.dev",
    value: usualDevLists(subject, requirements),
    reason: "Tests and development need these on top; the runtime image does without.",
  });
  return { requirements, devRequirements };
}

/** What can be left out: optional dependencies and groups, `all` of them by name, and those that are installed. */
interface OptionalDecision extends Pick<InstallRequest, "extras" | "mainGroups" | "devGroups"> {
  readonly allExtras: readonly string[];
  readonly all: readonly string[];
}

function decideOptional(
  subject: Subject,
  manager: string,
  needs: InstallNeeds,
  requirements: readonly string[],
): OptionalDecision {
  const { recon, layout, decider } = subject;
  // A pyproject.toml may hold nothing but the build system, with everything else in setup.cfg.
  const allExtras = distinct(layout.pyproject?.extras ?? [], layout.setup?.extras ?? []);
  const allGroups = groupNames(subject, manager, requirements);
  const forProduction = (name: string): boolean => PRODUCTION_EXTRAS.test(name);
  const usual = distinct(allExtras.filter(forProduction), processorExtras(allExtras));
  const usualGroups = allGroups.filter(forProduction);
  // Together, since one may bring what the other does.
  const found = startedBy(recon, [...allExtras, ...allGroups], needs, [...usual, ...usualGroups]);
  const started = found.filter(({ group }) => allExtras.includes(group));
  const extras = decider.list({
    key: "install.extras",
    value: distinct(
      usual,
      started.map(({ group }) => group),
    ),
    reason:
      started.length > 0
        ? neededReason(started)
        : "Optional dependencies whose name says that they are for production, or of several kinds of processors for the usual one.",
    places: started.map(({ place }) => place).slice(0, 3),
  });
  const startedGroups = found.filter(({ group }) => allGroups.includes(group));
  const mainGroups = decider.list({
    key: "install.groups.production",
    value: distinct(
      usualGroups,
      startedGroups.map(({ group }) => group),
    ),
    reason:
      startedGroups.length > 0
        ? neededReason(startedGroups)
        : "Groups whose name says that they are for production; the runtime image has them too.",
    places: startedGroups.map(({ place }) => place).slice(0, 3),
  });
  const devGroups = decider.list({
    key: "install.groups",
    value: groupsOf(subject, manager),
    reason: "Groups for development and tests; the runtime image does without.",
  });
  return { extras, mainGroups, devGroups, allExtras, all: [...allExtras, ...allGroups] };
}

function neededReason(needed: readonly Dependency[]): string {
  return `What is started needs ${inWords(distinct(needed.map(({ name }) => name)))}, which no smaller extra or group brings.`;
}

/** What is installed beyond what is declared for it: what the code `imported`, servers, and the program that migrates. */
function decideAdded(
  subject: Subject,
  manager: string,
  needs: InstallNeeds,
  imported: readonly AddedDistribution[],
  { requirements, extras }: Pick<InstallRequest, "requirements" | "extras">,
): readonly string[] {
  const { recon, layout, decider } = subject;
  // A project that is installed brings its own.
  const isBare = (manager === "pip" || manager === "pip-tools") && needs.installReason === null;
  const brought = isBare && requirements.length > 0 ? withoutExtras(subject, requirements) : recon;
  const forWork = [...new Set([...(needs.migrates ? migratesForWork(subject) : []), ...loadedForWork(recon)])];
  const servers = needs.servers.filter(name => !bringsServer(brought, name)).map(name => pinned(name, needs.python));
  // A server of an extra comes below, with a version that the image stays at.
  const beside = [
    ...(isBare
      ? declaredBeside(subject, requirements, extras).filter(
          ({ name, group }) => group === "main" || !needs.servers.includes(name),
        )
      : []),
    ...(TOLD_BY_COMMAND.test(manager) ? startedEnvironments(recon, needs.servers, layout.indexedEntries) : []),
  ];
  return decider.list({
    key: "install.add",
    value: [...imported.map(({ name }) => name), ...beside.map(inFull), ...servers, ...forWork.map(asLocked)],
    reason:
      beside.length > 0
        ? `${inWords(distinct(beside.map(({ place }) => place.path)))} declares them as well, and no list that is installed has them.`
        : addedReason(imported, servers, forWork, recon.packageManager),
    places: [...imported, ...beside, ...forWork].map(({ place }) => place).slice(0, 5),
  });
}

function distinct(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}

/** Only pip is told in its own command; the other managers write a lock, which says it once for all. */
const TOLD_BY_COMMAND = /^(?:pip|pip-tools|setuptools|hatch)$/;

function decideHeld(
  subject: Subject,
  manager: string,
  python: string,
  imported: readonly { readonly name: string; readonly place: Place }[],
): Pick<InstallRequest, "held" | "devHeld"> {
  const { recon, decider, layout } = subject;
  const all = heldReleases(recon, python, imported, layout.oldUses);
  const isTold = TOLD_BY_COMMAND.test(manager);
  const found = isTold ? all : [];
  const held = decider.list({
    key: "install.hold",
    value: found.map(({ requirement }) => requirement),
    reason:
      all.length === 0
        ? "Nothing that is left open is known to break what is pinned or what the code uses."
        : isTold
          ? heldReason(all)
          : `${manager} takes no bound in its command, so nothing is held. ${heldReason(all)}`,
    places: all.map(({ place }) => place).slice(0, 3),
  });
  const isDev = (requirement: string): boolean => found.some(entry => entry.requirement === requirement && entry.isDev);
  return { held: held.filter(requirement => !isDev(requirement)), devHeld: held.filter(isDev) };
}

function heldReason(found: readonly Held[]): string {
  const causes = found.map(({ requirement, why }) => `${requirement}: ${why}`);
  return `Left open by the project, and today's release breaks it. ${causes.join("; ")}. Write them into the requirements, or keep a lock.`;
}

function addedReason(
  imported: readonly { readonly place: Place }[],
  servers: readonly string[],
  forWork: readonly Dependency[],
  { name, place }: Recon["packageManager"],
): string {
  if (imported.length > 0) {
    const where = citeAll(imported.map(each => each.place));
    return name === "none"
      ? `No file declares dependencies, so these are the distributions that the code names${where}, in the versions of the day of the build; write them into a requirements.txt.`
      : `The code names them${where}, what is started loads that code, and nothing declares them; write them into ${place?.path ?? "the manifest"}, with their versions.`;
  }
  const reasons = [
    ...(servers.length > 0 ? [`The start command needs ${inWords(servers)}, which the project does not declare.`] : []),
    ...(forWork.length > 0
      ? [
          `What is started needs ${inWords(forWork.map(each => each.name))}, which only groups for work on the code declare.`,
        ]
      : []),
  ];
  return reasons.join(" ") || "The start command needs nothing beyond the dependencies.";
}

function alternativesOf({ layout, recon }: Subject): readonly string[] {
  const names = [
    ...(layout.requirements.size > 0 ? ["pip"] : []),
    ...(layout.pyproject?.hasProject || layout.setup ? ["setuptools"] : []),
    ...(layout.allFiles.some(path => nameOf(path) === "uv.lock") ? ["uv"] : []),
    ...(layout.pyproject?.poetry.isUsed ? ["poetry"] : []),
  ];
  return names.filter(name => name !== recon.packageManager.name);
}

function decideTool({ layout, decider }: Subject, manager: string, python: string): string | null {
  const required = layout.pyproject?.uv.requiredVersion?.match(/^==?\s*([\d.]+)$/)?.[1];
  switch (manager) {
    case "uv": {
      const tool = required ? `uv==${required}` : pinned("uv", python);
      return decider.text({
        key: "install.tool",
        value: tool,
        reason: "Taken from the package index that the dependencies come from, so the build needs no second registry.",
        alternatives: [`ghcr.io/astral-sh/uv:${tool.replace(/^uv==/, "")}`],
      });
    }
    case "poetry":
      return decider.text({
        key: "install.tool",
        value: pinnedPoetry(layout.lockVersion, python),
        reason: layout.lockVersion
          ? `poetry.lock was written by Poetry ${layout.lockVersion}; the same major version reads it.`
          : "The current Poetry; no lock says which one wrote it.",
      });
    case "pdm":
      return decider.text({
        key: "install.tool",
        value: pinnedPdm(layout.lockVersion, python),
        reason: layout.lockVersion
          ? `pdm.lock has format ${layout.lockVersion}; a version that checks it as its author's did.`
          : "A fixed version, so that builds repeat.",
      });
    case "pipenv":
      return decider.text({
        key: "install.tool",
        value: pinned(manager, python),
        reason: "A fixed version, so that builds repeat.",
      });
    default:
      return null;
  }
}

/**
 * The program that migrates, where only groups for development and tests declare it: a service of the stack runs it. One from
 * an address of its own is another program than its name alone brings.
 */
function migratesForWork({ recon: { dependencies, migrations }, layout }: Subject): readonly Dependency[] {
  if (layout.isToolAddressed) return [];
  const found = dependencies.filter(({ name, applies }) => name === migrations?.tool && applies !== "no");
  return found.every(({ group }) => isSideGroup(group)) ? found.slice(0, 1) : [];
}

/** What code that a start loads imports and only groups for development and tests declare. */
function loadedForWork({ dependencies }: Recon): readonly Dependency[] {
  return dependencies.filter(
    ({ name, loadedAt, applies }, at) =>
      loadedAt !== undefined &&
      applies !== "no" &&
      dependencies.every((other, index) => other.name !== name || (isSideGroup(other.group) && index >= at)),
  );
}

function asLocked(dependency: Dependency): string {
  const { name, locked, extras } = dependency;
  return locked === null ? inFull(dependency) : inFull({ name, extras, specifier: `==${locked}` });
}

/** What lists install: optional dependencies of a pyproject.toml beside them come along only where a list names them. */
function withoutExtras(subject: Subject, lists: readonly string[]): Recon {
  const { recon, layout } = subject;
  const names = listed(subject, lists);
  const dependencies = recon.dependencies.filter(
    ({ name, group, place }) => group === "main" || names.has(name) || layout.requirements.has(place.path),
  );
  return { ...recon, dependencies };
}

/** `sqlmodel[extra]>=0.0.22`, as pip takes it. */
function inFull({ name, extras, specifier }: Pick<Dependency, "name" | "extras" | "specifier">): string {
  return `${name}${extras.length > 0 ? `[${extras.join(",")}]` : ""}${specifier}`;
}

function usualDevLists({ layout, path: unit, recon }: Subject, main: readonly string[]): readonly string[] {
  const own = [...layout.requirements.values()].filter(
    file => isInside(unit, file.path) && !main.includes(file.path) && !/(?:^|\/)docs?\//.test(file.path),
  );
  const wanted = forLinux(
    own.filter(
      ({ path }) => /(?:dev|test|local|ci)/i.test(nameOf(path).replace(/^requirements/, "")) && /\.txt$/.test(path),
    ),
  );
  const included = new Set(wanted.flatMap(file => file.includes));
  const top = wanted.filter(({ path }) => !included.has(path)).map(({ path }) => path);
  const tests = recon.dependencies
    .filter(({ group }) => group === "dev" || group === "test")
    .map(({ place }) => place.path);
  return top.length > 0
    ? top.toSorted()
    : forLinux(own.filter(({ path }) => tests.includes(path) && /\.txt$/.test(path))).map(({ path }) => path);
}

/** Groups and extras with the name of development or tests; where none of them has the test runner, also the one that has. */
function isForWork(recon: Recon): (name: string) => boolean {
  const groups = recon.dependencies.filter(({ name }) => name === recon.tests?.runner).map(({ group }) => group);
  const isFound = groups.some(group => group === "main" || DEV_NAMES.test(group));
  return name => DEV_NAMES.test(name) || (!isFound && groups.includes(name));
}

function groupsOf({ layout, recon }: Subject, manager: string): readonly string[] {
  const { pyproject } = layout;
  if (!pyproject) return [];
  switch (manager) {
    case "poetry":
      return distinct(
        pyproject.poetry.groups.map(({ name }) => name),
        pyproject.groups,
      ).filter(isForWork(recon));
    case "pdm":
      return [...pyproject.groups, ...pyproject.pdm.groups].filter(isForWork(recon));
    default:
      return pyproject.groups.filter(isForWork(recon));
  }
}

/** PDM takes all groups for development; pip is told of groups where it installs no lists. */
function groupNames({ layout }: Subject, manager: string, requirements: readonly string[]): readonly string[] {
  const { pyproject } = layout;
  const ofPoetry = manager === "poetry" ? (pyproject?.poetry.groups ?? []).map(({ name }) => name) : [];
  const isRead = /^(?:poetry|uv)$/.test(manager) || (TOLD_BY_COMMAND.test(manager) && requirements.length === 0);
  return [...ofPoetry, ...(isRead ? (pyproject?.groups ?? []) : [])];
}

/**
 * What only work on the code needs: debugpy always, the test runner where the project uses it without declaring it. Where
 * requirements files are installed and the project itself is not, its extras for work are named one by one.
 */
function devAdded(
  { recon, layout }: Subject,
  python: string,
  requirements: readonly string[],
  allExtras: readonly string[],
): readonly string[] {
  const declared = new Set(recon.dependencies.map(({ name }) => name));
  const runner = recon.tests?.runner;
  const isForIt = isForWork(recon);
  const isExtra = ({ place }: Dependency): boolean => /(?:^|\/)(?:pyproject\.toml|setup\.(?:cfg|py))$/.test(place.path);
  const listed = new Set(recon.dependencies.filter(each => !isExtra(each)).map(({ name }) => name));
  // `tests_require` of setuptools is no extra, so nothing installs it by name.
  const isNameless = ({ group, place }: Dependency): boolean =>
    /(?:^|\/)setup\.(?:cfg|py)$/.test(place.path) && !allExtras.includes(group);
  const extras = recon.dependencies.filter(
    each => each.direct && isExtra(each) && (requirements.length > 0 || isNameless(each)),
  );
  return [
    ...(declared.has("debugpy") ? [] : [pinned("debugpy", python)]),
    ...(runner === "pytest" ? ["pytest", ...layout.pytestPlugins] : []).flatMap(name =>
      declared.has(name) ? [] : declared.has("pytest") ? name : pinned(name, python),
    ),
    ...extras.flatMap(({ name, group, extras: own, specifier, applies }) =>
      group !== "main" && isForIt(group) && !listed.has(name) && applies !== "no"
        ? `${name}${own.length > 0 ? `[${own.join(",")}]` : ""}${specifier.replace(/\s/g, "")}`
        : [],
    ),
  ];
}
