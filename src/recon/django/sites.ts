import { compareText } from "../../model/place";
import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isInside, nameOf, parentOf, relativeTo } from "../../model/paths";
import { includedSettings } from "./included-settings";
import { among, isApplication, isOwnCode } from "../integrations/own-code";

/** One Django site: a `manage.py`, or settings that a WSGI module names where there is none. */
export interface DjangoSite {
  readonly manage: PythonFile | null;
  /** Folder that commands run in. */
  readonly folder: string;
  /** Dotted name of the settings module, with where it is named. */
  readonly settings: { readonly module: string; readonly file: PythonFile; readonly offset: number } | null;
  readonly settingsFiles: readonly PythonFile[];
  readonly wsgi: SiteTarget | null;
  readonly asgi: SiteTarget | null;
}

export interface SiteTarget {
  readonly file: PythonFile;
  readonly target: string;
  readonly offset: number;
  /** Routes web sockets or other protocols, so it is what must be served. */
  readonly isRouter: boolean;
}

/** All Django sites of the project, outermost first. */
export function djangoSites(project: PythonProject): readonly DjangoSite[] {
  return project.whole(readSites);
}

const SETTINGS_VARIABLE = "DJANGO_SETTINGS_MODULE";

function readSites(project: PythonProject): readonly DjangoSite[] {
  const targets = project.each(SERVED).flatMap(({ told }) => told);
  const managers = project.each(managersIn).map(({ file }) => file);
  const found = managers.map(manage =>
    siteOf(project, manage, homeOf(project, manage), targets, starterOf(project, manage)),
  );
  if (found.length > 0)
    return found.sort(
      (left, right) =>
        left.folder.split("/").length - right.folder.split("/").length ||
        compareText(left.folder, right.folder) ||
        // Of several that run in one folder, the one that lies in it.
        Number(parentOf(left.manage?.path ?? "") !== left.folder) -
          Number(parentOf(right.manage?.path ?? "") !== right.folder),
    );
  // Without a manage.py the WSGI module alone shows a site, as in projects started by django-admin or installed.
  return targets.slice(0, 1).map(({ file }) => siteOf(project, file, file.sourceRoot, targets, null));
}

const SERVED = among(isOwnCode, (project, file) =>
  project.foreign(file).some(({ module }) => module === "django" || module.startsWith("django."))
    ? targetsOf(project, file)
    : [],
);

function managersIn(project: PythonProject, file: PythonFile): readonly PythonFile[] {
  return isManager(file, project) ? [file] : [];
}

/** `manage.py` by any name: it sets the settings module and runs the command that Django is given, not one of its own. */
function isManager(file: PythonFile, project: PythonProject): boolean {
  if (file.role === "test" || file.role === "example") return false;
  const runs = file.facts.calls.filter(call =>
    /(?:^|\.)execute_from_command_line$|^execute_manager$/.test(call.callee),
  );
  if (runs.length === 0) return false;
  const name = nameOf(file.path);
  return (
    name === "manage.py" ||
    (!runs.every(({ arguments: [given] }) => given?.kind === "sequence" && given.items[1]?.kind === "string") &&
      file.facts.mainGuards.length > 0 &&
      settingsNamed(project, file) !== null &&
      !name.startsWith("run"))
  );
}

/** The folder that commands run in: the manager's own, or the one above the package that it and its settings are in. */
function homeOf(project: PythonProject, manage: PythonFile): string {
  const folder = parentOf(manage.path);
  const named = settingsNamed(project, manage);
  const settings = named ? project.module(named.module, manage.path) : undefined;
  const isAbove = settings !== undefined && isInside(settings.sourceRoot, folder) && settings.sourceRoot !== folder;
  return isAbove && settings.module === named?.module && manage.sourceRoot === settings.sourceRoot
    ? settings.sourceRoot
    : folder;
}

/** `manage.py` above a package whose own manager it calls; the other one alone would hide distributions behind the package's modules. */
function starterOf(project: PythonProject, manage: PythonFile): PythonFile {
  const home = homeOf(project, manage);
  if (home === parentOf(manage.path)) return manage;
  const names = [manage.module, manage.module.replace(/\.__main__$/, "")];
  return (
    project.files.find(
      file =>
        nameOf(file.path) === "manage.py" &&
        parentOf(file.path) === home &&
        (file.facts.imports.some(({ module, level }) => level === 0 && names.includes(module)) ||
          // `runpy.run_module("shop", run_name="__main__")`
          file.facts.calls.some(
            ({ callee, arguments: [given] }) =>
              /(?:^|\.)run_module$/.test(callee) && names.includes(project.string(file, given) ?? ""),
          )),
    ) ?? manage
  );
}

