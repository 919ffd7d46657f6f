import { compareText } from "../../model/place";
import type { CallFact, DefinitionFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { WEB_FRAMEWORKS, type WebFramework } from "../knowledge/web-frameworks";
import { importedFile } from "../django/sites";
import { among, isOwnCode } from "../integrations/own-code";
import { exposuresOf, type Exposure } from "./exposures";
import { qualifiedIn } from "./qualified";
import { mountedNames } from "./mounts";
import { usersOfName } from "./users-of-name";
import { keywordOf, namesIn } from "../../python/values";

/** One application object of a framework and every name that a server could be given for it. */
export interface Application {
  /** Stable: where it is made. */
  readonly id: string;
  readonly framework: WebFramework;
  readonly file: PythonFile;
  readonly call: CallFact;
  /** Best first; empty where the object never gets a name that can be imported. */
  readonly exposures: readonly Exposure[];
  /** Part of another application, such as a sub-application that is mounted. */
  readonly isMounted: boolean;
  /** The own class that it is an object of, which may start its server in one of its methods. */
  readonly of?: OwnClass;
}

/** A class of the project that derives from a framework's application class. */
interface OwnClass {
  readonly file: PythonFile;
  readonly definition: DefinitionFact;
}

export interface ApplicationIndex {
  readonly applications: readonly Application[];
  /** The application that `path` offers under `name` (a variable or a factory), if any. */
  find(path: string, name: string): Application | undefined;
}

/** All web applications of the project, found once: through any name, depth, subclass, factory, wrapper and re-export. */
export function applicationIndex(project: PythonProject): ApplicationIndex {
  const { applications, byName } = project.whole(findApplications);
  return { applications, find: (path, name) => findApplication(project, byName, path, name) };
}

const CONSTRUCTORS: ReadonlyMap<string, WebFramework> = new Map(
  WEB_FRAMEWORKS.flatMap(framework => framework.constructors.map(name => [name, framework] as const)),
);
const FRAMEWORK_MODULES = new Set([...CONSTRUCTORS.keys()].map(name => name.slice(0, name.indexOf("."))));

function frameworkImporters(project: PythonProject, file: PythonFile): readonly PythonFile[] {
  const isOne = project.foreign(file).some(({ module }) => FRAMEWORK_MODULES.has(module.split(".", 1)[0] ?? ""));
  return isOne ? [file] : [];
}

/** Of the project's own code: what a test or an example mounts somewhere is still an application of its own. */
const FRAMEWORK_IMPORTERS = among(isOwnCode, frameworkImporters);

function findApplications(project: PythonProject): {
  readonly applications: readonly Application[];
  readonly byName: ReadonlyMap<string, Application>;
} {
  const found: Application[] = [];
  const importers = project.each(FRAMEWORK_IMPORTERS).map(({ file }) => file);
  const constructors = CONSTRUCTORS;
  const mounted = mountedNames(project, importers);
  for (const file of importers) {
    for (const call of file.facts.calls) {
      const framework = frameworkOf(project, file, call, constructors);
      if (!framework) continue;
      found.push(applicationOf(project, file, call, framework, mounted));
    }
  }
  for (const { framework, ...of } of ownClasses(project, importers, constructors)) {
    const { name } = of.definition;
    for (const { file: user, call } of callsOf(project, `${of.file.module}.${name}`, name))
      found.push({ ...applicationOf(project, user, call, framework, mounted), of });
  }
  const applications = withoutRepeats(found);
  const byName = new Map<string, Application>();
  for (const application of applications) {
    for (const { file, name } of application.exposures) {
      const key = `${file.path}\n${name}`;
      if (!byName.has(key)) byName.set(key, application);
    }
  }
  return { applications, byName };
}

function findApplication(
  project: PythonProject,
  byName: ReadonlyMap<string, Application>,
  path: string,
  name: string,
  depth = 0,
): Application | undefined {
  const own = byName.get(`${path}\n${name}`);
  if (own || depth > 4) return own;
  // `from .core import *` offers what that module has.
  const file = project.file(path);
  for (const fact of file?.facts.imports ?? []) {
    if (!file || !fact.names?.some(bound => bound.name === "*" || bound.as === name)) continue;
    const source = importedFile(project, file, fact.module, fact.level);
    const found =
      source && source.path !== path ? findApplication(project, byName, source.path, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function frameworkOf(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  constructors: ReadonlyMap<string, WebFramework>,
): WebFramework | undefined {
  // A quick look at the last part first: qualifying every call of a large project would cost more than it finds.
  const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
  if (!/^[A-Za-z_]\w*$/.test(last)) return undefined;
  const qualified = project.qualify(file, call.callee, call.scope);
  return (
    constructors.get(qualified) ??
    (isOwnFlask(project, file, call, qualified) ? constructors.get("flask.Flask") : undefined)
  );
}

/** `FlaskBase(__name__, …)` of a distribution that nobody here knows: a team's own application class, as its name says. */
function isOwnFlask(
  project: PythonProject,
  file: PythonFile,
  { arguments: [first] }: CallFact,
  qualified: string,
): boolean {
  const [, module = ""] = /^(.+)\.\w*Flask(?:Base|App|Application|API)?$/.exec(qualified) ?? [];
  if (module === "" || first?.kind !== "name" || first.path !== "__name__") return false;
  // What a class of the project is, its bases say.
  return [module, module.split(".", 1)[0] ?? ""].every(one => project.module(one, file.path) === undefined);
}

/** First-party classes that derive from a framework's application class, or from one of those in any other file. */
function ownClasses(
  project: PythonProject,
  importers: readonly PythonFile[],
  constructors: ReadonlyMap<string, WebFramework>,
): readonly (OwnClass & { readonly framework: WebFramework })[] {
  const found = new Map<DefinitionFact, OwnClass & { readonly framework: WebFramework }>();
  const frameworks = new Map(constructors);
  const add = (file: PythonFile): void => {
    for (const definition of file.facts.definitions) {
      if (definition.kind !== "class" || definition.parent !== -1 || found.has(definition)) continue;
      for (const base of definition.bases) {
        const framework = base.kind === "name" ? frameworks.get(qualifiedIn(project, file, base.path)) : undefined;
        if (!framework) continue;
        frameworks.set(qualifiedIn(project, file, definition.name), framework);
        found.set(definition, { file, definition, framework });
        break;
      }
    }
  };
  for (const file of importers) add(file);
  // What is found grows while it is gone through: classes that derive from it follow at the end.
  for (const { file, definition } of found.values())
    for (const user of new Set([file, ...usersOfName(project, definition.name)])) add(user);
  return [...found.values()];
}

/** Calls of a first-party function or class by its qualified name, in the project's own code. */
function callsOf(
  project: PythonProject,
  qualified: string,
  name: string,
): readonly { readonly file: PythonFile; readonly call: CallFact }[] {
  const found: { file: PythonFile; call: CallFact }[] = [];
  for (const file of usersOfName(project, name)) {
    for (const call of file.facts.calls) {
      if (call.callee !== name && !call.callee.endsWith(`.${name}`) && !importsAs(file, name, call.callee)) continue;
      if (qualifiedIn(project, file, call.callee, call.scope) === qualified) found.push({ file, call });
    }
  }
  return found;
}

function importsAs(file: PythonFile, name: string, callee: string): boolean {
  return file.facts.imports.some(
    fact => fact.names?.some(bound => bound.name === name && bound.as === callee) ?? false,
  );
}

function applicationOf(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  framework: WebFramework,
  mounted: ReadonlySet<string>,
): Application {
  const exposures = exposuresOf(project, file, call);
  // Dash on a Flask object of the project's own is served with that object.
  const isGuest = framework.kind === "dash" && ["name", "call"].includes(keywordOf(call, "server")?.kind ?? "");
  const isMounted = isGuest || exposures.some(({ file: where, name }) => mounted.has(`${where.path}#${name}`));
  return { id: `${file.path}:${call.offset}`, framework, file, call, exposures, isMounted };
}

/** A class derived in one file and called in another is found once for each way it is reached. */
function withoutRepeats(applications: readonly Application[]): readonly Application[] {
  const byId = new Map<string, Application>();
  for (const application of applications) {
    const known = byId.get(application.id);
    if (!known || known.exposures.length < application.exposures.length) byId.set(application.id, application);
  }
  return [...byId.values()].sort(
    (left, right) => compareText(left.file.path, right.file.path) || left.call.offset - right.call.offset,
  );
}

/** Names of a call's arguments, for those that take an application. */
export function argumentNames(call: CallFact): readonly string[] {
  return [...call.arguments, ...call.keywords.map(({ value }) => value)].flatMap(value => namesIn(value));
}
