import { isSameLine } from "../../model/place";
import type { EnvironmentVariable, Integration } from "../../model/recon";
import { addressProblem, isLoopback, readAddress } from "./address";
import { readHttpAddress } from "./http-address";
import { relationalFamily } from "./relational";
import { isAddressVariable, serviceOfVariable, settingOf, type ServiceFamily } from "./variable-names";

const DATABASES = /^(?:postgres|cockroachdb|mysql|mariadb|mssql|oracle|mongodb|sqlite|cassandra|clickhouse|neo4j)$/;

/**
 * Gives each integration the environment variables that configure it: by the scheme of a variable's default, by its name
 * (`REDIS_HOST`), and, where a name only says "the database" or "the broker" (`DATABASE_URL`), by there being just one
 * service of that family. A database file is optional where a database server is used, or installed for use, as well.
 */
export function linkVariables(
  integrations: readonly Integration[],
  environment: readonly EnvironmentVariable[],
  /** Defaults by variable, also those that hold a password and are told nowhere. */
  defaults: ReadonlyMap<string, string> = new Map(),
): readonly Integration[] {
  const hasServer = integrations.some(
    ({ service, via, optional }) =>
      DATABASES.test(service) &&
      service !== "sqlite" &&
      via !== "docs" &&
      !(optional && (via === "distribution" || via === "ci")),
  );
  const meant = environment.map(variable => ({
    variable,
    named: isTelemetry(variable, integrations) ? { service: "sentry", family: null } : namedIn(variable),
    scheme: readAddress(variable.default ?? defaults.get(variable.name) ?? ""),
  }));
  return integrations.map(found => {
    const own = meant.filter(one => belongs(one, found, integrations)).map(({ variable }) => variable);
    const variables = [...new Set([...found.variables, ...own.map(({ name }) => name)])].sort(byAddressFirst);
    const problem =
      own
        .map(variable => (variable.default === null ? null : addressProblemOf(variable)))
        .find(each => each !== null) ?? null;
    const { fixed, whole, ...rest } = found;
    // The worker program of RQ asks where its queue is, whatever the code beside it has written down.
    // Alembic, which goes by the address of its own file, neither.
    const isSeparate = (name: string): boolean =>
      name === "RQ_REDIS_URL" || fixed?.place.path.endsWith(".ini") === true;
    const isAsked = variables.some(name => isAddressVariable(name) && !isSeparate(name));
    return {
      ...rest,
      ...(fixed === undefined || isAsked ? {} : { fixed }),
      ...(whole === undefined ? {} : { whole: whole.map(name => own.find(one => isField(one, name))?.name ?? name) }),
      variables,
      breaksInContainer: found.breaksInContainer ?? problem,
      optional: found.optional || (found.service === "sqlite" && hasServer) || isOffUntilSet(found, own),
    };
  });
}

/** What its own name says, else the setting that it is given to. */
function namedIn(variable: EnvironmentVariable): ReturnType<typeof serviceOfVariable> {
  const own = serviceOfVariable(variable.name);
  const setting = own.service === null && own.family === null ? settingOf(variable) : null;
  return setting === null ? own : serviceOfVariable(setting);
}

/** `SITE_DSN` on the lines that start Sentry is its address, though databases have one of that name as well. */
function isTelemetry({ name, places }: EnvironmentVariable, integrations: readonly Integration[]): boolean {
  if (!/(?:^|_)DSN$/i.test(name)) return false;
  const starts = integrations.flatMap(found => (found.service === "sentry" ? found.places : []));
  return places.some(({ path, line }) =>
    starts.some(start => start.path === path && line >= start.line && line - start.line <= 3),
  );
}

/** Kinds that an application does without until it is told where they are; a database or broker it always needs. */
const SWITCHED: ReadonlySet<Integration["kind"]> = new Set(["mail", "search", "storage", "http"]);

/** A mail server, search engine, bucket or telemetry whose address is empty by default: it is off until somebody sets it. */
function isOffUntilSet(found: Integration, own: readonly EnvironmentVariable[]): boolean {
  if (!SWITCHED.has(found.kind) || found.image !== undefined || found.breaksInContainer !== null) return false;
  const addresses = own.filter(({ name }) =>
    /(?:URLS?|URI|HOSTS?|SERVER|DSN|ENDPOINT(?:_URL)?|BUCKET(?:_NAME)?)$/.test(name),
  );
  return (
    addresses.length > 0 &&
    addresses.every(({ required, default: text }) => !required && (text === null || text === ""))
  );
}

