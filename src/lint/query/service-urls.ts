import type { ComposeVariable } from "../../docker/compose/types";
import { effective } from "../../docker/compose/project";
import { knownImage } from "./known-images";
import type { KnownImage } from "./known-images";
import type { RunService } from "./projects";

/** A URL in a value: where its host and port stand, counted from the value's beginning. */
export interface FoundUrl {
  readonly scheme: string;
  readonly host: string;
  readonly hostAt: number;
  readonly port: number | null;
  /** Host and port together. */
  readonly end: number;
}

const SCHEMES: ReadonlyMap<string, number> = new Map([
  ["postgres", 5432],
  ["postgresql", 5432],
  ["postgis", 5432],
  ["mysql", 3306],
  ["mariadb", 3306],
  ["redis", 6379],
  ["rediss", 6379],
  ["valkey", 6379],
  ["amqp", 5672],
  ["amqps", 5672],
  ["pyamqp", 5672],
  ["mongodb", 27_017],
]);

/** The URL of a database, cache or queue that a value is; null for others, and where a variable stands in host or port. */
export function readServiceUrl(value: string): FoundUrl | null {
  const separator = value.indexOf("://");
  if (separator <= 0 || separator > 40) return null;
  const scheme = (value.slice(0, separator).split("+")[0] ?? "").toLowerCase();
  const fallback = SCHEMES.get(scheme);
  if (fallback === undefined) return null;
  const start = separator + 3;
  const rest = value.slice(start);
  // What stands in `${…}` is no part of the URL's own form.
  const stop = rest.replace(/\$\{[^}]*\}/g, hidden => "_".repeat(hidden.length)).search(/[/?#]/);
  const authority = stop === -1 ? rest : rest.slice(0, stop);
  const at = authority.lastIndexOf("@");
  const address = authority.slice(at + 1);
  const match = /^([A-Za-z0-9_.-]+)(?::(\d{1,5}))?$/.exec(address);
  if (match?.[1] === undefined) return null;
  const hostAt = start + at + 1;
  return {
    scheme,
    host: match[1],
    hostAt,
    port: match[2] === undefined ? null : Number(match[2]),
    end: hostAt + address.length,
  };
}

export function defaultPort(scheme: string): number | null {
  return SCHEMES.get(scheme) ?? null;
}

/** What a service's image is known to be. */
export function imageOf(service: RunService): KnownImage | null {
  if (effective(service.parts, each => each.build) !== null) return null;
  return knownImage(effective(service.parts, each => each.image)?.value.text);
}

export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(host) || host === "::1";
}

/** Variables that name a host, with the port that tells the product. */
const HOST_VARIABLES: readonly (readonly [RegExp, number])[] = [
  [/(?:^|_)(?:POSTGRES|POSTGRESQL|PG)_?HOST(?:NAME)?$/, 5432],
  [/(?:^|_)REDIS_HOST(?:NAME)?$/, 6379],
  [/(?:^|_)(?:MYSQL|MARIADB)_HOST(?:NAME)?$/, 3306],
  [/(?:^|_)(?:RABBITMQ|RABBIT|AMQP)_HOST(?:NAME)?$/, 5672],
  [/(?:^|_)MONGO(?:DB)?_HOST(?:NAME)?$/, 27_017],
  [/(?:^|_)MEMCACHED?_HOST(?:NAME)?$/, 11_211],
];

/** The port of the product that a variable such as `POSTGRES_HOST` speaks of, null for others. */
export function hostVariablePort(variable: ComposeVariable): number | null {
  return HOST_VARIABLES.find(([pattern]) => pattern.test(variable.name.toUpperCase()))?.[1] ?? null;
}
