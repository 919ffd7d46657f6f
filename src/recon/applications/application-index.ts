import { compareText } from "../../model/place";
import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { WEB_FRAMEWORKS, type WebFramework } from "../knowledge/web-frameworks";
import { importedFile } from "../django/sites";
import { exposuresOf, type Exposure } from "./exposures";
import { qualifiedIn } from "./qualified";
import { mountedNames } from "./mounts";
import { keywordOf, namesIn } from "./values";

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
}

export interface ApplicationIndex {
  readonly applications: readonly Application[];
  /** The application that `path` offers under `name` (a variable or a factory), if any. */
  find(path: string, name: string): Application | undefined;
}

const indexes = new WeakMap<PythonProject, ApplicationIndex>();

/** All web applications of the project, found once: through any name, depth, subclass, factory, wrapper and re-export. */
export function applicationIndex(project: PythonProject): ApplicationIndex {
  const known = indexes.get(project);
  if (known) return known;
  const index = buildIndex(project);
  indexes.set(project, index);
  return index;
}

/** Files that no application of the project is in: tests, examples, generated code, build files and migrations. */
export function isOwnCode(file: PythonFile): boolean {
  return file.role === "application" || file.role === "script";
}

function buildIndex(project: PythonProject): ApplicationIndex {
  const constructors = new Map(
    WEB_FRAMEWORKS.flatMap(framework => framework.constructors.map(name => [name, framework] as const)),
  );
  const modules = new Set([...constructors.keys()].map(name => name.slice(0, name.indexOf("."))));
  const importers = new Set<string>();
  for (const module of modules) for (const { path } of project.thirdParty.get(module) ?? []) importers.add(path);

  const found: Application[] = [];
  const mounted = mountedNames(project, importers);
  for (const path of [...importers].sort(compareText)) {
    const file = project.file(path);
    if (!file || !isOwnCode(file)) continue;
    const subclasses = subclassesIn(project, file, constructors);
    for (const call of file.facts.calls) {
      const framework = frameworkOf(project, file, call, constructors);
      if (!framework) continue;
      found.push(applicationOf(project, file, call, framework, mounted));
    }
    for (const [name, framework] of subclasses) {
      for (const { file: user, call } of callsOf(project, `${file.module}.${name}`, name)) {
        found.push(applicationOf(project, user, call, framework, mounted));
      }
    }
  }
  const applications = withoutRepeats(found);
  const byName = new Map<string, Application>();
  for (const application of applications) {
    for (const { file, name } of application.exposures) {
      const key = `${file.path}\n${name}`;
      if (!byName.has(key)) byName.set(key, application);
    }
  }
  const find = (path: string, name: string, depth = 0): Application | undefined => {
    const own = byName.get(`${path}\n${name}`);
    if (own || depth > 4) return own;
    // `from .core import *` offers what that module has.
    const file = project.file(path);
    for (const fact of file?.facts.imports ?? []) {
      if (!file || !fact.names?.some(bound => bound.name === "*" || bound.as === name)) continue;
      const source = importedFile(project, file, fact.module, fact.level);
      const found = source && source.path !== path ? find(source.path, name, depth + 1) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return { applications, find: (path, name) => find(path, name) };
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
  return constructors.get(project.qualify(file, call.callee, call.scope));
}

/** First-party classes that derive from a framework's application class, by name. */
function subclassesIn(
  project: PythonProject,
  file: PythonFile,
  constructors: ReadonlyMap<string, WebFramework>,
): ReadonlyMap<string, WebFramework> {
  const found = new Map<string, WebFramework>();
  for (const definition of file.facts.definitions) {
    if (definition.kind !== "class" || definition.parent !== -1) continue;
    for (const base of definition.bases) {
      if (base.kind !== "name") continue;
      const framework = found.get(base.path) ?? constructors.get(project.qualify(file, base.path));
      if (framework) found.set(definition.name, framework);
    }
  }
  return found;
}

/** Calls of a first-party function or class by its qualified name, in the project's own code. */
export function callsOf(
  project: PythonProject,
  qualified: string,
  name: string,
): readonly { readonly file: PythonFile; readonly call: CallFact }[] {
  const found: { file: PythonFile; call: CallFact }[] = [];
  for (const file of project.files) {
    if (!isOwnCode(file)) continue;
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
