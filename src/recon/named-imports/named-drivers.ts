import type { Value } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { walk } from "../../python/values";
import { boundLiterals } from "../readiness/literals";
import type { NamedModule } from "./named-modules";

/** Modules that SQLAlchemy imports for the driver of an address (SQLAlchemy: "Dialects"), by the driver's name. */
const MODULES: Readonly<Record<string, string>> = {
  aiomysql: "aiomysql",
  aiosqlite: "aiosqlite",
  asyncmy: "asyncmy",
  asyncpg: "asyncpg",
  mysqlconnector: "mysql.connector",
  mysqldb: "MySQLdb",
  oracledb: "oracledb",
  pg8000: "pg8000",
  psycopg: "psycopg",
  psycopg2: "psycopg2",
  psycopg_async: "psycopg",
  pymysql: "pymysql",
  pyodbc: "pyodbc",
};
const SCHEME = /^(?:db\+|sqla\+)?(?:postgresql|postgres|mysql|mariadb|sqlite|mssql|oracle)\+(\w+)(?::\/\/|$)/i;

/**
 * Drivers that an address of the code names (`postgresql+asyncpg://…`), also as the scheme of one that is put together.
 * What stands under a condition is left out: it may be the address of another stage.
 */
export function namedDrivers(project: PythonProject): readonly NamedModule[] {
  const engines = new Set(project.collect(ENGINE_NAMES));
  const stripped = project
    .each(STRIPPED)
    .flatMap(({ told }) => told.flatMap(({ named, names }) => (names.some(name => engines.has(name)) ? named : [])));
  return [...project.each(DRIVERS).flatMap(({ told }) => told), ...stripped];
}

function isAlways({ facts: { branches } }: PythonFile, { offset }: { readonly offset: number }): boolean {
  return !branches.some(branch => branch.offset <= offset && offset < branch.end);
}

function DRIVERS(_project: PythonProject, file: PythonFile): readonly NamedModule[] {
  const { calls } = file.facts;
  const schemes = calls.flatMap(call =>
    call.keywords.flatMap(({ name, value }) =>
      (name === "scheme" || name === "drivername") && value.kind === "string"
        ? { text: value.value, offset: value.offset }
        : [],
    ),
  );
  const drivers = [...boundLiterals(file).filter(({ text }) => text.includes("://")), ...schemes]
    .filter(one => isAlways(file, one))
    .flatMap(({ text, offset }) => {
      const module = MODULES[SCHEME.exec(text)?.[1]?.toLowerCase() ?? ""];
      return module === undefined ? [] : [{ module, path: file.path, offset }];
    });
  return [...drivers, ...overDatabase(file)];
}

/** Calls that SQLAlchemy loads the driver of an address for, or that hand the address to one. */
const MAKES_ENGINE =
  /(?:^|\.)(?:create_engine|engine_from_config|set_main_option|set_section_option|SQLAlchemyJobStore)$/;
const ENGINE_KEY = /^(?:sqlalchemy\.url|SQLALCHEMY_DATABASE_URI)$/;

/** What addresses of engines are called, as `nameIn` and `placeIn` name it. */
function ENGINE_NAMES(_project: PythonProject, file: PythonFile): readonly string[] {
  const given: Value[] = file.facts.calls.flatMap(({ callee, arguments: args, keywords }) =>
    MAKES_ENGINE.test(callee) ? [...args, ...keywords.map(({ value }) => value)] : [],
  );
  for (const { target, key, value } of file.facts.assignments)
    if (value && ENGINE_KEY.test(key?.kind === "string" ? key.value : target)) given.push(value);
  const names: string[] = [];
  for (const root of given)
    walk(root, value => {
      if (value.kind === "name") names.push(nameIn(value.path), `${file.path}:${nameIn(value.path)}`);
      if (value.kind === "call") names.push(nameIn(value.callee), placeIn(file, value.offset));
    });
  return names;
}

interface Stripped {
  readonly named: NamedModule;
  /** Where it stands, and what holds it. */
  readonly names: readonly string[];
}

/** Addresses of which a driver that can wait is taken out, with what they are kept in: names of functions only for their own file. */
const STRIPPED = eachCall(/\.replace$/, (_project, file, call): readonly Stripped[] => {
  const { assignments, definitions } = file.facts;
  const {
    arguments: [from, to],
    offset,
    end,
  } = call;
  if (from?.kind !== "string" || to?.kind !== "string") return [];
  const module = withoutAsync(from.value, to.value);
  if (module === null || !isAlways(file, { offset })) return [];
  const holds = (value: Value | null): boolean => value !== null && value.offset <= offset && end <= value.end;
  const bound = assignments.flatMap(({ target, value, scope }) => {
    if (!holds(value)) return [];
    const isLocal = definitions[scope]?.kind === "function" && !target.includes(".");
    return isLocal ? `${file.path}:${target}` : nameIn(target);
  });
  const returned = definitions.flatMap(({ name, returns }) => (returns.some(holds) ? name : []));
  return [{ named: { module, path: file.path, offset }, names: [placeIn(file, offset), ...bound, ...returned] }];
});

function nameIn(path: string): string {
  return (
    path
      .replace(/\(\)|\[\]/g, "")
      .split(".")
      .at(-1) ?? path
  );
}

function placeIn({ path }: PythonFile, offset: number): string {
  return `${path}@${offset}`;
}

/** What SQLAlchemy loads for an address whose driver that can wait is taken out: `url.replace("+asyncpg", "")`, as migrations do. */
function withoutAsync(from: string, to: string): string | null {
  const taken = /^(?:postgresql|mysql)?\+(asyncpg|aiomysql|asyncmy)(?::\/\/)?$/.exec(from)?.[1];
  if (taken === undefined) return null;
  const driver = /^(?:(?:postgresql|mysql)(?=\+|:|$))?(?:\+(\w+))?(?::\/\/)?$/.exec(to);
  if (driver === null) return null;
  return MODULES[driver[1] ?? (taken === "asyncpg" ? "psycopg2" : "mysqldb")] ?? null;
}

/** Celery's transport and result back end over a database (kombu.transport, celery.backends), whatever the address behind them. */
function overDatabase({ path, facts: { calls } }: PythonFile): readonly NamedModule[] {
  const found: NamedModule[] = [];
  for (const { keywords } of calls)
    for (const { name, value } of keywords)
      if (name === "broker" || name === "backend")
        walk(value, one => {
          if (one.kind === "string" && /^(?:sqla|db)\+/.test(one.value))
            found.push({ module: "sqlalchemy", path, offset: one.offset });
        });
  return found;
}
