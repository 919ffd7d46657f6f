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

function defaultPort(scheme: string): number | null {
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

/** What the other side of an address has to be: a product by its port, or any of a kind. */
export interface Wanted {
  readonly port: number | null;
  readonly kind: KnownImage["kind"] | null;
}

/** One address in a variable's value, counted from the value's beginning. */
export interface Address {
  readonly host: string;
  readonly hostAt: number;
  readonly port: number | null;
  readonly end: number;
  /** Null where neither a scheme nor the variable's name nor a well-known port tells. */
  readonly wanted: Wanted | null;
}

const ENDING = /_?(?:HOST|HOSTS|HOSTNAME|ADDR|ADDRESS|SERVER|SERVERS)$/;

/** Names of products as variables begin with them, with their port. */
const PRODUCTS: readonly (readonly [RegExp, number])[] = [
  [/(?:^|_)(?:POSTGRES|POSTGRESQL|PG)(?:_[A-Z]+)*$/, 5432],
  [/(?:^|_)(?:REDIS|VALKEY)(?:_[A-Z]+)*$/, 6379],
  [/(?:^|_)(?:MYSQL|MARIADB)(?:_[A-Z]+)*$/, 3306],
  [/(?:^|_)(?:RABBITMQ|RABBIT|AMQP)$/, 5672],
  [/(?:^|_)(?:MONGO|MONGODB)(?:_[A-Z]+)*$/, 27_017],
  [/(?:^|_)(?:MEMCACHED|MEMCACHE)$/, 11_211],
  [/(?:^|_)(?:ELASTICSEARCH|ELASTIC|OPENSEARCH)$/, 9200],
];
const ANY_DATABASE = /(?:^|_)(?:DB|DATABASE|SQL)$/;

/** Ports on which nothing but the product listens, so that `localhost:5432` tells it without a name. */
const TELLING: ReadonlySet<number> = new Set([5432, 6379, 3306, 27_017, 11_211]);

/** What a variable such as `POSTGRES_HOST` or `DB_ADDRESS` names the host of, null for others. */
export function hostVariable(variable: string): Wanted | null {
  const name = variable.toUpperCase();
  const ending = ENDING.exec(name);
  if (ending === null) return null;
  const stem = name.slice(0, ending.index);
  const port = PRODUCTS.find(([pattern]) => pattern.test(stem))?.[1];
  if (port !== undefined) return { port, kind: null };
  return ANY_DATABASE.test(stem) ? { port: null, kind: "database" } : null;
}

/** The variable that holds the port for one that holds the host. */
export function portVariableOf(variable: string): string | null {
  const ending = ENDING.exec(variable.toUpperCase());
  return ending === null ? null : `${variable.slice(0, ending.index)}${ending[0].startsWith("_") ? "_" : ""}PORT`;
}

/** The addresses that a value is: a URL, or hosts with or without a port, several with commas or blanks between. */
export function addressesIn(name: string, value: string): readonly Address[] {
  const url = readServiceUrl(value);
  if (url !== null) return [{ ...url, wanted: { port: defaultPort(url.scheme), kind: null } }];
  const named = hostVariable(name);
  const found: Address[] = [];
  for (const { 0: text, index } of value.matchAll(/[^\s,;]+/g)) {
    const match = /^([A-Za-z][A-Za-z0-9_.-]*|127\.\d+\.\d+\.\d+)(?::(\d{1,5}))?$/.exec(text);
    if (match?.[1] === undefined) return [];
    const port = match[2] === undefined ? null : Number(match[2]);
    if (port === null && named === null) return [];
    const wanted = named ?? (port !== null && TELLING.has(port) ? { port, kind: null } : null);
    found.push({ host: match[1], hostAt: index, port, end: index + text.length, wanted });
  }
  return found;
}

/** Whether an image is what an address wants. */
export function isWanted(image: KnownImage | null, wanted: Wanted): boolean {
  if (image === null) return false;
  return wanted.port === null ? image.kind === wanted.kind : image.port === wanted.port;
}

/** Whether a service is what an address wants: by its image, or by a port that tells the product and that it says it has. */
export function serves(service: RunService, wanted: Wanted): boolean {
  if (isWanted(imageOf(service), wanted)) return true;
  const { port } = wanted;
  if (port === null || !TELLING.has(port) || effective(service.parts, each => each.build) === null) return false;
  return service.parts.some(each =>
    [...each.service.expose, ...each.service.ports].some(({ target }) => target?.first === port),
  );
}

/** True where an image listens on the port that it is known by and on no other. */
export function hasOnePort(image: KnownImage): boolean {
  return TELLING.has(image.port);
}