/** A variable with what its name and its default say. */
interface Meant {
  readonly variable: EnvironmentVariable;
  readonly named: ReturnType<typeof serviceOfVariable>;
  readonly scheme: ReturnType<typeof readAddress>;
}

/** Whether a variable sets a field of that name: of the settings themselves, or of a part of them (`GRPC__AUTH_URL`). */
function isField({ name }: EnvironmentVariable, field: string): boolean {
  return name === field || name.endsWith(`__${field}`);
}

function belongs({ variable, named, scheme }: Meant, found: Integration, all: readonly Integration[]): boolean {
  if (found.whole?.some(field => isField(variable, field))) return true;
  if (isWrittenAs(variable, found)) return true;
  // What a library reads by itself is told of a service only by the address that it would have without it.
  if (variable.scope === "library") return scheme?.service === found.service;
  if (named.service !== null) return named.service === found.service || isTwin(named.service, found.service);
  if (scheme !== null && scheme.service !== found.service && named.family === null) return false;
  if (scheme !== null && scheme.service === found.service) return true;
  // A result backend may be anything, so what its address says is all there is to know.
  if (scheme !== null && named.family === "results") return false;
  return named.family !== null && onlyOf(named.family, all).includes(found.service);
}

/**
 * Whether a variable's default is the very address that was found: a field of a settings class, which says nothing about
 * where it comes from. A default with a password is hidden, so that only its line tells of it, as does the host of this machine, which has many addresses.
 */
function isWrittenAs(
  { default: text, hasDefault, secret, places, scope }: EnvironmentVariable,
  found: Integration,
): boolean {
  if (scope !== "application") return false;
  const isThere = places.some(place => found.places.some(other => isSameLine(place, other)));
  if (text !== null) {
    const host = readHttpAddress(text, true)?.host;
    return host !== undefined && host === found.host && (!isLoopback(host) || isThere);
  }
  return hasDefault && secret && found.scheme !== undefined && isThere;
}

/** Whether messages of a task queue may go through it. */
export function carriesMessages({ kind, service }: Integration): boolean {
  return kind === "queue" || service === "redis";
}

/** Servers of one family share drivers, protocol and variable names. */
function isTwin(left: string, right: string): boolean {
  const family = relationalFamily(left);
  return family !== null && family === relationalFamily(right);
}

/**
 * The one service of a family, its two twins, or servers of which nothing but the drivers is known: the same variables set up
 * whichever is used. A file database gives way to a server. Empty where several could be meant.
 */
function onlyOf(family: ServiceFamily, all: readonly Integration[]): readonly string[] {
  const members = all.filter(each => {
    if (family === "database") return DATABASES.test(each.service);
    if (family === "queue" || family === "results") return carriesMessages(each);
    return each.service === "redis" || each.service === "memcached";
  });
  const servers = members.filter(({ service }) => service !== "sqlite");
  const needed = servers.filter(({ optional }) => !optional);
  const certain = (needed.length > 0 ? needed : servers).filter(({ via }) => via !== "ci" && via !== "docs");
  const candidates = certain.length > 0 ? certain : servers.length > 0 ? servers : members;
  const chosen = preferred(family, candidates);
  const [first] = chosen;
  return first &&
    (chosen.every(({ service }) => service === first.service || isTwin(service, first.service)) ||
      chosen.every(({ service, via }) => via === "distribution" && relationalFamily(service) !== null))
    ? chosen.map(({ service }) => service)
    : [];
}

/**
 * Of a queue and a store beside it, messages go through the queue and results lie in the store; the database is the one
 * that the settings of a framework have.
 */
function preferred(family: ServiceFamily, candidates: readonly Integration[]): readonly Integration[] {
  const configured = candidates.filter(({ via }) => via === "settings");
  if (family === "database") return configured.length > 0 ? configured : candidates;
  if (family !== "queue" && family !== "results") return candidates;
  const wanted = candidates.filter(({ service }) => (service === "redis") === (family === "results"));
  return wanted.length > 0 ? wanted : candidates;
}

/** A default is judged as an address only where the variable holds one. */
function addressProblemOf({ name, default: text }: EnvironmentVariable): string | null {
  if (text === null) return null;
  return isAddressVariable(name) || text.includes("://") ? addressProblem(text) : null;
}

/** Others stay in the order of what shows them, the surest first. */
function byAddressFirst(left: string, right: string): number {
  return Number(isAddressVariable(right)) - Number(isAddressVariable(left));
}
