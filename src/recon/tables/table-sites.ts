import type { CallFact, DefinitionFact, Value } from "../../python/facts";
import type { FileTold, PythonFile, PythonProject } from "../../python/project";
import { applicationIndex } from "../applications/application-index";
import { qualifiedIn } from "../applications/qualified";
import { usersOfName } from "../applications/users-of-name";
import { namesIn } from "../applications/values";
import { among, isOwnCode } from "../integrations/own-code";
import { importersOf } from "../targets/script-for";

/** A call that makes the tables that are missing and leaves those that are there, or that runs migrations. */
export interface TableSite {
  readonly file: PythonFile;
  readonly call: CallFact;
  /** What makes them, for a person: `create_all`, `create_tables`, `CREATE TABLE`; `upgrade` for migrations. */
  readonly tool: string;
}

/** What gets to a call. */
export type Reach =
  /** The application, as a server imports or starts it. */
  | { readonly by: "application" }
  | { readonly by: "command" | "function"; readonly file: PythonFile; readonly definition: DefinitionFact }
  /** A file that is run by hand: from its top, or below its main guard. */
  | { readonly by: "script" | "guard"; readonly file: PythonFile };

const MAXIMUM_DEPTH = 6;
const UPGRADES = new Set(["alembic.command.upgrade", "flask_migrate.upgrade", "flask_migrate.cli.upgrade"]);
const SITES = among(isOwnCode, sitesIn);

/** Every such call in the project's own code. */
export function tableSites(project: PythonProject): readonly TableSite[] {
  return project
    .each(SITES)
    .flatMap(({ file, told }: FileTold<Omit<TableSite, "file">>) => told.map(site => ({ file, ...site })));
}

function sitesIn(project: PythonProject, file: PythonFile): readonly Omit<TableSite, "file">[] {
  return file.facts.calls.flatMap(call => {
    const tool = toolOf(project, file, call);
    return tool === null ? [] : [{ call, tool }];
  });
}

/**
 * SQLAlchemy's `create_all` and Peewee's `create_tables` look first, as `IF NOT EXISTS` does. Sources:
 * https://docs.sqlalchemy.org/en/20/core/metadata.html#sqlalchemy.schema.MetaData.create_all (checkfirst),
 * http://docs.peewee-orm.com/en/latest/peewee/api.html#Database.create_tables (safe)
 */
function toolOf(project: PythonProject, file: PythonFile, call: CallFact): string | null {
  const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
  const isHandedOn =
    last === "run_sync" && call.arguments[0]?.kind === "name" && /\.create_all$/.test(call.arguments[0].path);
  if (isHandedOn || (last === "create_all" && call.callee.includes("."))) return "create_all";
  if (last === "create_tables")
    return /^(?:peewee|playhouse)\b/.test(project.qualify(file, call.callee, call.scope)) ? last : null;
  if (last === "upgrade") return UPGRADES.has(project.qualify(file, call.callee, call.scope)) ? last : null;
  if (!/^execute(?:script)?$/.test(last)) return null;
  const sql = project.string(file, call.arguments[0], call.scope);
  return sql !== null && /\bCREATE TABLE IF NOT EXISTS\b/i.test(sql) ? "CREATE TABLE" : null;
}

/** Who gets to a site: one answer for each way that leads there. */
export function reachOf(project: PythonProject, { file, call }: TableSite): readonly Reach[] {
  return walk(project, file, call, new Set(), 0);
}

function walk(
  project: PythonProject,
  file: PythonFile,
  at: { readonly scope: number; readonly offset: number },
  seen: Set<DefinitionFact>,
  depth: number,
): readonly Reach[] {
  const around = functionsAround(file, at.scope);
  const outermost = around.at(-1);
  if (!outermost) return [{ ...byFile(project, file, at.offset) }];
  const command = around.find(isCommand);
  if (command) return [{ by: "command", file, definition: command }];
  // A hook, a route, a lifespan: whatever else wraps a function, its framework calls it.
  if (around.some(isWrapped) || isServedFactory(project, file, outermost)) return [{ by: "application" }];
  if (seen.has(outermost) || depth > MAXIMUM_DEPTH) return [];
  seen.add(outermost);
  const own: Reach = { by: "function", file, definition: outermost };
  const users = usersOf(project, file, outermost);
  const found = users.flatMap(user =>
    user === "mention" ? [APPLICATION] : walk(project, user.file, user.at, seen, depth + 1),
  );
  return found.some(({ by }) => by === "application") ? [APPLICATION] : [own, ...found];
}

const APPLICATION: Reach = { by: "application" };

function byFile(project: PythonProject, file: PythonFile, offset: number): Reach {
  if (file.facts.mainGuard !== null && offset > file.facts.mainGuard) return { by: "guard", file };
  return isRunByHand(project, file) ? { by: "script", file } : APPLICATION;
}

/** Whether nothing imports a file and no server could load an application from it. */
export function isRunByHand(project: PythonProject, file: PythonFile): boolean {
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
export function isCommand({ decorators }: DefinitionFact): boolean {
  return decorators.some(each => /(?:^|\.)command$/.test(decoratorName(each)));
}

export function decoratorName(decorator: Value): string {
  return decorator.kind === "call" ? decorator.callee : decorator.kind === "name" ? decorator.path : "";
}

function isWrapped({ decorators }: DefinitionFact): boolean {
  return decorators.some(
    each => !/(?:^|\.)(?:staticmethod|classmethod|with_appcontext|cache)$/.test(decoratorName(each)),
  );
}

function isServedFactory(project: PythonProject, file: PythonFile, { name }: DefinitionFact): boolean {
  return applicationIndex(project).applications.some(({ exposures }) =>
    exposures.some(one => one.isFactory && one.file === file && one.name === name),
  );
}

type User = "mention" | { readonly file: PythonFile; readonly at: { readonly scope: number; readonly offset: number } };

/** Calls of a function or method, and where it is handed to something that calls it. */
function usersOf(project: PythonProject, owner: PythonFile, definition: DefinitionFact): readonly User[] {
  const { name, parent } = definition;
  const qualified = qualifiedIn(project, owner, name);
  const isMeant = (file: PythonFile, path: string, scope: number): boolean => {
    if (path !== name && !path.endsWith(`.${name}`)) return false;
    // Which object a method is called on is not known; its name is enough to leave the tables to the application.
    return parent !== -1 || qualifiedIn(project, file, path, scope) === qualified;
  };
  return [...new Set([owner, ...usersOfName(project, name)])].flatMap((file): readonly User[] => [
    ...file.facts.calls.flatMap((call): readonly User[] => {
      if (isMeant(file, call.callee, call.scope)) return [{ file, at: call }];
      if (/\.add_(?:command|typer)$/.test(call.callee)) return [];
      const given = [...call.arguments, ...call.keywords.map(({ value }) => value)].flatMap(namesIn);
      return given.some(path => isMeant(file, path, call.scope)) ? ["mention"] : [];
    }),
    ...file.facts.assignments.flatMap(({ value, scope }): readonly User[] =>
      value?.kind === "name" && isMeant(file, value.path, scope) ? ["mention"] : [],
    ),
  ]);
}
