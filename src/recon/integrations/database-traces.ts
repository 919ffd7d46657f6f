import type { PythonProject } from "../../python/project";
import { distributionOf } from "../knowledge/modules";
import { serviceOf } from "../knowledge/services";
import { wordsInCode } from "../used-words";
import { among, isOwnCode } from "./own-code";
import { relationalFamily } from "./relational";

/** What code that talks to a relational database says somewhere: in a text, a name, a call or an import. */
const TRACE =
  /postgres|psycopg|pgsql|psql|sql|maria|oracle|database|dsn|alembic|(?:^|[^a-z])(?:db|pg|orm|rdb(?:ms)?)(?:[^a-z]|$)/i;
/** Modules that open a database by an address or a setting, which their own names do not say. */
const LAYERS =
  /^(?:django|tortoise|peewee|playhouse|pony|gino|piccolo|edgy|saffier|ormar|dataset|records|yoyo|aerich|pandas|geopandas|polars|connectorx|ibis|orator|masonite|celery|kombu|huey|apscheduler|procrastinate|pgqueuer|optuna|advanced_alchemy|fastapi_users|agno|llama_index)$|^(?:langchain|langgraph)/;
/** Programs and libraries with settings of their own, where no line of the project's code need speak of the database. */
const PLATFORMS =
  /^(?:apache-|django|wagtail|mlflow|prefect|dagster|luigi|optuna|feast|superset|odoo|trac|buildbot|jupyterhub|dlt|sqlmesh|dbt|langgraph|langflow|open-webui|chainlit|procrastinate|pgadmin)/;

/**
 * Whether the application may load a driver of relational databases by an address or a setting: its code speaks of a
 * database, imports what opens one or what no table knows, or a declared program has settings of its own.
 */
export function mayOpenDatabase(project: PythonProject, distributions: readonly string[]): boolean {
  if (distributions.some(name => PLATFORMS.test(name))) return true;
  const own = new Set(project.files.filter(isOwnCode).map(({ path }) => path));
  if (own.size === 0) return true;
  for (const [top, uses] of project.thirdParty) {
    if (!uses.some(({ path }) => own.has(path))) continue;
    const found = distributionOf(top)?.distribution ?? null;
    if (found === null || LAYERS.test(top) || relationalFamily(serviceOf(found)?.service ?? "") !== null) return true;
  }
  return project.collect(TRACES).length > 0;
}

/** Files that speak of a database, by path. */
const TRACES = among(isOwnCode, (_project, { facts, path }) => {
  const { imports, definitions, assignments, calls, subscripts } = facts;
  const isTold =
    imports.some(({ module, names }) => TRACE.test(module) || names?.some(({ name }) => TRACE.test(name))) ||
    assignments.some(({ target, annotation }) => TRACE.test(target) || TRACE.test(annotation ?? "")) ||
    definitions.some(({ name, parameters }) => TRACE.test(name) || parameters.some(each => TRACE.test(each.name))) ||
    calls.some(({ callee }) => TRACE.test(callee)) ||
    subscripts.some(({ key }) => key.kind === "string" && TRACE.test(key.value)) ||
    wordsInCode(facts).some(word => TRACE.test(word));
  return isTold ? [path] : [];
});
