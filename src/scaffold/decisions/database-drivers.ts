import type { Integration, Recon } from "../../model/recon";
import { relationalFamily } from "../../recon/integrations/relational";
import { serviceOfImage } from "../../recon/integrations/image-service";
import { type ExistingCompose, parseImage } from "../layout/existing-compose";
import { runs, type AddedDistribution } from "./subject";

/** Drivers by the dialect of SQLAlchemy's address, and what it takes where the address names none (SQLAlchemy: "Dialects"). */
const DIALECTS: Readonly<Record<string, string>> = {
  postgres: "psycopg2-binary",
  postgresql: "psycopg2-binary",
  "postgresql+psycopg2": "psycopg2-binary",
  "postgresql+psycopg": "psycopg[binary]",
  "postgresql+asyncpg": "asyncpg",
  "postgresql+pg8000": "pg8000",
  mysql: "mysqlclient",
  "mysql+mysqldb": "mysqlclient",
  "mysql+pymysql": "pymysql",
  "mysql+aiomysql": "aiomysql",
  "mysql+asyncmy": "asyncmy",
  "mysql+mysqlconnector": "mysql-connector-python",
  "mariadb+mysqldb": "mysqlclient",
  "mariadb+pymysql": "pymysql",
};

/** Any of them may serve, so none is added beside another; some come with distributions that hold a whole set-up. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["psycopg2", "psycopg2-binary", "psycopg", "psycopg-binary", "asyncpg", "pg8000", "aiopg", "django-heroku"],
  mysql: [
    "mysqlclient",
    "pymysql",
    "aiomysql",
    "asyncmy",
    "mysql-connector-python",
    "mysql-connector",
    "flask-mysqldb",
  ],
};

/** Django takes these for its own back ends (Django: "Databases"). */
const DJANGO: Readonly<Record<string, string>> = { postgres: "psycopg2-binary", mysql: "mysqlclient" };

const LAYERS = ["sqlalchemy", "flask-sqlalchemy", "sqlmodel", "databases"];

/**
 * Drivers that only an address or a back end of the settings names: SQLAlchemy and Django load them when they connect,
 * nothing imports them, and nothing declares any for that server.
 */
export function missingDrivers(recon: Recon, imported: ReadonlySet<string>): readonly AddedDistribution[] {
  const has = (name: string): boolean => runs(recon, name) || imported.has(name);
  const servers = recon.integrations.filter(
    ({ service, kind, optional }) => kind === "database" && !optional && familyOf(service) !== null,
  );
  const names = new Set(servers.map(({ service }) => familyOf(service)));
  if (names.size === 0) return missingFileDriver(recon, has);
  // Alternatives: which of them runs is not for the driver to say.
  if (names.size !== 1) return [];
  const [family] = names;
  if (family === undefined || family === null) return [];
  if ((DRIVERS[family] ?? []).some(has) || hasExtra(recon)) return [];
  const found = servers.map(server => ({ name: driverFor(has, server, family), place: server.places[0] }));
  const first = found.find(({ name }) => name !== null);
  return first?.name && first.place ? [{ name: first.name, place: first.place }] : [];
}

/**
 * What PyMySQL and aiomysql sign in to MySQL 8 with: its accounts ask for a password that is encrypted by the server's key
 * (PyMySQL: "Installation", `PyMySQL[rsa]`). MariaDB's do not, which the address of a database calls MySQL as well.
 */
export function missingLogin(
  recon: Recon,
  imported: ReadonlySet<string>,
  compose: ExistingCompose | null,
): readonly AddedDistribution[] {
  const theirs = (compose?.services ?? []).map(({ base }) => (base === null ? null : serviceOfImage(base)));
  if (theirs.includes("mariadb") && !theirs.includes("mysql")) return [];
  // Accounts of MySQL 5 are signed in to by a digest of the password.
  const versions = (compose?.services ?? []).flatMap(({ base }) =>
    base !== null && serviceOfImage(base) === "mysql" ? [parseImage(base).tag ?? ""] : [],
  );
  if (versions.length > 0 && versions.every(version => /^5\.\d/.test(version))) return [];
  const used = recon.integrations.find(({ service, optional }) => service === "mysql" && !optional);
  const [place] = used?.places ?? [];
  const drivers = recon.dependencies.filter(({ name }) => name === "pymysql" || name === "aiomysql");
  const isUsed = ["pymysql", "aiomysql"].some(name => imported.has(name) || runs(recon, name));
  const has =
    imported.has("cryptography") ||
    runs(recon, "cryptography") ||
    drivers.some(({ extras }) => extras.some(extra => extra === "rsa"));
  return place && isUsed && !has ? [{ name: "cryptography", place }] : [];
}

/** SQLite comes with Python, the driver that can wait does not; where tests alone have it, nothing that runs does. */
function missingFileDriver(recon: Recon, has: (name: string) => boolean): readonly AddedDistribution[] {
  const used = recon.integrations.find(({ scheme, optional }) => scheme === "sqlite+aiosqlite" && !optional);
  const [place] = used?.places ?? [];
  return place && LAYERS.some(has) && !has("aiosqlite") && !hasExtra(recon) ? [{ name: "aiosqlite", place }] : [];
}

/** Clients of caches, which back ends of Django import by the scheme of an address. */
const CACHE_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  redis: ["redis", "django-redis"],
  memcached: ["pymemcache", "pylibmc", "python-memcached"],
};

/** Drivers of the stack's databases and caches of which nothing that is always installed brings any: names to look for in extras and groups. */
export function optionalDrivers(recon: Recon, services: readonly string[]): readonly string[] {
  return services.flatMap(service => {
    const names = DRIVERS[familyOf(service) ?? ""] ?? CACHE_CLIENTS[service] ?? [];
    const isBrought = recon.dependencies.some(
      ({ name, group, extras }) => group === "main" && (names.includes(name) || extras.includes(service)),
    );
    return isBrought ? [] : names;
  });
}

/** The family of a server whose drivers are known here. */
function familyOf(service: string): string | null {
  const family = relationalFamily(service);
  return family !== null && Object.hasOwn(DRIVERS, family) ? family : null;
}

/** `sqlalchemy[postgresql]` and `databases[asyncpg]` bring one. */
function hasExtra(recon: Recon): boolean {
  return recon.dependencies.some(
    ({ name, extras }) => LAYERS.includes(name) && extras.some(extra => /sql|pg|psycopg|maria/.test(extra)),
  );
}

function driverFor(has: (name: string) => boolean, { via, scheme }: Integration, family: string): string | null {
  if (via === "settings" && has("django")) return DJANGO[family] ?? null;
  if (scheme === undefined || !LAYERS.some(has)) return null;
  return DIALECTS[scheme] ?? null;
}
