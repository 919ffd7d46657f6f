import type { CallFact, DefinitionFact } from "../../python/facts";
import { eachCall, lastName } from "../../python/each-call";
import type { FileTold, PythonFile, PythonProject } from "../../python/project";
import { applicationIndex } from "../applications/application-index";
import { among, isOwnCode } from "../integrations/own-code";
import { reachedFrom, type Reach } from "../targets/reach";

/** A call that makes the tables that are missing and leaves those that are there, or that runs migrations. */
export interface TableSite {
  readonly file: PythonFile;
  readonly call: CallFact;
  /** What makes them, for a person: `create_all`, `create_tables`, `CREATE TABLE`, `executescript`; `upgrade` for migrations. */
  readonly tool: string;
}

const UPGRADES = new Set(["alembic.command.upgrade", "flask_migrate.upgrade", "flask_migrate.cli.upgrade"]);
const MAKERS = new Set(["run_sync", "create_all", "create_tables", "upgrade", "execute", "executescript"]);
const SITES = among(
  isOwnCode,
  eachCall(MAKERS, (project, file, call): readonly Omit<TableSite, "file">[] => {
    const tool = toolOf(project, file, call);
    return tool === null ? [] : [{ call, tool }];
  }),
);

/** Every such call in the project's own code. */
export function tableSites(project: PythonProject): readonly TableSite[] {
  return project
    .each(SITES)
    .flatMap(({ file, told }: FileTold<Omit<TableSite, "file">>) => told.map(site => ({ file, ...site })));
}

/**
 * SQLAlchemy's `create_all` and Peewee's `create_tables` look first, as `IF NOT EXISTS` does. Sources:
 * https://docs.sqlalchemy.org/en/20/core/metadata.html#sqlalchemy.schema.MetaData.create_all (checkfirst),
 * http://docs.peewee-orm.com/en/latest/peewee/api.html#Database.create_tables (safe)
 */
function toolOf(project: PythonProject, file: PythonFile, call: CallFact): string | null {
  const last = lastName(call.callee);
  const isHandedOn =
    last === "run_sync" && call.arguments[0]?.kind === "name" && /\.create_all$/.test(call.arguments[0].path);
  if (isHandedOn || (last === "create_all" && call.callee.includes("."))) return "create_all";
  if (last === "create_tables")
    return /^(?:peewee|playhouse)\b/.test(project.qualify(file, call.callee, call.scope)) ? last : null;
  if (last === "upgrade") return UPGRADES.has(project.qualify(file, call.callee, call.scope)) ? last : null;
  if (!/^execute(?:script)?$/.test(last)) return null;
  const sql = project.string(file, call.arguments[0], call.scope);
  // What a whole script holds is not known here: it may well drop the tables first, as that of Flask's tutorial does.
  if (sql === null) return last === "executescript" ? last : null;
  return /\bCREATE TABLE IF NOT EXISTS\b/i.test(sql) ? "CREATE TABLE" : null;
}

/** The call beside a site, in the same function, that drops the tables first, whatever holds. */
export function dropBeside({ file, call }: TableSite): CallFact | null {
  const isDrop = ({ callee, arguments: [first] }: CallFact): boolean =>
    /\.drop_(?:all|tables)$/.test(callee) ||
    (/\.run_sync$/.test(callee) && first?.kind === "name" && /\.drop_all$/.test(first.path));
  return (
    file.facts.calls.find(
      one => one.scope === call.scope && one.offset < call.offset && !one.conditional && isDrop(one),
    ) ?? null
  );
}

/** Who gets to a site: one answer for each way that leads there. */
export function reachOf(project: PythonProject, { file, call }: TableSite): readonly Reach[] {
  return reachedFrom(project, file, call, isServedFactory);
}

/** Factories that a server may call. */
function isServedFactory(project: PythonProject, file: PythonFile, { name }: DefinitionFact): boolean {
  return applicationIndex(project).applications.some(({ exposures }) =>
    exposures.some(one => one.isFactory && one.file === file && one.name === name),
  );
}
