import type { EnvironmentVariable, Integration } from "../../model/recon";
import { relationalFamily } from "../../recon/integrations/relational";
import type { ServiceDesign } from "../blueprint";
import { findDefinition } from "./services";
import { runs, type Subject } from "./subject";

/** Drivers that SQLAlchemy takes where an address names none. */
const USUAL_DRIVERS: Readonly<Record<string, string>> = { postgresql: "psycopg2", mysql: "mysqldb" };

/** By family, the distributions of drivers with the scheme that SQLAlchemy takes for each, the first installed one first. */
const DRIVERS: Readonly<Record<string, readonly (readonly [distribution: string, scheme: string])[]>> = {
  postgres: [
    ["psycopg2", "postgresql"],
    ["psycopg2-binary", "postgresql"],
    ["asyncpg", "postgresql+asyncpg"],
    ["psycopg", "postgresql+psycopg"],
    ["pg8000", "postgresql+pg8000"],
  ],
  mysql: [
    ["mysqlclient", "mysql"],
    ["pymysql", "mysql+pymysql"],
    ["aiomysql", "mysql+aiomysql"],
    ["asyncmy", "mysql+asyncmy"],
    ["mysql-connector-python", "mysql+mysqlconnector"],
  ],
};
const ASYNCHRONOUS: ReadonlySet<string> = new Set(["asyncpg", "aiomysql", "asyncmy"]);

/** What a variable is given that the code puts before an address of its own making; null for any other variable. */
export function schemeWord(
  subject: Subject,
  { name }: EnvironmentVariable,
  services: readonly ServiceDesign[],
): string | null {
  const known = subject.layout.schemeVariables.get(name);
  const service = services.find(
    ({ definition, units }) => units.includes(subject.unit) && /^(?:postgres|mysql|mariadb)$/.test(definition.id),
  );
  if (!known || !service) return null;
  const integration = subject.recon.integrations.find(
    other => findDefinition(other.service)?.id === service.definition.id,
  );
  const scheme = schemeOf(subject, integration, service, known.isAsync) ?? service.definition.access.scheme;
  const [dialect = scheme, driver = USUAL_DRIVERS[dialect] ?? null] = scheme.split("+");
  return known.part === "whole" ? scheme : known.part === "dialect" ? dialect : driver;
}

/** `DB_NAME=postgresql`, which the code puts before an address: no name of a database, whatever it is called. */
export function holdsScheme({ layout }: Subject, name: string, sample: string | null): boolean {
  return layout.schemeVariables.has(name) && /^(?:postgres(?:ql)?|mysql|mariadb)$/i.test(sample ?? "");
}

/**
 * The scheme with its driver: as the code insists on it, before it may put another one in its place, else as the code has it,
 * else as the installed driver needs it under SQLAlchemy.
 */
export function schemeOf(
  subject: Subject,
  integration: Integration | undefined,
  service: ServiceDesign | undefined,
  isAsync = subject.layout.isAsyncOnly,
): string | null {
  if (!integration || !service) return null;
  const scheme = usualScheme(subject, integration, service, isAsync);
  const family = relationalFamily(service.definition.id);
  const insisted = subject.layout.insistedSchemes.filter(
    one => family !== null && relationalFamily(one.replace(/^postgresql/, "postgres").split("+")[0] ?? "") === family,
  );
  const [first = scheme] = insisted;
  return insisted.includes(scheme ?? service.definition.access.scheme) ? scheme : first;
}

function usualScheme(
  { recon }: Subject,
  integration: Integration,
  service: ServiceDesign,
  isAsync: boolean,
): string | null {
  const usesAlchemy = ["sqlalchemy", "flask-sqlalchemy", "sqlmodel", "databases"].some(name => runs(recon, name));
  // SQLAlchemy dropped the name `postgres`, which platforms still hand out.
  if (integration.scheme && !(usesAlchemy && integration.scheme === "postgres")) return integration.scheme;
  // Tortoise has the one name that SQLAlchemy dropped (Tortoise: "DB URL").
  const isPostgres = relationalFamily(service.definition.id) === "postgres";
  if (!usesAlchemy) return isPostgres && runs(recon, "tortoise-orm") ? "postgres" : null;
  const drivers = DRIVERS[relationalFamily(service.definition.id) ?? ""] ?? [];
  const [, scheme = null] =
    (isAsync ? drivers.find(([name]) => ASYNCHRONOUS.has(name) && runs(recon, name)) : undefined) ??
    drivers.find(([name]) => runs(recon, name)) ??
    [];
  return scheme;
}
