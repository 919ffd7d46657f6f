import type { PythonFile, PythonProject } from "../../python/project";
import { walk } from "../applications/values";
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
  return project.each(DRIVERS).flatMap(({ told }) => told);
}

function DRIVERS(_project: PythonProject, file: PythonFile): readonly NamedModule[] {
  const { branches, calls } = file.facts;
  const isAlways = ({ offset }: { readonly offset: number }): boolean =>
    !branches.some(branch => branch.offset <= offset && offset < branch.end);
  const schemes = calls.flatMap(call =>
    call.keywords.flatMap(({ name, value }) =>
      (name === "scheme" || name === "drivername") && value.kind === "string"
        ? { text: value.value, offset: value.offset }
        : [],
    ),
  );
  const drivers = [...boundLiterals(file).filter(({ text }) => text.includes("://")), ...schemes]
    .filter(isAlways)
    .flatMap(({ text, offset }) => {
      const module = MODULES[SCHEME.exec(text)?.[1]?.toLowerCase() ?? ""];
      return module === undefined ? [] : [{ module, path: file.path, offset }];
    });
  const stripped = calls.filter(isAlways).flatMap(({ callee, arguments: [from, to], offset }) => {
    const isReplaced = callee.endsWith(".replace") && from?.kind === "string" && to?.kind === "string";
    const module = isReplaced ? withoutAsync(from.value, to.value) : null;
    return module === null ? [] : [{ module, path: file.path, offset }];
  });
  return [...drivers, ...stripped, ...overDatabase(file)];
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
