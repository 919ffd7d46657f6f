import type { Integration } from "../../model/recon";
import { writtenScheme } from "../../recon/integrations/address";
import type { ServiceDesign } from "../blueprint";
import { findDefinition } from "./services";

/** Several integrations may name one variable (a queue and a cache on one Redis); one whose service is there wins. */
export function pickIntegration(
  integrations: readonly Integration[],
  name: string,
  services: readonly ServiceDesign[],
  sample: string | null,
): Integration | undefined {
  const naming = integrations.filter(({ variables }) => variables.includes(name));
  const served = naming.flatMap(own => serviceOf(own, services) ?? []);
  // A line that reads two addresses names both for each.
  const fitting = served.find(service => sampleFor(sample, service) !== null) ?? served[0];
  const named = naming.find(own => fitting !== undefined && serviceOf(own, services) === fitting);
  if (named) return named;
  // `DB_PASSWORD` belongs to what `DB_HOST` belongs to, however it is read.
  const sibling = naming.length === 0 ? siblingOf(integrations, name, services) : undefined;
  if (sibling) return sibling;
  // Of the service nothing but its client may be known, and of the variable the address that a sample file shows.
  const shown =
    naming.length === 0 && /^(?!https?:|unix:\S*(?:docker|podman))[a-z][a-z0-9+._-]*:\/\/./i.test(sample ?? "");
  const addressed = integrations.find(other => {
    const service = shown ? serviceOf(other, services) : undefined;
    return service !== undefined && sampleFor(sample, service) !== null;
  });
  if (addressed) return addressed;
  // The variable may be known by a default for SQLite, or for a server that no driver is here for, while the driver is all
  // that is known of the one in the stack.
  const isDatabase =
    naming.some(({ kind }) => kind === "database") ||
    (naming.length === 0 && /^(?:[A-Z0-9]+_)*DATABASE_URL$/.test(name));
  return isDatabase
    ? integrations.find(
        other => other.kind === "database" && other.variables.length === 0 && serviceOf(other, services) !== undefined,
      )
    : undefined;
}

function siblingOf(
  integrations: readonly Integration[],
  name: string,
  services: readonly ServiceDesign[],
): Integration | undefined {
  const prefix = name.match(/^(.*_)(?:HOST|PORT|USER|USERNAME|PASSWORD|PASS|NAME|DATABASE)$/)?.[1];
  if (prefix === undefined) return undefined;
  const hosts = [`${prefix}HOST`, `${prefix}HOSTNAME`, `${prefix}SERVER`];
  return integrations.find(
    other => other.variables.some(known => hosts.includes(known)) && serviceOf(other, services) !== undefined,
  );
}

export function serviceOf(integration: Integration, services: readonly ServiceDesign[]): ServiceDesign | undefined {
  const definition = findDefinition(integration.service);
  return services.find(service => service.definition.id === definition?.id);
}

/** A sample with the address of another kind of service (SQLite, say) says nothing about this one. */
export function sampleFor(sample: string | null, { definition }: ServiceDesign): string | null {
  const scheme = sample === null ? undefined : writtenScheme(sample);
  if (scheme === undefined) return sample;
  const [family = ""] = scheme.toLowerCase().split(/[+._-]/);
  const fitting = [
    definition.access.scheme.split("+")[0],
    ...definition.names,
    definition.id,
    ...(FAMILIES[definition.id] ?? []),
  ];
  return fitting.includes(family) ? sample : null;
}

const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  postgres: ["postgres", "postgresql", "postgis", "pgsql", "psql", "postgresqlpool", "timescalegis"],
  mysql: ["mysql", "mysqlgis", "mariadb"],
  mariadb: ["mysql", "mysqlgis", "mariadb"],
  redis: ["redis", "rediss", "rediscache", "unix", "valkey"],
  rabbitmq: ["amqp", "amqps", "pyamqp", "librabbitmq"],
  mongodb: ["mongodb"],
  elasticsearch: ["http", "https"],
  opensearch: ["http", "https"],
  s3: ["http", "https"],
  neo4j: ["bolt", "neo4j"],
  cassandra: ["cassandra"],
  memcached: ["memcached", "pymemcache", "pymemcached", "memcache"],
};

/** Whether a service of the stack answers what `name` leads to. */
export function isServed(
  integrations: readonly Integration[],
  name: string,
  services: readonly ServiceDesign[],
): boolean {
  const integration = pickIntegration(integrations, name, services, null);
  return integration !== undefined && serviceOf(integration, services) !== undefined;
}
