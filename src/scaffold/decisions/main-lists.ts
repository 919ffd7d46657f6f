import { isInside, nameOf, parentOf } from "../../model/paths";
import type { Dependency } from "../../model/recon";
import type { RequirementsFile } from "../layout/requirements";
import { listsAbove, listsBeyond } from "./lists-above";
import type { Subject } from "./subject";

const MAIN_FILES =
  /^(?:requirements|prod|production|base|main|common|deploy|requirements[-_.](?:prod|production|deploy|base)|pip-requirements)\.txt$/;
const SIDE_FILES = /(?:dev|test|lint|docs?|doc|build|ci|local|typing|optional|extra|example|bench|mypy|style)/i;

/** `dev_windows.txt`: pip cannot install on Linux what only another system has. */
const OF_OTHER_SYSTEM = /(?:^|[-_.])(?:win(?:dows|32|64)?|mac(?:os)?|osx|darwin)(?=[-_.])/i;
const OF_LINUX = /(?:^|[-_.])(?:linux|unix|ubuntu|debian)(?=[-_.])/i;

function isOfOtherSystem(path: string): boolean {
  return OF_OTHER_SYSTEM.test(nameOf(path)) && !OF_LINUX.test(nameOf(path));
}

/** Lists without those for other systems, unless there are no others. */
export function forLinux(lists: readonly RequirementsFile[]): readonly RequirementsFile[] {
  const fit = lists.filter(({ path }) => !isOfOtherSystem(path));
  return fit.length > 0 ? fit : lists;
}

/** Distributions that test the code or look it over: nothing that runs needs them. */
const CHECKS_CODE =
  /^(?:pytest|flake8|pylint|mypy|types)(?:-|$)|^(?:py-?test-.+|tox|nox|coverage|black|isort|ruff|bandit|pre-commit|pyright|pyflakes|pycodestyle|pydocstyle|autopep8|yapf|hypothesis|factory-boy|nose2?|behave|pyre-check|vulture|radon|twine|.+-stubs)$/;

/** The requirements files of what runs, includes left out because they come along. */
export function mainRequirements(subject: Subject, servers: readonly string[]): readonly string[] {
  const { recon, layout, path: unit } = subject;
  const above = listsAbove(subject);
  const isOwn = (path: string): boolean => isInside(unit, path) || above.includes(path);
  const own = [...layout.requirements.values()].filter(({ path }) => isOwn(path) && /\.txt$/.test(path));
  const main = recon.dependencies.flatMap(({ place, group }) => (group === "main" ? place.path : []));
  const named = own.filter(({ path }) => MAIN_FILES.test(nameOf(path)) && !isSide(path));
  const production = named.filter(({ path }) => /prod|deploy/.test(nameOf(path)));
  const [highest] = above.toSorted((left, right) => depth(left) - depth(right));
  const homes = highest === undefined ? [unit] : [unit, parentOf(highest)];
  const plain = named.filter(({ path }) => nameOf(path) === "requirements.txt" && homes.includes(parentOf(path)));
  const nearest = named.toSorted(
    (left, right) => depth(left.path) - depth(right.path) || (left.path < right.path ? -1 : 1),
  );
  const first = plain[0] ?? production[0] ?? nearest[0];
  if (first) return [fullerList(subject, first, own, servers).path];
  const isOnly = main.every(isOfOtherSystem);
  const others = own.filter(({ path }) => main.includes(path) && (isOnly ? !isForWork(path) : !isSide(path)));
  const included = new Set(others.flatMap(file => file.includes));
  return others
    .map(({ path }) => path)
    .filter(path => !included.has(path))
    .slice(0, 1);
}

/**
 * Of lists that one tool compiled, each for some optional dependencies, the smallest that holds all of the usual one and the
 * servers that this lacks, and no tools for work on the code beyond it.
 */
