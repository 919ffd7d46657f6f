import { compareText } from "../../model/place";
import type { AssignmentFact, CallFact, DefinitionFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import { nameOf } from "../../model/paths";
import { callsIn, namesIn } from "../../python/values";
import { givesArgumentBack } from "./pass-through";
import { qualifiedIn } from "./qualified";
import { symbolOf } from "./symbols";
import { isOwnCode } from "../integrations/own-code";
import { usersOfName } from "./users-of-name";

/** A name under which a server can load an application. */
export interface Exposure {
  readonly file: PythonFile;
  readonly name: string;
  /** A function that returns the application. */
  readonly isFactory: boolean;
  /** A factory that needs arguments cannot be called by a server. */
  readonly needsArguments: boolean;
  readonly offset: number;
  /** Steps from the constructor: wrappers, factories and re-exports count one each. */
  readonly steps: number;
  /** Bound below `if __name__ == "__main__"`, so an import does not make it. */
  readonly isGuarded: boolean;
  /** An import of the object, not an assignment. */
  readonly isReExport: boolean;
}

/** An object that an import alone makes: programs that take no factory can load it. */
export function isPlainObject({ isFactory, isGuarded }: Exposure): boolean {
  return !isFactory && !isGuarded;
}

const MAXIMUM_STEPS = 6;

/** Every importable name of the application that `call` makes, best first. */
export function exposuresOf(project: PythonProject, file: PythonFile, call: CallFact): readonly Exposure[] {
  const found = new Map<string, Exposure>();
  const waiting: Exposure[] = [...namesOfCall(project, file, call, 0)];
  for (let exposure = waiting.shift(); exposure !== undefined; exposure = waiting.shift()) {
    const key = `${exposure.file.path}\n${exposure.name}`;
    if (found.has(key)) continue;
    found.set(key, exposure);
    if (exposure.steps >= MAXIMUM_STEPS) continue;
    waiting.push(...(exposure.isFactory ? usersOfFactory(project, exposure) : usersOfObject(project, exposure)));
  }
  // No import reaches a `.wsgi` file: only a server that is given its path starts it.
  const named = [...found.values()].filter(exposure => !exposure.file.path.endsWith(".wsgi"));
  return named.sort(
    (left, right) =>
      scoreOf(right) - scoreOf(left) || compareText(left.file.path, right.file.path) || left.offset - right.offset,
  );
}

/** Where the value that contains `call` goes: a module's name, or out of the function that it is in. */
function namesOfCall(project: PythonProject, file: PythonFile, call: CallFact, steps: number): readonly Exposure[] {
  const { facts } = file;
  const holds = (value: Value | null): boolean =>
    callsIn(value).some(({ offset, end }) => offset === call.offset && end === call.end);
  const assignments = facts.assignments.filter(
    assignment =>
      assignment.key === null && holds(assignment.value) && keepsApplication(project, file, assignment.value, call),
  );
  const first = assignments.length === 0 ? firstOfTuple(facts.assignments, call) : null;
  if (first && call.scope === -1) return objectOf(file, first, steps);
  if (call.scope === -1) {
    return assignments.flatMap(assignment => objectOf(file, assignment, steps));
  }
  const definition = facts.definitions[call.scope];
  if (!definition) return [];
  if (definition.kind === "class") return [];
  const locals = assignments.filter(assignment => assignment.scope === call.scope).map(({ target }) => target);
  const returned = returnsOf(facts.assignments, definition, call.scope, locals, holds);
  if (definition.parent === -1) return returned ? [factoryOf(file, definition, steps)] : [];
  const attributes = locals.flatMap(target => /^self\.(\w+)$/.exec(target)?.[1] ?? []);
  return attributes.flatMap(attribute => namesOfAttribute(project, file, definition.parent, attribute, steps));
}

/** `app = Server().app`, and `server = Server()` with `app = server.app`, where a method sets `self.app`; so a factory gives it back. */
function namesOfAttribute(
  project: PythonProject,
  owner: PythonFile,
  scope: number,
  attribute: string,
  steps: number,
): readonly Exposure[] {
  const holder = owner.facts.definitions[scope];
  if (holder?.kind !== "class" || holder.parent !== -1) return [];
  const qualified = `${owner.module}.${holder.name}`;
  return [...new Set([...usersOfName(project, holder.name), owner])].filter(isOwnCode).flatMap(file => {
    const isMade = (value: Value | null): boolean =>
      value?.kind === "call" &&
      (file === owner ? value.callee === holder.name : qualifiedIn(project, file, value.callee, -1) === qualified);
    const { assignments, definitions } = file.facts;
    const isAttributeIn = (own: readonly AssignmentFact[]): ((value: Value | null) => boolean) => {
      const paths = own.filter(({ value }) => isMade(value)).map(({ target }) => `${target}.${attribute}`);
      return value =>
        value?.kind === "attribute"
          ? value.name === attribute && isMade(value.base)
          : value?.kind === "name" && paths.includes(value.path);
    };
    const boundIn = (scope: number): readonly AssignmentFact[] =>
      assignments.filter(one => one.scope === scope && one.key === null);
    const own = boundIn(-1);
    const objects = own.filter(({ value }) => isAttributeIn(own)(value));
    const factories = definitions.filter(
      ({ kind, parent, returns }, at) =>
        kind !== "class" && parent === -1 && returns.some(isAttributeIn([...own, ...boundIn(at)])),
    );
    return [
      ...objects.flatMap(one => objectOf(file, one, steps + 1)),
      ...factories.map(definition => factoryOf(file, definition, steps + 1)),
    ];
  });
}

/** The first name of `app, rt = fast_app()`: targets of a tuple are assignments without a value of their own. */
function firstOfTuple(assignments: readonly AssignmentFact[], call: CallFact): AssignmentFact | null {
  const before = assignments.filter(
    ({ value, offset, scope }) =>
      scope === call.scope && value?.kind === "other" && value.offset === offset && offset < call.offset,
  );
  let first: AssignmentFact | null = null;
  let next = call.offset;
  for (const assignment of before.reverse()) {
    // Names of one tuple stand side by side, with `, ` or ` = ` behind them.
    if (next - (assignment.value?.end ?? 0) > 4) break;
    first = assignment;
    next = assignment.offset;
  }
  return first;
}

/** `app = Flask()`, `app = ProxyFix(Flask())` and `app, rt = fast_app()` keep it; `db = SQLAlchemy(Flask())` does not. */
function keepsApplication(project: PythonProject, file: PythonFile, value: Value | null, call: CallFact): boolean {
  if (value === null) return false;
  const isCall = (each: Value): boolean => each.kind === "call" && each.offset === call.offset && each.end === call.end;
  if (isCall(value)) return true;
  if (value.kind === "call")
    return isWrapper(value.callee) || value.callee.includes("()") || givesArgumentBack(project, file, value, isCall);
  return value.kind === "choice" || value.kind === "operation" || value.kind === "attribute";
}

function objectOf(file: PythonFile, assignment: AssignmentFact, steps: number): readonly Exposure[] {
  // Tuple targets are written with commas; the application is the first name of `app, rt = fast_app()`.
  const name = assignment.target.split(",", 1)[0]?.replace(/^\(/, "").trim() ?? "";
  if (!isIdentifier(name)) return [];
  return [
    {
      file,
      name,
      isFactory: false,
      needsArguments: false,
      offset: assignment.offset,
      steps,
      isGuarded: isMainGuarded(file.facts, assignment.offset),
      isReExport: false,
    },
  ];
}

function factoryOf(file: PythonFile, definition: DefinitionFact, steps: number): Exposure {
  const needsArguments = definition.parameters.some(
    parameter => parameter.default === null && !parameter.name.startsWith("*") && parameter.name !== "/",
  );
  return {
    file,
    name: definition.name,
    isFactory: true,
    needsArguments,
    offset: definition.offset,
    steps,
    isGuarded: false,
    isReExport: false,
  };
}

/** Whether a function returns one of its locals, followed through `app = Wrapper(app)`, or the call itself. */
function returnsOf(
  assignments: readonly AssignmentFact[],
  definition: DefinitionFact,
  scope: number,
  locals: readonly string[],
  holds: (value: Value | null) => boolean,
): boolean {
  const names = new Set(locals);
  for (const assignment of assignments) {
    if (assignment.scope !== scope || assignment.key !== null || !isIdentifier(assignment.target)) continue;
    const value = assignment.value;
    if (value === null) continue;
    if (value.kind === "name" && names.has(value.path)) names.add(assignment.target);
    if (value.kind === "call" && isWrapper(value.callee) && namesIn(value).some(name => names.has(name)))
      names.add(assignment.target);
  }
  return definition.returns.some(value => {
    if (holds(value)) return true;
    if (value.kind === "name") return names.has(value.path) || names.has(value.path.split(".")[0] ?? "");
    if (value.kind === "call") return isWrapper(value.callee) && namesIn(value).some(name => names.has(name));
    if (value.kind === "sequence") return value.items[0]?.kind === "name" && names.has(value.items[0].path);
    return false;
  });
}

/** Calls that give back an application for an application. */
export function isWrapper(callee: string): boolean {
  const last = callee.slice(callee.lastIndexOf(".") + 1);
  return /middleware|proxyfix|prefix|asgiapp|wsgiapp|wsgitoasgi|asgitowsgi|^wsgi|^asgi|whitenoise|^cling$|^cors$|sentry|instrument|wrap|prometheus|telemetry|dispatcher|^static|^sslify|^secure/i.test(
    last,
  );
}

/** Module-level objects and further factories made by calling a factory. */
function usersOfFactory(project: PythonProject, exposure: Exposure): readonly Exposure[] {
  const { name, file: owner } = exposure;
  const qualified = `${owner.module}.${name}`;
  const found: Exposure[] = [];
  for (const file of new Set([...usersOfName(project, name), owner])) {
    if (!isOwnCode(file)) continue;
    for (const call of file.facts.calls) {
      const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
      if (last !== name && !isBoundTo(file, name, call.callee)) continue;
      if (file.path === owner.path ? last !== name : qualifiedIn(project, file, call.callee, call.scope) !== qualified)
        continue;
      found.push(...namesOfCall(project, file, call, exposure.steps + 1));
    }
  }
  return found;
}

function isBoundTo(file: PythonFile, name: string, local: string): boolean {
  return file.facts.imports.some(fact => fact.names?.some(bound => bound.name === name && bound.as === local) ?? false);
}

const SERVED_MODULES = /^(?:wsgi|asgi|passenger_wsgi|application|main|app|server|index|run|api|web)$/;

/** Aliases in the same file and re-exports by the modules that servers load. */
function usersOfObject(project: PythonProject, exposure: Exposure): readonly Exposure[] {
  const { file: owner, name, steps } = exposure;
  const isOther = ({ offset, target }: AssignmentFact): boolean => offset !== exposure.offset && target !== name;
  const found = [...aliasesIn(project, owner, name, steps, isOther)];
  // `def setup_app(path): …; return app` lays out the module's own object: who calls it has an application.
  for (const definition of exposure.isReExport ? [] : owner.facts.definitions) {
    if (definition.kind !== "class" && definition.parent === -1 && givesBack(owner, definition, name))
      found.push(factoryOf(owner, definition, steps + 1));
  }
  for (const file of usersOfName(project, name)) {
    if (file.path !== owner.path) found.push(...reExportsIn(project, file, exposure));
  }
  return found;
}

/** `application = app`, `application = Middleware(app)` at the top level of a file. */
function aliasesIn(
  project: PythonProject,
  file: PythonFile,
  name: string,
  steps: number,
  isMeant: (assignment: AssignmentFact) => boolean = () => true,
): readonly Exposure[] {
  return file.facts.assignments
    .filter(({ scope, key }) => scope === -1 && key === null)
    .filter(assignment => isMeant(assignment) && isAliasOf(project, file, assignment.value, name))
    .flatMap(assignment => objectOf(file, assignment, steps + 1));
}

/** What a file that imports the object makes of it; the name itself counts in modules that servers load. */
function reExportsIn(
  project: PythonProject,
  file: PythonFile,
  { file: owner, name, steps }: Exposure,
): readonly Exposure[] {
  const base = baseName(file.path).toLowerCase();
  const isServed = SERVED_MODULES.test(base) || base === "__init__";
  return file.facts.imports.flatMap(({ names, scope, kind, offset }) => {
    const bound = names?.find(candidate => candidate.name === name);
    if (!bound || scope !== -1 || kind === "typing") return [];
    if (symbolOf(project, file, bound.as) !== `${owner.path}#${name}`) return [];
    const alias = {
      file,
      name: bound.as,
      isFactory: false,
      needsArguments: false,
      offset,
      steps: steps + 1,
      isGuarded: false,
      isReExport: true,
    };
    return [...(isServed ? [alias] : []), ...aliasesIn(project, file, bound.as, steps)];
  });
}

/** Whether a function returns an object of its module: the name, which no parameter and no local of its own hides. */
function givesBack({ facts }: PythonFile, definition: DefinitionFact, name: string): boolean {
  return (
    definition.returns.some(value => value.kind === "name" && value.path === name) &&
    !definition.parameters.some(parameter => parameter.name === name) &&
    !facts.assignments.some(
      ({ target, scope }) => target === name && scope !== -1 && facts.definitions[scope] === definition,
    )
  );
}

function isAliasOf(project: PythonProject, file: PythonFile, value: Value | null, name: string): boolean {
  if (value === null) return false;
  if (value.kind === "name")
    return (
      value.path === name ||
      value.path === `${name}.server` ||
      value.path === `${name}.wsgi_app` ||
      value.path === `${name}.app`
    );
  if (value.kind !== "call") return false;
  if (isWrapper(value.callee)) return namesIn(value).includes(name);
  return givesArgumentBack(project, file, value, given => given.kind === "name" && given.path === name);
}

function baseName(path: string): string {
  return nameOf(path).replace(/\.py$/, "");
}

/** Whether a script makes the application to do something with it, and so offers it to nobody: on import, or in its functions and nothing else. */
function isOnlyUsed({ file: { facts }, name }: Exposure): boolean {
  const uses = facts.calls.filter(({ callee }) => callee.startsWith(`${name}.`));
  const inContext = uses.filter(({ callee }) => callee === `${name}.app_context`);
  if (inContext.some(({ scope }) => scope === -1)) return true;
  const adds = facts.definitions.some(({ decorators }) =>
    decorators.some(value => namesIn(value).some(own => own === name || own.startsWith(`${name}.`))),
  );
  return inContext.length > 0 && inContext.length === uses.length && !adds;
}

/**
 * The better a name says that it is made to be served, the higher: `wsgi.py` and `asgi.py`, then objects of usual modules
 * and names, then other objects, then factories.
 */
function scoreOf(exposure: Exposure): number {
  let score = moduleScore(exposure) + nameScore(exposure);
  if (exposure.isGuarded) score -= 200;
  if (exposure.isFactory) score -= 60;
  if (exposure.needsArguments) score -= 100;
  // A wrapped object (proxy headers, sub-path dispatch) is what its author serves, if only by a little.
  score += exposure.isFactory ? 0 : Math.min(exposure.steps, 3);
  return score - exposure.file.path.split("/").length;
}

function moduleScore(exposure: Exposure): number {
  const base = baseName(exposure.file.path).toLowerCase();
  let score = 0;
  const isServed = base === "wsgi" || base === "asgi" || base === "passenger_wsgi";
  // A module that imports the application to run it does more than offer it; only those named for servers are preferred.
  if (exposure.isReExport && !isServed) score -= 70;
  if (exposure.steps > 0 && !SERVED_MODULES.test(base) && isOnlyUsed(exposure)) score -= 70;
  if (isServed) score += 80;
  else if (/^(?:main|app|server|application|api|run|index|web|webapp)$/.test(base)) score += 40;
  else if (base === "__init__" || base === "__main__") score += exposure.steps === 0 ? 20 : 0;
  else if (
    /celery|worker|task|manage|cli|shell|console|seed|script|migrat|conftest|fixture|debug|dev|local|test|openapi|schema/.test(
      base,
    )
  )
    score -= 50;
  return score;
}

function nameScore({ name, isFactory }: Exposure): number {
  let score = 0;
  if (/^(?:app|application|server|asgi|wsgi|api)$/.test(name)) score += 10;
  if (/^(?:create_app|make_app|get_app|build_app|app_factory|create_application|get_application|init_app)$/.test(name))
    score += 5;
  // What completes an application for production says so.
  if (isFactory && /(?:^|_)prod(?:uction)?(?:_|$)/.test(name)) score += 10;
  return score;
}

/** Whether an identifier can be imported by name. */
function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}
