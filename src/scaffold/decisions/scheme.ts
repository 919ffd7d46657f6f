import type { EnvironmentVariable, Integration } from "../../model/recon";
import { writtenScheme } from "../../recon/integrations/address";
import { relationalFamily } from "../../recon/integrations/relational";
import type { ServiceDesign } from "../blueprint";
import { findDefinition } from "./services";
import { runs, type Subject } from "./subject";
import { sampleFor } from "./variable-integration";

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
 * The scheme that a variable's address is to have: one that the code insists on, before it may put another in its place, else
 * with the driver of its own address, which may be another one than the rest of the code has. `usual` is its default.
 */
export function schemeFor(
  subject: Subject,
  name: string,
  { usual, sample }: { readonly usual: string | null; readonly sample: string | null },
  integration: Integration | undefined,
  service: ServiceDesign | undefined,
): string | null {
  if (!service) return null;
  const scheme = ownDriver(subject, usual, sample, service) ?? schemeOf(subject, integration, service);
  const family = relationalFamily(service.definition.id);
  const insisted = (subject.layout.insistedSchemes.get(name) ?? []).filter(
    one => family !== null && relationalFamily(one.replace(/^postgresql/, "postgres").split("+")[0] ?? "") === family,
  );
  const [first = scheme] = insisted;
  return insisted.includes(scheme ?? service.definition.access.scheme) ? scheme : first;
}

/** The scheme of a default that names a driver; of a sample, which may be older than the code, where its driver is installed. */
function ownDriver(
  { recon, layout }: Subject,
  usual: string | null,
  sample: string | null,
  service: ServiceDesign,
): string | null {
  const family = relationalFamily(service.definition.id);
  const scheme = writtenScheme(sampleFor(usual ?? sample, service) ?? "");
  if (family === null || !scheme?.includes("+")) return null;
  if (usual !== null) return scheme;
  const [dialect = "", driver] = scheme.split("+");
  const plain = USUAL_DRIVERS[dialect] === driver ? dialect : scheme;
  const isInstalled = (DRIVERS[family] ?? []).some(
    ([name, known]) => known === plain && runs(recon, name) && (!layout.isAsyncOnly || ASYNCHRONOUS.has(name)),
  );
  return isInstalled ? scheme : null;
}

/** The scheme with its driver: as the code has it, else as the installed driver needs it under SQLAlchemy. */
function schemeOf(
  { recon, layout }: Subject,
  integration: Integration | undefined,
  service: ServiceDesign | undefined,
  isAsync = layout.isAsyncOnly,
): string | null {
  if (!integration || !service) return null;
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