function settingsNamed(project: PythonProject, file: PythonFile): { module: string; offset: number } | null {
  let best: { module: string; offset: number } | null = null;
  const consider = (key: Value | null | undefined, value: Value | null | undefined, offset: number): void => {
    if (project.string(file, key) !== SETTINGS_VARIABLE) return;
    const module = project.string(file, value) ?? fallbackOf(project, file, value);
    if (module !== null && /^[\w.]+$/.test(module)) best ??= { module, offset };
  };
  for (const call of file.facts.calls) {
    if (/(?:^|\.)environ\.setdefault$/.test(call.callee)) consider(call.arguments[0], call.arguments[1], call.offset);
  }
  for (const assignment of file.facts.assignments) {
    if (assignment.key !== null && assignment.target.includes("environ"))
      consider(assignment.key, assignment.value, assignment.offset);
  }
  return best;
}

/** The literal inside a computed settings module: `"production" if … else "config.settings.dev"`. */
function fallbackOf(project: PythonProject, file: PythonFile, value: Value | null | undefined): string | null {
  if (value?.kind === "choice") return project.string(file, value.then) ?? project.string(file, value.otherwise);
  if (value?.kind === "operation") return project.string(file, value.right);
  return null;
}

function siteOf(
  project: PythonProject,
  origin: PythonFile,
  folder: string,
  targets: readonly (SiteTarget & { readonly kind: "wsgi" | "asgi" })[],
  manage: PythonFile | null = origin,
): DjangoSite {
  const named = settingsNamed(project, origin);
  const settings = named ? { ...named, file: origin } : null;
  const first = named ? project.module(named.module, origin.path) : undefined;
  const settingsFiles = first ? settingsFrom(project, first) : named ? [] : conventionalSettings(project, folder);
  const below = targets.filter(({ file }) => folder === "" || file.path.startsWith(`${folder}/`));
  const own = below.length > 0 ? below : targets;
  const pick = (kind: "wsgi" | "asgi"): SiteTarget | null => {
    const candidates = own.filter(target => target.kind === kind);
    const wanted = settingString(project, settingsFiles, kind === "wsgi" ? "WSGI_APPLICATION" : "ASGI_APPLICATION");
    const module = wanted?.slice(0, wanted.lastIndexOf("."));
    const match = candidates.find(({ file }) => file.module === module);
    const file = match?.file ?? (module === undefined ? undefined : project.module(module, origin.path));
    const loader = file && match?.isRouter !== false ? loaderOf(project, file, candidates) : undefined;
    const served = loader ?? match;
    if (served) return seenFrom(folder, served);
    if (file && module !== undefined && wanted !== undefined) {
      return seenFrom(folder, {
        file,
        // Below a folder that is no package the setting knows the name by which the site is imported.
        target: `${module}:${wanted.slice(wanted.lastIndexOf(".") + 1)}`,
        offset: 0,
        isRouter: kind === "asgi",
      });
    }
    const home = first ? parentOf(first.path) : folder;
    const near =
      candidates.find(({ file: { path } }) => parentOf(path) === home || home.startsWith(`${parentOf(path)}/`)) ??
      candidates[0];
    return near ? seenFrom(folder, near) : null;
  };
  return { manage, folder, settings, settingsFiles, wsgi: pick("wsgi"), asgi: pick("asgi") };
}

/** Channels' loader of the site that a router belongs to: it sets Django up before it serves what the settings name. */
function loaderOf<One extends SiteTarget>(
  project: PythonProject,
  file: PythonFile,
  candidates: readonly One[],
): One | undefined {
  const named = settingsNamed(project, file)?.module;
  return candidates.find(
    one =>
      calls(one.file, /get_default_application$/) &&
      (parentOf(one.file.path) === parentOf(file.path) ||
        (named !== undefined && settingsNamed(project, one.file)?.module === named)),
  );
}

