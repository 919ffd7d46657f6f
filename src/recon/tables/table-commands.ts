import { nameOf, withoutFolder } from "../../model/paths";
import type { Place } from "../../model/place";
import type { CallFact, DefinitionFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import type { Workspace } from "../../workspace/workspace";
import { applicationIndex } from "../applications/application-index";
import type { Exposure } from "../applications/exposures";
import { symbolOf } from "../applications/symbols";
import { keywordOf, namesIn } from "../../python/values";
import { commandWords } from "../commands/command-paths";
import { flaskExposure, flaskProgram } from "../commands/flask-program";
import { forFlask } from "../commands/old-flask";
import type { DetectContext } from "../define-detector";
import { scriptCommand } from "../targets/script-command";
import { workingDirectoryOf } from "../targets/working-directory";
import { decoratorName, type Reach } from "../targets/reach";
import type { TableSite } from "./table-sites";
import { isQuiet, isRepeatable } from "./repeatable";

/** A command that makes the tables, and what it was read from. */
export interface TableCommand {
  readonly tool: string;
  readonly command: readonly string[];
  readonly workingDirectory?: string;
  readonly losesRows?: true;
  readonly place: Place;
}

/** Names of scripts that are there to make tables; what another one does besides is not known. */
const SCRIPT =
  /^(?:create|init|initialize|initialise|setup|make|build)[_-]?(?:the[_-])?(?:db|database|tables?|schema)\.py$/;

/** What a server never gets to, as a command that a container runs once before it; the best of several ways. */
export function tableCommand(
  context: DetectContext,
  sites: readonly TableSite[],
  reachOf: (site: TableSite) => readonly Reach[],
): TableCommand | null {
  const ways = sites.flatMap(site => reachOf(site).map(reach => ({ site, reach })));
  const safe = ways.filter(
    ({ reach }) => reach.by !== "command" || isRepeatable(context, reach.file, reach.definition),
  );
  for (const by of ["command", "script", "guard", "function"] as const) {
    for (const { site, reach } of safe) {
      const found = reach.by === by ? ownCommand(context, reach) : null;
      if (found) return told(context, site, found);
    }
  }
  for (const site of sites) {
    const found = statementOf(context, site.file, site.call);
    if (found) return told(context, site, found);
  }
  for (const by of ["command", "function"] as const) {
    for (const { site, reach } of ways) {
      if (reach.by !== by) continue;
      const found = by === "command" ? ownCommand(context, reach) : callOf(context, reach, { mayLose: true });
      if (found) return { ...told(context, site, found), losesRows: true };
    }
  }
  return null;
}

interface Started {
  readonly command: readonly string[];
  readonly folder: string | null;
}

function told(
  { project, dependencies }: DetectContext,
  { file, call, tool }: TableSite,
  { command, folder }: Started,
): TableCommand {
  return {
    tool,
    command: forFlask(command, dependencies),
    ...(folder === null ? {} : { workingDirectory: folder }),
    place: project.place(file, call.offset, "medium"),
  };
}

function ownCommand(context: DetectContext, reach: Reach): Started | null {
  const { workspace, project } = context;
  switch (reach.by) {
    case "command":
      return flaskCommand(workspace, project, reach) ?? clickCommand(context, reach);
    case "script":
    case "guard": {
      const isMeant = SCRIPT.test(nameOf(reach.file.path)) && isRepeatable(context, reach.file, null);
      return isMeant ? scriptCommand(context, reach.file) : null;
    }
    case "function":
      return callOf(context, reach);
    default:
      return null;
  }
}

/** The words of click, Typer or Flask-Script, whose commands keep the function's name (Flask-Script: "Manager.command"). */
function clickCommand(
  { workspace, project, unit }: DetectContext,
  { file, definition }: Extract<Reach, { by: "command" | "function" }>,
): Started | null {
  const owner = definition.decorators
    .map(decoratorName)
    .find(name => name.endsWith(".command"))
    ?.slice(0, -".command".length);
  const { calls } = file.facts;
  if (owner !== undefined && project.qualify(file, owner) === "flask_script.Manager()") {
    const isRun = calls.some(({ callee, offset }) => callee === `${owner}.run` && isMainGuarded(file.facts, offset));
    return isRun ? { command: ["python", withoutFolder(unit, file.path), definition.name], folder: unit } : null;
  }
  const words = commandWords(workspace, project, file, definition);
  if (!words) return null;
  return { command: words.map(word => (word === file.path ? withoutFolder(unit, word) : word)), folder: unit };
}

/** `flask create-db`: a command of the application, of a blueprint's group, of an `AppGroup`, or one that is added to it. */
function flaskCommand(
  workspace: Workspace,
  project: PythonProject,
  { file, definition }: Extract<Reach, { by: "command" | "function" }>,
): Started | null {
  for (const decorator of definition.decorators) {
    const callee = decoratorName(decorator);
    if (!/(?:^|\.)command$/.test(callee)) continue;
    const call = decorator.kind === "call" ? decorator : null;
    const given = call ? (keywordOf(call, "name") ?? call.arguments[0]) : undefined;
    const name = project.string(file, given, call?.scope ?? -1) ?? definition.name.toLowerCase().replaceAll("_", "-");
    const group = groupOf(project, file, callee, definition);
    if (group === null) continue;
    const { words, folder } = flaskProgram(workspace, project, file);
    return { command: [...words, ...group, name], folder };
  }
  return null;
}

/** The words between `flask` and a command's own name; null where Flask does not know the command. */
function groupOf(
  project: PythonProject,
  file: PythonFile,
  callee: string,
  { name }: DefinitionFact,
): readonly string[] | null {
  if (callee === "command" || callee === "click.command") {
    const isAdded = project.files.some(({ facts }) =>
      facts.calls.some(
        ({ callee: adding, arguments: given }) =>
          adding.endsWith(".cli.add_command") &&
          given.some(value => namesIn(value).some(path => path.split(".").at(-1) === name)),
      ),
    );
    return isAdded ? [] : null;
  }
  const owner = callee.slice(0, -".command".length);
  const holder = owner.endsWith(".cli") ? owner.slice(0, -".cli".length) : owner;
  const made = madeBy(project, file, holder);
  const own = made && project.string(made.file, made.call.arguments[0], -1);
  if (owner !== holder) {
    if (!made || !/(?:^|\.)(?:API)?Blueprint$/.test(made.call.callee)) return [];
    return own === null ? null : [project.string(made.file, keywordOf(made.call, "cli_group"), -1) ?? own];
  }
  return made && /(?:^|\.)AppGroup$/.test(made.call.callee) && own !== null ? [own] : null;
}

/** The call that a module-level name is bound to, wherever it is imported from. */
function madeBy(project: PythonProject, file: PythonFile, path: string): { file: PythonFile; call: CallFact } | null {
  const [where = "", name = ""] = (symbolOf(project, file, path) ?? "").split("#");
  const owner = project.file(where);
  const value = owner?.facts.assignments.find(
    ({ target, scope, key }) => target === name && scope === -1 && key === null,
  )?.value;
  return owner && value?.kind === "call" ? { file: owner, call: value } : null;
}

/** `init_db()` of a module, as one line of Python. */
function callOf(
  context: DetectContext,
  { file, definition }: Extract<Reach, { by: "command" | "function" }>,
  { mayLose = false }: { readonly mayLose?: boolean } = {},
): Started | null {
  const needsArguments = definition.parameters.some(one => one.default === null && !/^(?:\*|\/$)/.test(one.name));
  if (definition.parent !== -1 || needsArguments) return null;
  if (!mayLose && !isRepeatable(context, file, definition)) return null;
  const call = `${definition.name}()`;
  return lineOf(context, file, [{ file, name: definition.name }], definition.isAsync ? `asyncio.run(${call})` : call);
}

/** The statement itself, with the names of its module: `db.create_all()`, `Base.metadata.create_all(bind=engine)`. */
export function statementOf(context: DetectContext, file: PythonFile, call: CallFact): Started | null {
  if (!/\.create_all$/.test(call.callee)) return null;
  const given = [...call.arguments.map(value => ({ name: null, value })), ...call.keywords];
  const paths = [call.callee, ...given.map(({ value }) => (value.kind === "name" ? value.path : ""))];
  const heads = [...new Set(paths.map(path => path.split(".", 1)[0] ?? ""))];
  const names = heads.map(head => importable(context.project, file, head));
  if (!names.every(name => name !== null)) return null;
  const words = given.map(
    ({ name, value }) => `${name === null ? "" : `${name}=`}${value.kind === "name" ? value.path : ""}`,
  );
  return lineOf(context, file, names, `${call.callee}(${words.join(", ")})`);
}

interface Importable {
  readonly file: PythonFile;
  readonly name: string;
}

/** Where a name of a file is bound, if another program may import it from there under that name. */
function importable(project: PythonProject, file: PythonFile, name: string): Importable | null {
  const [path = "", bound = ""] = (symbolOf(project, file, name) ?? "").split("#");
  const owner = project.file(path);
  if (bound !== name || !owner) return foreign(file, name) ? { file, name } : null;
  const { assignments, definitions } = owner.facts;
  const isBound =
    assignments.some(
      ({ target, scope, offset }) => target === name && scope === -1 && !isMainGuarded(owner.facts, offset),
    ) || definitions.some(each => each.name === name && each.parent === -1);
  return isBound ? { file: owner, name } : null;
}

/** `from sqlmodel import SQLModel`: a file offers what it imports from others, too. */
function foreign({ facts }: PythonFile, name: string): boolean {
  return facts.imports.some(({ names, scope }) => scope === -1 && (names?.some(({ as }) => as === name) ?? false));
}

/** One line of Python that loads the application, so that all models are known, and then does `action`. */
function lineOf(
  context: DetectContext,
  file: PythonFile,
  names: readonly Importable[],
  action: string,
): Started | null {
  const { project, workspace } = context;
  const isFlask = applicationIndex(project).applications.some(({ framework }) => framework.name === "flask");
  const exposure = isFlask ? flaskExposure(project, file) : servedExposure(project);
  if (!exposure) return null;
  const folder = workingDirectoryOf(workspace, exposure.file);
  const files = [exposure.file, ...names.map(name => name.file)];
  const isUsable = ({ file: from }: Importable): boolean => from.module !== "" && isQuiet(project, from);
  if (!names.every(isUsable) || exposure.file.module === "") return null;
  if (!files.every(one => workingDirectoryOf(workspace, one) === folder)) return null;
  const app = { file: exposure.file, name: exposure.name };
  const steps = [
    ...(action.startsWith("asyncio.") ? ["import asyncio"] : []),
    ...(isFlask ? flaskSteps(exposure, app, names) : [`import ${exposure.file.module}`, ...imports(names)]),
    action,
  ];
  return { command: ["python", "-c", steps.join("; ")], folder };
}

/** Flask-SQLAlchemy asks the application that is in use for its database. */
function flaskSteps(exposure: Exposure, app: Importable, names: readonly Importable[]): readonly string[] {
  const beside = names.filter(({ file }) => file === exposure.file);
  const others = names.filter(({ file }) => file !== exposure.file);
  const made = exposure.isFactory ? `${exposure.name}()` : exposure.name;
  return [...imports([app, ...beside]), `${made}.app_context().push()`, ...imports(others)];
}

function imports(names: readonly Importable[]): readonly string[] {
  const byModule = new Map<string, Set<string>>();
  for (const { file, name } of names) byModule.set(file.module, (byModule.get(file.module) ?? new Set()).add(name));
  return [...byModule].map(([module, own]) => `from ${module} import ${[...own].join(", ")}`);
}

/** The application that a server loads; where there are several none, since its models may not be those. */
function servedExposure(project: PythonProject): Exposure | undefined {
  const served = applicationIndex(project).applications.filter(
    ({ isMounted, file }) => !isMounted && file.role === "application",
  );
  const [only, ...others] = served
    .map(({ exposures }) => exposures.find(({ isGuarded }) => !isGuarded))
    .filter(one => one !== undefined);
  return others.length === 0 ? only : undefined;
}
