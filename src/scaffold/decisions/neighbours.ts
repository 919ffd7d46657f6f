import type { EnvironmentVariable } from "../../model/recon";
import { buildValue } from "./build-value";

export interface Neighbour {
  readonly unit: string;
  readonly service: string;
  readonly port: number;
  /** The unit's own server, which another process of it asks. */
  readonly isOwn?: true;
}

const LOCAL =
  /^(?:(https?|wss?|grpcs?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)|localhost|127\.0\.0\.1)(?::(\d+))?(\/.*)?$/i;

/** Addresses where the unit itself listens are no neighbour's. */
const OWN = /(?:^|_)(?:BIND|LISTEN|SERVER_ADDR)/i;

/**
 * `http://localhost:8001/v1`, `localhost:50051` or a host alone is another unit when that one listens there, or when the
 * variable bears its name.
 */
export function neighbourAddress(
  sample: string,
  name: string,
  neighbours: readonly Neighbour[],
  own: string | null,
): string | null {
  const match = LOCAL.exec(sample);
  if (!match || OWN.test(name)) return null;
  const [, scheme, written, path = ""] = match;
  const others = neighbours.filter(({ unit, isOwn }) => isOwn === true || unit !== own);
  const byPort = others.filter(({ port }) => String(port) === written);
  const found = namedNeighbour(name, others) ?? (byPort.length === 1 ? byPort[0] : undefined);
  if (found === undefined) return null;
  if (scheme !== undefined) return `${scheme.toLowerCase()}://${found.service}:${found.port}${path}`;
  if (path !== "") return null;
  // A host alone has its port in another variable, and nothing but the name tells whose it is.
  return written === undefined ? (found.isOwn === true ? null : found.service) : `${found.service}:${found.port}`;
}

/** Where another unit is; one that is required without any value is read by its name alone, `isAddress` where it needs the port. */
export function neighbourValue(
  { name, type, required: isRequired, hasDefault }: EnvironmentVariable,
  sample: string | null,
  neighbours: readonly Neighbour[],
  own: string | null,
  isAddress: boolean,
): string | null {
  if (sample !== null) return neighbourAddress(sample, name, neighbours, own);
  if (!isRequired || hasDefault || !isNeighbourName(name, neighbours)) return null;
  const isPort = /(?:^|_)PORT(?:_|$)/.test(name);
  if (isAddress || isPort) {
    const others = neighbours.filter(({ unit }) => unit !== own);
    const found = namedNeighbour(name, others);
    return found ? (isAddress ? `${found.service}:${found.port}` : String(found.port)) : null;
  }
  const isHost = /(?:^|_)HOST(?:NAME)?(?:_|$)/.test(name);
  // What the type accepts may be a domain of its own; a neighbour is assumed where the person would run it.
  const assumed = isHost
    ? "localhost"
    : /url/i.test(type ?? "")
      ? "http://localhost"
      : buildValue(type, name, null, null);
  return neighbourAddress(assumed, name, neighbours, own);
}

/** The only unit whose name a variable bears: `USERS_API_URL` of `user-service`. */
export function namedNeighbour(name: string, neighbours: readonly Neighbour[]): Neighbour | undefined {
  const words = wordsOf(name);
  const named = neighbours.filter(({ unit }) => {
    const own = wordsOf(unit);
    const telling = own.filter(word => !GENERIC.test(word));
    return (telling.length > 0 ? telling : own).some(word => words.includes(word));
  });
  return named.length === 1 ? named[0] : undefined;
}

/** What stands beside the name of a unit where a variable says where that is, and nothing of another kind. */
const ADDRESS =
  /^(?:host|hostname|port|url|uri|addr|address|base|endpoint|internal|external|public|grpc|http|https|rest)$/;

/** Whether a variable tells of a unit by name and of nothing else: `HOST_CART` and `USER_SERVICE_URL`, but no `USER_MAIL_PORT`. */
export function isNeighbourName(name: string, neighbours: readonly Neighbour[]): boolean {
  const units = new Set(neighbours.flatMap(({ unit }) => wordsOf(unit)));
  return wordsOf(name).every(word => ADDRESS.test(word) || GENERIC.test(word) || units.has(word));
}

/** What any unit may be called. */
const GENERIC = /^(?:service|svc|microservice|server|app|api|backend)$/;

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[-_/]/)
    .map(word => word.replace(/(?<=\w{2})s$/, ""))
    .filter(word => word.length > 1);
}
