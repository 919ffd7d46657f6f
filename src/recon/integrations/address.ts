import { serviceOfScheme } from "../knowledge/services";

/** An address of a service as it stands in a literal, whole or as a template with its holes left out. */
export interface Address {
  readonly scheme: string;
  readonly service: string;
  /** "" where it is a hole or absent. */
  readonly host: string;
  readonly path: string;
}

/** Names by which a container finds the machine that its engine runs on, old ones of Docker for Mac and Windows included. */
const OF_HOST = /^(?:(?:host|gateway)\.docker\.internal|docker\.for\.(?:mac|win)\.(?:localhost|host\.internal))$/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){1,3}|0\.0\.0\.0|\[?::1\]?)$/i;

/** The scheme of an address as it is written, such as `postgresql+psycopg_async`; undefined for text that is none. */
export function writtenScheme(text: string): string | undefined {
  return /^([a-z][a-z0-9+._-]*):\/\//i.exec(text)?.[1];
}

/** `postgresql+psycopg://app:x@db:5432/shop`; null for anything whose scheme belongs to no known service. */
export function readAddress(text: string): Address | null {
  const match = /^\s*([a-z][a-z0-9+._-]{1,40}):\/\/([^\s]*)/i.exec(text);
  // Celery stores results by `db+<address>` and may take a database as its broker by `sqla+<address>`.
  const scheme = match?.[1]?.toLowerCase().replace(/^(?:db|sqla)\+/, "");
  if (!match || scheme === undefined || scheme === "http" || scheme === "https") return null;
  const service = serviceOfScheme(scheme);
  if (service === null) return null;
  const rest = match[2] ?? "";
  // Socket files are as often those of a web server or of Docker as of Redis.
  if (scheme === "unix" && !/redis|valkey/i.test(rest)) return null;
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf("@");
  const host = hostOf(authority.slice(at + 1).split(",", 1)[0] ?? "");
  return { scheme, service, host, path: end < 0 ? "" : rest.slice(end) };
}

/** `[::1]:80` without its port; "" where it is a placeholder of a template. */
function hostOf(text: string): string {
  if (text.startsWith("[")) return text.slice(0, text.indexOf("]") + 1);
  const host = text.split(":", 1)[0] ?? "";
  return /[{}$%<>()]/.test(host) ? "" : host;
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.trim()) || OF_HOST.test(host.trim());
}

/** Why an address would not be reached from a container, in one sentence; null where nothing speaks against it. */
export function addressProblem(text: string): string | null {
  const value = text.trim();
  const address = readAddress(value);
  if (address?.service === "sqlite") return null;
  const host = address?.host ?? bareHost(value);
  if (address && /^(?:redis|rediss|amqp|pyamqp):\/\/(?:\/|$)/i.test(value))
    return "Without a host the address means the container itself, where no such service runs; use the service's name.";
  if (host !== null && OF_HOST.test(host)) return null;
  if (host === "0.0.0.0") return "0.0.0.0 is the container itself when it is called; use the service's name.";
  if (host !== null && host !== "" && isLoopback(host))
    return `${host} is the container itself, where no such service runs; use the service's name.`;
  if (/^unix:|^\/(?:var\/)?run\/|^\/tmp\/[^ ]*\.sock|\.sock$/.test(value))
    return "A socket file of this machine is not in the container; use the service's name and port.";
  return null;
}

/** Also `localhost:6379` and plain host names. */
function bareHost(value: string): string | null {
  const http = /^https?:\/\/(?:[^@/\s]*@)?(\[[^\]]*\]|[^/:?#\s]*)/i.exec(value);
  if (http) return http[1] ?? null;
  const plain = /^(\[[^\]]*\]|[A-Za-z0-9.-]+)(?::\d{1,5})?$/.exec(value);
  return plain?.[1] ?? null;
}
