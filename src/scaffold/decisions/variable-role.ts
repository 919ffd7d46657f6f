import type { EnvironmentVariable, Integration } from "../../model/recon";
import { writtenScheme } from "../../recon/integrations/address";
import { isAddressVariable, isConnection } from "../../recon/integrations/variable-names";
import type { ServiceDesign } from "../blueprint";
import { literalPattern } from "../../model/patterns";

export type Role =
  "url" | "host" | "port" | "user" | "password" | "database" | "address" | "bucket" | "region" | "results";

/**
 * The part of a connection that a variable holds, from its name and from the value that it has elsewhere; `names` are the
 * variables of the same service.
 */
export function roleOf(
  name: string,
  sample: string | null,
  service: ServiceDesign | null,
  names: readonly string[] = [],
): Role | null {
  return lastRole(name, sample, service) ?? (service ? roleBefore(name, sample, service, names) : null);
}

/** The word behind a part, which tells one of several servers from the others: `CART` of `POSTGRES_HOST_CART`. */
const SEVERAL = /^(.+)_([A-Z]+\d*)$/i;
/** Parts that every server of its own has, so that two of them with the same word mean one. */
const PARTS: readonly (Role | null)[] = ["host", "port", "user", "password", "database", "url"];

/** `POSTGRES_HOST_CART` beside `POSTGRES_PORT_CART`; alone only an address, since `POSTGRES_PASSWORD_LENGTH` is a detail. */
function roleBefore(
  name: string,
  sample: string | null,
  service: ServiceDesign,
  names: readonly string[],
): Role | null {
  const [, stem = "", word = ""] = SEVERAL.exec(name) ?? [];
  const role = lastRole(stem, sample, service);
  if (!PARTS.includes(role) || SWITCH_WORDS.has(word.toUpperCase())) return null;
  const isPaired = names.some(other => {
    const [, otherStem = "", otherWord] = SEVERAL.exec(other) ?? [];
    const otherRole = otherWord === word ? lastRole(otherStem, null, service) : null;
    return PARTS.includes(otherRole) && otherRole !== role;
  });
  const isAddress =
    /_(?:HOST|URL|URI|DSN)$/i.test(stem) && (sample === null || /^(?:localhost|127\.0\.0\.1)$/.test(sample));
  return isPaired || isAddress ? role : null;
}

/** A variable of which the part of a connection that it holds is to be found. */
interface Candidate {
  readonly name: string;
  /** The words of the name in capitals. */
  readonly words: readonly string[];
  readonly last: string;
  readonly sample: string | null;
  readonly service: ServiceDesign | null;
}

/** A sign of the part that a variable holds; null where it says nothing. */
type Sign = (candidate: Candidate) => Role | null;

/** In the order of their weight: what a variable is called says less than what it holds. */
const SIGNS: readonly Sign[] = [
  resultsOfTasks,
  formOfSample,
  wholeConnection,
  placeOfCache,
  lastWord,
  partOfCloud,
  nameOfDatabase,
  nameOfService,
  keyAsPassword,
];

/** What the last word of a name says where the service does not matter. */
const WORDS: readonly (readonly [Role, readonly string[]])[] = [
  ["url", ["URL", "URI", "DSN", "CONNECTION", "BROKER", "BACKEND", "ENDPOINT"]],
  ["address", ["SERVERS", "BROKERS", "HOSTS", "NODES", "ENDPOINTS"]],
  ["port", ["PORT"]],
  ["host", ["HOST", "HOSTNAME", "SERVER", "ADDRESS", "ADDR", "IP"]],
  ["password", ["PASSWORD", "PASS", "PASSWD", "PWD"]],
  ["user", ["USER", "USERNAME", "LOGIN"]],
];
const ROLE_OF_WORD: ReadonlyMap<string, Role> = new Map(
  WORDS.flatMap(([role, words]) => words.map(word => [word, role] as const)),
);

function lastRole(name: string, sample: string | null, service: ServiceDesign | null): Role | null {
  // The name of a user or a host is that, and no database's.
  const words = name
    .toUpperCase()
    .replace(/(USER|HOST)_NAME$/, "$1NAME")
    .split("_");
  // `PGPASSWORD` and `DBPORT` are written without a dash between.
  const last = (words.at(-1) ?? "").replace(/^(?:DB|PG|MYSQL|POSTGRES|REDIS|MONGO)(?=[A-Z])/, "");
  const candidate = { name, words, last, sample, service };
  if (isNoPart(candidate)) return null;
  for (const sign of SIGNS) {
    const role = sign(candidate);
    if (role !== null) return role;
  }
  return null;
}

function isNoPart({ name, last, sample }: Candidate): boolean {
  // Pages for people on a port of their own, which not every image has.
  if (/(?:MANAGEMENT|MGMT|ADMIN)_PORT$/i.test(name)) return true;
  // It names a file that holds the value, which only the person can provide.
  if (last === "FILE" || last === "PATH") return true;
  if (sample === null) return false;
  // A scheme that the code puts before an address of its own making; `EMAIL_URL=consolemail://` is all of one.
  if (/^[a-z][a-z0-9+._-]*:\/+$/i.test(sample)) return !["URL", "URI", "DSN"].includes(last);
  // Or only its dialect and driver (SQLAlchemy: "Database URLs"), in whatever they are called.
  return /^(?:postgresql|mysql|mariadb|sqlite|oracle|mssql)\+\w+$/i.test(sample);
}

