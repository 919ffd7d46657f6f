import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isInside as isInsideFolder, parentOf } from "../../model/paths";
import { isMainGuarded } from "../../python/main-guard";
import { isOwnCode } from "../integrations/own-code";
import { functionsAround, reachedFrom } from "../targets/reach";
import { importedBy } from "../targets/script-for";
import { argumentNames, type Application } from "./application-index";
import type { Exposure } from "./exposures";
import { symbolOf } from "./symbols";
import { usersOfName } from "./users-of-name";
import { keywordOf } from "../../python/values";

/** Where an application gets its routes that an import of its object does not see. */
export type LaterRoutes =
  /** A factory without arguments lays the object out and gives it back, or another module that offers the object. */
  | { readonly by: "offer"; readonly exposure: Exposure }
  /** Only a program does, below its main guard. */
  | { readonly by: "program"; readonly file: PythonFile };

const DECORATES = /\.(?:route|get|post|put|patch|delete|websocket)$/;
const REGISTERS =
  /\.(?:route|add_url_rule|add_api_route|add_route|register_blueprint|include_router|mount|add_resource|add_namespace|add_view|blueprint)$/;
const GIVEN = ["routes", "route_handlers", "handlers"];

/** Whether a file stands at or above another, or in a package: scripts in a folder apart are no other way to it. */
function isBeside(project: PythonProject, file: PythonFile, other: PythonFile): boolean {
  const folder = parentOf(file.path);
  return isInsideFolder(folder, other.path) || project.file(`${folder}/__init__.py`) !== undefined;
}

/** Null where an import of the object brings routes with it, or where none are known. */
export function laterRoutes(project: PythonProject, application: Application, exposure: Exposure): LaterRoutes | null {
  if (exposure.isFactory || GIVEN.some(name => keywordOf(application.call, name))) return null;
  const objects = new Set(
    application.exposures.filter(({ isFactory }) => !isFactory).map(({ file, name }) => `${file.path}#${name}`),
  );
  const factories = application.exposures.filter(({ isFactory }) => isFactory);
  const isObjectOf =
    (file: PythonFile) =>
    (path: string): boolean =>
      objects.has(symbolOf(project, file, path) ?? "");
  const laysOut = (file: PythonFile): boolean =>
    file.facts.calls.some(
      call => isAtImport(file, call) && lays(project, file, call, isObjectOf(file), application.call),
    );
  const imported = importedBy(project).get(exposure.file.path) ?? [];
  const isBare =
    !exposure.isReExport &&
    ![exposure.file, ...imported.map(path => project.file(path))].some(file => file && laysOut(file));
  // `main.py` takes the bare object from elsewhere, lays it out and can be run: an import of it is the whole.
  const whole = application.exposures.find(
    ({ file, isReExport }) =>
      isBare &&
      isReExport &&
      file.sourceRoot === exposure.file.sourceRoot &&
      isBeside(project, file, exposure.file) &&
      file.facts.mainGuards.length > 0 &&
      laysOut(file),
  );
  if (whole) return { by: "offer", exposure: whole };
  const files = [
    ...new Set([...application.exposures.flatMap(({ file, name }) => [file, ...usersOfName(project, name)])]),
  ].filter(isOwnCode);
  const late: { readonly file: PythonFile; readonly call: CallFact }[] = [];
  for (const file of files) {
    const isObject = isObjectOf(file);
    for (const call of file.facts.calls) {
      const owner = call.callee.slice(0, call.callee.lastIndexOf("."));
      const atImport = isAtImport(file, call);
      if (atImport && lays(project, file, call, isObject, application.call)) return null;
      if (!atImport && registers(call) && (isObject(owner) || isLocal(file, call.scope, owner, factories)))
        late.push({ file, call });
    }
  }
  const ways = late.map(({ file, call }) => reachedFrom(project, file, call, () => false));
  // A blueprint that an import adds in some cases does not make the rest of the routes.
  const missed = ways.filter(way => !way.some(({ by }) => by === "application"));
  if (missed.length === 0 || missed.length <= late.length / 2) return null;
  const factory = factories.find(
    one =>
      !one.needsArguments && late.some(({ file, call }) => isInside(one, file, call)) && isCalledBare(project, one),
  );
  if (factory) return { by: "offer", exposure: factory };
  const program = missed.flat().find(({ by }) => by === "guard");
  return program?.by === "guard" ? { by: "program", file: program.file } : null;
}

function isAtImport(file: PythonFile, { scope, offset }: CallFact): boolean {
  return functionsAround(file, scope).length === 0 && !isMainGuarded(file.facts, offset);
}

/** `app.get` as a decorator is a route, as a call it reads something. */
function registers({ callee, decorator }: CallFact): boolean {
  return (decorator ? DECORATES : REGISTERS).test(callee);
}

/** Whether a call at the top of a module gives the object routes, or hands it to code of the project that does. */
function lays(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  isObject: (path: string) => boolean,
  made: CallFact,
): boolean {
  const owner = call.callee.slice(0, call.callee.lastIndexOf("."));
  if (registers(call) && (isObject(owner) || isExtension(file, owner, isObject))) return true;
  // `init_routes(FastAPI())` hands over what has no name yet.
  const isMade = call.arguments.some(({ kind, offset }) => kind === "call" && offset === made.offset);
  if (!isMade && !argumentNames(call).some(isObject)) return false;
  const [path = "", name = ""] = (symbolOf(project, file, call.callee) ?? "").split("#");
  const facts = project.file(path)?.facts;
  const called = facts?.definitions.find(each => each.parent === -1 && each.name === name);
  return (
    called !== undefined &&
    (facts?.calls.some(each => each.offset >= called.offset && each.end <= called.end && registers(each)) ?? false)
  );
}

/** `api = Api(app)`: what an extension registers, the object answers. */
function isExtension({ facts }: PythonFile, owner: string, isObject: (path: string) => boolean): boolean {
  return facts.assignments.some(
    ({ target, value }) => target === owner && value?.kind === "call" && argumentNames(value).some(isObject),
  );
}

/** `app` of a function that made it by the factory, or that was handed it. */
function isLocal({ facts }: PythonFile, scope: number, owner: string, factories: readonly Exposure[]): boolean {
  const isMade = facts.assignments.some(
    ({ target, value, scope: own }) =>
      own === scope &&
      target === owner &&
      value?.kind === "call" &&
      factories.some(({ name }) => value.callee === name || value.callee.endsWith(`.${name}`)),
  );
  return isMade || (facts.definitions[scope]?.parameters.some(({ name }) => name === owner && name === "app") ?? false);
}

function isInside({ file, name }: Exposure, at: PythonFile, call: CallFact): boolean {
  return (
    file === at &&
    functionsAround(at, call.scope).some(definition => definition.parent === -1 && definition.name === name)
  );
}

/** Whether the project itself calls a factory without arguments, or leaves that to the server. */
function isCalledBare(project: PythonProject, { file, name }: Exposure): boolean {
  const calls = [...new Set([file, ...usersOfName(project, name)])].flatMap(({ facts }) =>
    facts.calls.filter(({ callee }) => callee === name || callee.endsWith(`.${name}`)),
  );
  return calls.length === 0 || calls.some(call => call.arguments.length === 0 && call.keywords.length === 0);
}