/** The target as it is imported in the folder of the commands, which may be a package itself and then names none of its modules. */
function seenFrom(folder: string, found: SiteTarget): SiteTarget {
  const { path, sourceRoot, module } = found.file;
  if (sourceRoot === folder || !isInside(sourceRoot, folder) || !isInside(folder, path)) return found;
  const owner = relativeTo(sourceRoot, folder).replace(/\//g, ".");
  return module.startsWith(`${owner}.`) && found.target.startsWith(`${owner}.`)
    ? { ...found, target: found.target.slice(owner.length + 1) }
    : found;
}

/** Where only the environment names the settings module: the modules that set what every site must (ROOT_URLCONF). */
function conventionalSettings(project: PythonProject, folder: string): readonly PythonFile[] {
  const files = project.each(URL_CONFIGURATIONS).map(({ file }) => file);
  return files.filter(({ path }) => folder === "" || path.startsWith(`${folder}/`));
}

const URL_CONFIGURATIONS = among(isApplication, (_project, { facts }) =>
  facts.assignments.filter(({ target, scope }) => target === "ROOT_URLCONF" && scope === -1),
);

/** A settings module and those that it takes everything from; of a package that sets nothing, its modules for all deployments. */
function settingsFrom(project: PythonProject, first: PythonFile): readonly PythonFile[] {
  const chain = starChain(project, first);
  const setsNothing = chain.every(({ facts }) => facts.assignments.length === 0);
  const inside =
    setsNothing && nameOf(first.path) === "__init__.py" ? conventionalSettings(project, parentOf(first.path)) : [];
  return inside.length > 0 ? inside : chain;
}

/** A settings module and those that it takes everything from. */
export function starChain(project: PythonProject, first: PythonFile): readonly PythonFile[] {
  const found: PythonFile[] = [first];
  for (let at = 0; at < found.length && at < 20; at++) {
    const file = found[at];
    if (!file) break;
    for (const fact of file.facts.imports) {
      if (!fact.names?.some(({ name }) => name === "*")) continue;
      const target = importedFile(project, file, fact.module, fact.level);
      if (target && !found.includes(target)) found.push(target);
    }
    for (const included of includedSettings(project, file)) if (!found.includes(included)) found.push(included);
  }
  return found;
}

/** The first-party file of an import as written, relative or absolute. */
export function importedFile(
  project: PythonProject,
  file: PythonFile,
  module: string,
  level: number,
): PythonFile | undefined {
  if (level === 0) return project.module(module, file.path);
  const parts = file.module.split(".");
  const isPackage = file.path.endsWith("/__init__.py") || file.path === "__init__.py";
  const base = parts.slice(0, parts.length - (isPackage ? level - 1 : level));
  return project.module([...base, ...(module === "" ? [] : [module])].join("."), file.path);
}

/** A string setting from the first of several settings modules that has it. */
export function settingString(project: PythonProject, files: readonly PythonFile[], name: string): string | undefined {
  for (const file of files) {
    const assignment = file.facts.assignments.findLast(
      ({ target, scope, key }) => target === name && scope === -1 && key === null,
    );
    const text = assignment ? project.string(file, assignment.value) : null;
    if (text !== null && text !== "") return text;
  }
  return undefined;
}

const ASGI_SOURCES = /get_asgi_application$|ProtocolTypeRouter$|get_default_application$/;

function calls({ facts }: PythonFile, callee: RegExp): boolean {
  return facts.calls.some(call => callee.test(call.callee));
}

function targetsOf(
  project: PythonProject,
  file: PythonFile,
): readonly (SiteTarget & { readonly kind: "wsgi" | "asgi" })[] {
  const found: (SiteTarget & { readonly kind: "wsgi" | "asgi" })[] = [];
  const { assignments } = file.facts;
  const source = (kind: "wsgi" | "asgi"): boolean =>
    calls(file, kind === "wsgi" ? /get_wsgi_application$|WSGIHandler$/ : ASGI_SOURCES);
  for (const kind of ["wsgi", "asgi"] as const) {
    if (!source(kind)) continue;
    const named = assignments.filter(({ scope, target, key }) => scope === -1 && key === null && /^\w+$/.test(target));
    const assignment =
      named.findLast(({ target }) => target === "application") ??
      named.findLast(({ target }) => target === "app") ??
      named.findLast(({ value }) => value?.kind === "call" && /application$|Handler$|Router$/i.test(value.callee));
    if (!assignment) continue;
    const isRouter = kind === "asgi" && calls(file, /ProtocolTypeRouter$|ASGIApp$|get_default_application$/);
    found.push({ kind, file, target: `${file.module}:${assignment.target}`, offset: assignment.offset, isRouter });
  }
  return found;
}