function fullerList(
  subject: Subject,
  usual: RequirementsFile,
  lists: readonly RequirementsFile[],
  servers: readonly string[],
): RequirementsFile {
  const lacking = servers.filter(name => !listed(subject, [usual.path]).has(name));
  if (!usual.isCompiled || lacking.length === 0) return usual;
  const fuller = lists.filter(
    ({ path, isCompiled, names }) =>
      isCompiled &&
      !isSide(path) &&
      [...usual.names, ...lacking].every(name => names.has(name)) &&
      // A list for everything holds what checks the code as well.
      [...names].every(name => usual.names.has(name) || !CHECKS_CODE.test(name)),
  );
  return fuller.toSorted((left, right) => left.names.size - right.names.size)[0] ?? usual;
}

/** Lists with those that they include, which are installed with them; their constraints are not. */
export function withIncluded({ layout }: Subject, lists: readonly string[]): ReadonlySet<string> {
  const paths = new Set(lists);
  // A set hands out what is added while it is walked over.
  for (const path of paths) for (const included of layout.requirements.get(path)?.brings ?? []) paths.add(included);
  return paths;
}

/** Names of all that lists bring, with what they include. */
export function listed(subject: Subject, lists: readonly string[]): ReadonlySet<string> {
  const paths = [...withIncluded(subject, lists)];
  return new Set(paths.flatMap(path => [...(subject.layout.requirements.get(path)?.names ?? [])]));
}

/** What a start needs and only a list beside the usual ones brings, such as a `requirements-server.txt`; each list once. */
export function startedLists(
  subject: Subject,
  usual: readonly string[],
  servers: readonly string[],
): readonly Dependency[] {
  const { recon, layout, path: unit } = subject;
  const installed = withIncluded(subject, usual);
  const needed = new Set([...servers, ...(servers.length > 0 ? recon.frameworks.map(({ name }) => name) : [])]);
  const isList = ({ place: { path } }: Dependency): boolean => layout.requirements.has(path);
  const covered = new Set(
    recon.dependencies.filter(each => !isList(each) || installed.has(each.place.path)).map(({ name }) => name),
  );
  const found: Dependency[] = [];
  for (const each of usual.length > 0 ? recon.dependencies : []) {
    const { name, direct, place } = each;
    if (!direct || !needed.has(name) || covered.has(name) || !isList(each) || !isInside(unit, place.path)) continue;
    if (!place.path.endsWith(".txt") || isSide(place.path)) continue;
    covered.add(name);
    if (found.every(other => other.place.path !== place.path)) found.push(each);
  }
  return found;
}

/**
 * What a pyproject.toml declares for running and the lists beside it, which are installed, lack: both are the project's. So
 * are its extras that the image is to have. The same of lists above that the build cannot copy.
 */
export function declaredBeside(
  subject: Subject,
  lists: readonly string[],
  extras: readonly string[],
): readonly Dependency[] {
  const { recon, layout } = subject;
  const beyond = listsBeyond(subject);
  const locals = new Set(lists.flatMap(list => layout.requirements.get(list)?.locals.map(({ path }) => path) ?? []));
  const folders = new Set(lists.map(parentOf).filter(folder => !locals.has(folder)));
  const names = listed(subject, lists);
  return recon.dependencies.filter(
    ({ name, direct, group, applies, specifier, place }) =>
      direct &&
      !names.has(name) &&
      (group === "main" || extras.includes(group)) &&
      applies !== "no" &&
      ((nameOf(place.path) === "pyproject.toml" && folders.has(parentOf(place.path))) || beyond.includes(place.path)) &&
      !/[@/]/.test(specifier),
  );
}

function isSide(path: string): boolean {
  return isForWork(path) || isOfOtherSystem(path);
}

function isForWork(path: string): boolean {
  return (
    SIDE_FILES.test(
      nameOf(path)
        .replace(/^requirements/, "")
        .replace(/\.txt$/, ""),
    ) || /(?:^|\/)(?:docs?|tests?|examples?)\//.test(path)
  );
}

export function depth(path: string): number {
  return path.split("/").length;
}