function resultsOfTasks({ name, service }: Candidate): Role | null {
  return service?.definition.access.results !== undefined && /RESULT_BACKEND(?:_UR[LI])?$/i.test(name)
    ? "results"
    : null;
}

function formOfSample({ sample }: Candidate): Role | null {
  if (sample === null) return null;
  if (writtenScheme(sample) !== undefined) return "url";
  // What takes an address apart itself is given the same form, whatever it is called: `REDIS_BROKER=localhost:6379`.
  return /^[\w.-]+:\d{2,5}$/.test(sample) ? "address" : null;
}

function wholeConnection({ name }: Candidate): Role | null {
  return /CONN(?:ECTION)?_?STR(?:ING)?$/i.test(name) || isConnection(name) ? "url" : null;
}

/** memcached has an address, the others of Django's back ends a URL. */
function placeOfCache({ name, service }: Candidate): Role | null {
  if (service === null || !/LOCATION$/i.test(name)) return null;
  return service.definition.id === "memcached" ? "address" : "url";
}

function lastWord({ last }: Candidate): Role | null {
  return ROLE_OF_WORD.get(last) ?? null;
}

function partOfCloud({ name, last, service }: Candidate): Role | null {
  if (!["s3", "sqs", "dynamodb"].includes(service?.definition.id ?? "")) return null;
  if (/SECRET/.test(name)) return "password";
  if (/_ACCESS_KEY$|KEY_ID$/.test(name)) return "user";
  if (isBucketName(name)) return "bucket";
  return last === "REGION" || /REGION(?:_NAME)?$/.test(name) ? "region" : null;
}

/** `REDIS_DB` is an index that has a default; only databases that are made by name need theirs. */
function nameOfDatabase({ name, last, sample, service }: Candidate): Role | null {
  if (!service?.database) return null;
  // PostgreSQL has schemas inside a database: one that the code knows is no name of a database.
  if (last === "SCHEMA") return sample === null || service.definition.id !== "postgres" ? "database" : null;
  return ["DB", "DATABASE", "NAME"].includes(last) || /(?:DB|DATABASE|POSTGRES|MYSQL|PG)_?NAME$/.test(name)
    ? "database"
    : null;
}

/** `SHOP_REDIS` says where it is, `USE_REDIS` whether there is one. */
function nameOfService({ words, last, sample, service }: Candidate): Role | null {
  const isNamed = service !== null && !service.database && service.definition.names.includes(last.toLowerCase());
  return isNamed && sample === null && words.length > 1 && !words.some(word => SWITCH_WORDS.has(word)) ? "url" : null;
}

function keyAsPassword({ last, service }: Candidate): Role | null {
  return service?.password && ["TOKEN", "KEY", "SECRET"].includes(last) ? "password" : null;
}

const SWITCH_WORDS: ReadonlySet<string> = new Set([
  "USE",
  "USES",
  "USING",
  "WITH",
  "HAS",
  "IS",
  "NO",
  "OVERRIDE",
  "ENABLE",
  "ENABLED",
  "DISABLE",
  "DISABLED",
  "SKIP",
  "MOCK",
  "FAKE",
]);

export function isBucketName(name: string): boolean {
  return /BUCKET(?:_NAME)?$/i.test(name);
}

/** `DATABASE`, with which alone the code finds the server: it holds all of a connection, in a form that only the code knows. */
export function isWhole({ name, default: usual }: EnvironmentVariable, integration: Integration | undefined): boolean {
  return (
    /^(?:DB|DATABASE)$/i.test(name) &&
    usual === null &&
    integration?.fixed === undefined &&
    !integration?.variables.some(other => other !== name && isAddressVariable(other))
  );
}

const KEYS: Readonly<Record<string, Role>> = {
  host: "host",
  port: "port",
  user: "user",
  password: "password",
  name: "database",
  dbname: "database",
};

/** The part of a connection by the key that the code gives the variable to: `"HOST": os.environ["HOST_NAME"]` is a host, whatever it is called. */
export function writtenRole(
  { name, places }: Pick<EnvironmentVariable, "name" | "places">,
  sample: string | null,
  service: ServiceDesign,
): Role | null {
  if (!service.database) return null;
  // A variable that holds a whole address is taken apart for each of the keys.
  const named = roleOf(name, sample, service);
  if (named === "url" || named === "address") return null;
  for (const { path, text } of places) {
    const at = path.endsWith(".py") ? text.search(new RegExp(`["']${literalPattern(name)}["']`)) : -1;
    const key =
      at < 0
        ? null
        : /(?:["'](HOST|PORT|USER|PASSWORD|NAME)["']\s*:|\b(host|port|user|password|dbname)=)[^,"']*$/.exec(
            text.slice(0, at),
          );
    const role = KEYS[(key?.[1] ?? key?.[2] ?? "").toLowerCase()];
    if (role !== undefined) return role;
  }
  return null;
}
