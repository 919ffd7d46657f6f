import type { CallFact, DefinitionFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import { applicationIndex } from "../applications/application-index";
import { qualifiedIn } from "../applications/qualified";
import { symbolOf } from "../applications/symbols";
import { usersOfName } from "../applications/users-of-name";
import { namesIn } from "../../python/values";
import { isOwnCode } from "../integrations/own-code";
import { importersOf } from "./script-for";

/** What gets to a call. */
export type Reach =
  /** The application, as a server imports or starts it. */
  | { readonly by: "application" }
  /** A request that the application answers. */
  | { readonly by: "request" }
  | { readonly by: "command" | "function"; readonly file: PythonFile; readonly definition: DefinitionFact }
  /** A file that is run by hand: from its top, or below its main guard. */
  | { readonly by: "script" | "guard"; readonly file: PythonFile };

/** Whether a server calls a function by its name. */
type IsServed = (project: PythonProject, file: PythonFile, definition: DefinitionFact) => boolean;

/** A call, or what else goes on at a place. */
export type Placed = Pick<CallFact, "scope" | "offset" | "end" | "conditional">;

/** Who uses a function. */
type UsersOf = (project: PythonProject, file: PythonFile, definition: DefinitionFact) => readonly User[];

const MAXIMUM_DEPTH = 6;

/** What gets to a place in the code: one answer for each way that leads there. */
export function reachedFrom(
  project: PythonProject,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
  isServed: IsServed,
): readonly Reach[] {
  return walk(project, file, at, { isServed, usersOf }, new Set(), 0);
}

/** The same, where only those ways count on which the caller goes on no sooner than the function has ended. */
export function awaitedFrom(
  project: PythonProject,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
): readonly Reach[] {
  return walk(project, file, at, { isServed: () => false, usersOf: waitersFor }, new Set(), 0);
}

/** The same, where no branch on the way decides whether it is taken; `isCome` may ask more of each step of it. */
export function surelyAwaitedFrom(
  project: PythonProject,
  file: PythonFile,
  at: Placed,
  isCome: (file: PythonFile, at: Placed) => boolean = () => true,
): readonly Reach[] {
  const isTaken = (where: PythonFile, step: Placed): boolean => isSure(where, step) && isCome(where, step);
  const usersOf: UsersOf = (...owner) => waitersFor(...owner).filter(user => isTaken(user.file, user.at));
  return isTaken(file, at) ? walk(project, file, at, { isServed: () => false, usersOf }, new Set(), 0) : [];
}

/** Whether a call is made wherever its function runs, or its file, also where that is below its main guard alone. */
function isSure({ facts }: PythonFile, call: Placed): boolean {
  if (!call.conditional) return true;
  const around = facts.branches.filter(({ offset, end }) => offset <= call.offset && call.end <= end);
  return call.scope === -1 && isMainGuarded(facts, call.offset) && around.length === 1;
}

/** Whether running a file gets to a call and waits for its end; `attribute` is the function that a console script calls. */
export function isAwaitedBy(
  project: PythonProject,
  program: PythonFile,
  attribute: string | null,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
): boolean {
  return awaitedFrom(project, file, at).some(reach => isBy(reach, program, attribute));
}

/** Whether a way to a call begins with running the file, or with the function of it that a console script calls. */
export function isBy(reach: Reach, program: PythonFile, attribute: string | null): boolean {
  if (!("file" in reach) || reach.file !== program) return false;
  if (!("definition" in reach)) return true;
  const { name, parent } = reach.definition;
  if (parent === -1 && name === attribute) return true;
  const isCaller = (scope: number): boolean =>
    attribute === null || functionsAround(program, scope).at(-1)?.name === attribute;
  return reach.by === "command" && program.facts.calls.some(one => one.callee === name && isCaller(one.scope));
}

function walk(
  project: PythonProject,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
  by: { readonly isServed: IsServed; readonly usersOf: UsersOf },
  seen: Set<DefinitionFact>,
  depth: number,
): readonly Reach[] {
  const around = functionsAround(file, at.scope);
  const outermost = around.at(-1);
  if (!outermost) return [byFile(project, file, at.offset)];
  const command = around.find(isCommand);
  if (command) return [{ by: "command", file, definition: command }];
  // A hook, a route, a lifespan: whatever else wraps a function, its framework calls it.
  if (around.some(answersRequests)) return [REQUEST];
  const isHooked = around.some(one => one.decorators.some(each => isHook(project, file, each)));
  if (isHooked || by.isServed(project, file, outermost)) return [APPLICATION];
  if (seen.has(outermost) || depth > MAXIMUM_DEPTH) return [];
  seen.add(outermost);
  const own: Reach = { by: "function", file, definition: outermost };
  const users = by.usersOf(project, file, outermost);
  // Who awaits a function of the application's own file is a hook whose lines need not have been read.
  if (users.length === 0 && outermost.isAsync && holdsApplication(project, file)) return [APPLICATION];
  const found = users.flatMap(user => walk(project, user.file, user.at, by, seen, depth + 1));
  if (found.some(({ by }) => by === "application")) return [APPLICATION];
  return found.some(({ by }) => by === "request") ? [REQUEST] : [own, ...found];
}

function holdsApplication(project: PythonProject, file: PythonFile): boolean {
  return applicationIndex(project).applications.some(application => application.file === file);
}

const APPLICATION: Reach = { by: "application" };
const REQUEST: Reach = { by: "request" };

function byFile(project: PythonProject, file: PythonFile, offset: number): Reach {
  if (isMainGuarded(file.facts, offset)) return { by: "guard", file };
  return isRunByHand(project, file) ? { by: "script", file } : APPLICATION;
}

/** Whether nothing imports a file and no server could load an application from it. */
function isRunByHand(project: PythonProject, file: PythonFile): boolean {
  const importers = importersOf(project).get(file.path) ?? [];
  if (importers.some(path => isOwnCode(project.file(path) ?? file))) return false;
  return !applicationIndex(project).applications.some(({ exposures }) =>
    exposures.some(one => one.file === file && (!one.isReExport || /(?:^|\/)[aw]sgi\.py$/.test(file.path))),
  );
}

/** The functions around a scope, from the inside out. */
export function functionsAround({ facts }: PythonFile, scope: number): readonly DefinitionFact[] {
  const found: DefinitionFact[] = [];
  for (let at = scope; at >= 0; at = facts.definitions[at]?.parent ?? -1) {
    const definition = facts.definitions[at];
    if (definition?.kind === "function") found.push(definition);
  }
  return found;
}

/** `@app.cli.command("x")`, `@click.command()`, Flask-Script's `@manager.command`. */
function isCommand({ decorators }: DefinitionFact): boolean {
  return decorators.some(each => /(?:^|\.)command$/.test(decoratorName(each)));
}

export function decoratorName(decorator: Value): string {
  return decorator.kind === "call" ? decorator.callee : decorator.kind === "name" ? decorator.path : "";
}

/** `@app.get("/")`, `@app.before_request`. */
function answersRequests({ decorators }: DefinitionFact): boolean {
  return decorators.some(each =>
    /\.(?:(?:api_)?route|get|post|put|patch|delete|head|options|websocket|view|(?:before|after|teardown)_(?:app_)?request)$/.test(
      decoratorName(each),
    ),
  );
}

/** Decorators that call a function when it is called, and not by themselves. */
const PLAIN =
  /^(?:(?:beartype|functools|loguru|tenacity|retry|retrying|backoff|typing|timeit|deprecated|memory_profiler)\b|(?:builtins\.)?(?:static|class)method$)|(?:^|\.)(?:with_appcontext|cached?|wraps|on_exception)$/;

/** Whether what wraps a function may call it: an own decorator that is a plain function, and those that only repeat or time, do not. */
function isHook(project: PythonProject, file: PythonFile, decorator: Value): boolean {
  const name = decoratorName(decorator);
  if (PLAIN.test(project.qualify(file, name))) return false;
  const [path = "", own = ""] = (symbolOf(project, file, name) ?? "").split("#");
  const definition = project
    .file(path)
    ?.facts.definitions.find(each => each.kind === "function" && each.parent === -1 && each.name === own);
  return definition === undefined;
}

interface User {
  readonly file: PythonFile;
  readonly at: { readonly scope: number; readonly offset: number };
}

/** Calls of a function or method, and where it is handed to something that calls it. */
function usersOf(project: PythonProject, owner: PythonFile, definition: DefinitionFact): readonly User[] {
  const isMeant = meaning(project, owner, definition);
  return [...new Set([owner, ...usersOfName(project, definition.name)])].flatMap((file): readonly User[] => [
    ...file.facts.calls.flatMap((call): readonly User[] => {
      if (isMeant(file, call.callee, call.scope)) return [{ file, at: call }];
      // A command line keeps them for when their name is given.
      if (/\.(?:add_(?:command|typer)|set_defaults)$/.test(call.callee)) return [];
      const given = [...call.arguments, ...call.keywords.map(({ value }) => value)].flatMap(namesIn);
      return given.some(path => isMeant(file, path, call.scope)) ? [{ file, at: call }] : [];
    }),
    // Another name for it counts where that is called or handed on.
    ...file.facts.assignments.flatMap(({ target, value, scope, offset }): readonly User[] => {
      if (value?.kind !== "name" || !isMeant(file, value.path, scope)) return [];
      return isUsed(project, file, target) ? [{ file, at: { scope, offset } }] : [];
    }),
  ]);
}

/** Whether a name that stands somewhere means a function or method. */
function meaning(
  project: PythonProject,
  owner: PythonFile,
  { name, parent }: DefinitionFact,
): (file: PythonFile, path: string, scope: number) => boolean {
  const qualified = qualifiedIn(project, owner, name);
  return (file, path, scope) => {
    if (path !== name && !path.endsWith(`.${name}`)) return false;
    return parent === -1
      ? qualifiedIn(project, file, path, scope) === qualified
      : mayBeMethod(project, file, path, scope, owner.facts.definitions[parent]);
  };
}

/** Calls that set off what they are given and go on, or wait for it no longer than so long. */
const SETS_OFF =
  /(?:^|\.)(?:create_task|ensure_future|start_soon|spawn|call_(?:soon|later|at)|run_coroutine_threadsafe|run_in_executor|to_thread|submit|Thread|Process|Timer|wait_for|partial|register|signal)$/;
/** Calls that run a function to its end. */
const RUNS = /^(?:asyncio|trio|anyio|uvloop|curio|typer)\.run$|\.run_(?:sync|until_complete)$|^fire\.Fire$/;

/** Calls of a function or method that wait for its end. */
function waitersFor(
  project: PythonProject,
  owner: PythonFile,
  definition: DefinitionFact,
): readonly { readonly file: PythonFile; readonly at: CallFact }[] {
  const isMeant = meaning(project, owner, definition);
  return [...new Set([owner, ...usersOfName(project, definition.name)])].flatMap(file => {
    const { calls } = file.facts;
    const found = calls.filter(
      ({ callee, arguments: [first], scope }) =>
        isMeant(file, callee, scope) ||
        (first?.kind === "name" && isMeant(file, first.path, scope) && RUNS.test(project.qualify(file, callee, scope))),
    );
    const setOff = found.length === 0 ? [] : calls.filter(({ callee }) => SETS_OFF.test(callee));
    return found
      .filter(at => !setOff.some(({ offset, end }) => offset <= at.offset && at.end <= end))
      .map(at => ({ file, at }));
  });
}

function isUsed(project: PythonProject, owner: PythonFile, name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return [owner, ...usersOfName(project, last)].some(({ facts }) =>
    facts.calls.some(
      ({ callee, arguments: given, keywords }) =>
        callee === name ||
        callee.endsWith(`.${last}`) ||
        [...given, ...keywords.map(({ value }) => value)]
          .flatMap(namesIn)
          .some(path => path === name || path.endsWith(`.${last}`)),
    ),
  );
}

/** Whether a call may be of a class's method: mostly its name has to be enough, but what it is called on may tell that it is not. */
function mayBeMethod(
  project: PythonProject,
  file: PythonFile,
  path: string,
  scope: number,
  owner: DefinitionFact | undefined,
): boolean {
  if (owner?.kind !== "class") return true;
  const isRelated = (one: DefinitionFact): boolean =>
    one.name === owner.name ||
    [...one.bases, ...owner.bases].some(
      base => base.kind === "name" && /^(?!object$)\w/.test(base.path.slice(base.path.lastIndexOf(".") + 1)),
    );
  if (/^(?:self|cls)\.\w+$/.test(path)) {
    let at = scope;
    while (at >= 0 && file.facts.definitions[at]?.kind !== "class") at = file.facts.definitions[at]?.parent ?? -1;
    const around = file.facts.definitions[at];
    return !around || isRelated(around);
  }
  const receiver = project.qualify(file, path, scope).slice(0, -path.slice(path.lastIndexOf(".")).length);
  const head = receiver.split(/[.(]/, 1)[0] ?? "";
  const isImported = file.facts.imports.some(({ module, level }) => level === 0 && module.split(".", 1)[0] === head);
  if (isImported && project.module(head, file.path) === undefined) return false;
  const made = /(?:^|\.)(\w+)\(\)$/.exec(receiver)?.[1];
  const classes = made === undefined ? [] : (project.whole(classesByName).get(made) ?? []);
  return classes.length === 0 || classes.some(isRelated);
}

function classesByName(project: PythonProject): ReadonlyMap<string, readonly DefinitionFact[]> {
  const found = new Map<string, DefinitionFact[]>();
  for (const { facts } of project.files)
    for (const definition of facts.definitions) {
      if (definition.kind !== "class") continue;
      const same = found.get(definition.name);
      if (same) same.push(definition);
      else found.set(definition.name, [definition]);
    }
  return found;
}
