import type { EnvironmentVariable, Integration } from "../../model/recon";
import { isAddressVariable, isConnection } from "../../recon/integrations/variable-names";
import type { ServiceDesign, VariableSource } from "../blueprint";
import { literalPattern } from "../../model/patterns";
import { isSecretName } from "../../workspace/mask";

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

function lastRole(name: string, sample: string | null, service: ServiceDesign | null): Role | null {
  // The name of a user or a host is that, and no database's.
  const words = name
    .toUpperCase()
    .replace(/(USER|HOST)_NAME$/, "$1NAME")
    .split("_");
  // `PGPASSWORD` and `DBPORT` are written without a dash between.
  const last = (words.at(-1) ?? "").replace(/^(?:DB|PG|MYSQL|POSTGRES|REDIS|MONGO)(?=[A-Z])/, "");
  const has = (...names: readonly string[]): boolean => names.includes(last);
  // Pages for people on a port of their own, which not every image has.
  if (/(?:MANAGEMENT|MGMT|ADMIN)_PORT$/i.test(name)) return null;
  // It names a file that holds the value, which only the person can provide.
  if (has("FILE", "PATH")) return null;
  // A scheme that the code puts before an address of its own making; `EMAIL_URL=consolemail://` is all of one.
  if (sample !== null && /^[a-z][a-z0-9+.-]*:\/+$/i.test(sample) && !has("URL", "URI", "DSN")) return null;
  // Or only its dialect and driver (SQLAlchemy: "Database URLs"), in whatever they are called.
  if (sample !== null && /^(?:postgresql|mysql|mariadb|sqlite|oracle|mssql)\+\w+$/i.test(sample)) return null;
  if (service?.definition.access.results !== undefined && /RESULT_BACKEND(?:_UR[LI])?$/i.test(name)) return "results";
  if (sample !== null && /^[a-z][a-z0-9+.-]*:\/\//i.test(sample)) return "url";
  // What takes an address apart itself is given the same form, whatever it is called: `REDIS_BROKER=localhost:6379`.
  if (sample !== null && /^[\w.-]+:\d{2,5}$/.test(sample)) return "address";
  if (
    has("URL", "URI", "DSN", "CONNECTION", "BROKER", "BACKEND") ||
    /CONN(?:ECTION)?_?STR(?:ING)?$/i.test(name) ||
    isConnection(name)
  )
    return "url";
  // Where a cache lies: memcached has an address, the others of Django's back ends a URL.
  if (/LOCATION$/i.test(name) && service !== null) return service.definition.id === "memcached" ? "address" : "url";
  if (has("SERVERS", "BROKERS", "HOSTS", "NODES", "ENDPOINTS")) return "address";
  if (has("ENDPOINT", "ENDPOINT_URL")) return "url";
  if (has("PORT")) return "port";
  if (has("HOST", "HOSTNAME", "SERVER", "ADDRESS", "ADDR", "IP")) return "host";
  if (has("PASSWORD", "PASS", "PASSWD", "PWD")) return "password";
  if (has("USER", "USERNAME", "LOGIN")) return "user";
  if (service?.definition.id === "s3" || service?.definition.id === "sqs" || service?.definition.id === "dynamodb") {
    if (/ACCESS_KEY_ID$|_ACCESS_KEY$|KEY_ID$/.test(name) && !/SECRET/.test(name)) return "user";
    if (/SECRET/.test(name)) return "password";
    if (isBucketName(name)) return "bucket";
    if (has("REGION") || /REGION(?:_NAME)?$/.test(name)) return "region";
  }
  // `REDIS_DB` is an index that has a default; only databases that are made by name need theirs.
  if (
    service?.database &&
    (has("DB", "DATABASE") ||
      // PostgreSQL has schemas inside a database: one that the code knows is no name of a database.
      (has("SCHEMA") && (sample === null || service.definition.id !== "postgres")) ||
      /(?:DB|DATABASE|POSTGRES|MYSQL|PG)_?NAME$/.test(name) ||
      has("NAME"))
  ) {
    return "database";
  }
  // `SHOP_REDIS` says where it is, `USE_REDIS` whether there is one.
  const isNamed = service !== null && !service.database && service.definition.names.includes(last.toLowerCase());
  if (isNamed && sample === null && words.length > 1 && !words.some(word => SWITCH_WORDS.has(word))) return "url";
  return has("TOKEN", "KEY", "SECRET") && service?.password ? "password" : null;
}

const SWITCH_WORDS: ReadonlySet<string> = new Set([
  "USE",
  "USES",
  "USING",
  "WITH",
  "HAS",
  "IS",
  "NO",
  "ENABLE",
  "ENABLED",
  "DISABLE",
  "DISABLED",
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

/** The value that points a variable at a service of the stack; `${…}` stands for what `.env` holds. */
export function connectionValue(
  role: Role,
  service: ServiceDesign,
  scheme: string | null,
  sample: string | null,
  isSchemeKnown = false,
): string | null {
  const { definition, name, user, database, password } = service;
  switch (role) {
    case "host":
      return name;
    case "port":
      return String(definition.port);
    case "address":
      return `${name}:${definition.port}`;
    case "user":
      return user;
    case "password":
      return password;
    case "database":
      return database;
    case "results":
      return definition.access.results ?? null;
    case "bucket":
      return sample ?? database;
    case "region":
      return sample ?? "us-east-1";
    case "url":
      return urlOf(service, scheme, sample, password, isSchemeKnown);
  }
}

function urlOf(
  service: ServiceDesign,
  scheme: string | null,
  sample: string | null,
  password: string | null,
  isSchemeKnown: boolean,
): string {
  const { definition, name, user, database } = service;
  // The keyword form of libpq: `dbname=portal host=localhost`.
  if (sample !== null && !sample.includes("://") && /(?:^|\s)(?:dbname|host)=/.test(sample)) {
    return `dbname=${database ?? "app"} host=${name} port=${definition.port} user=${user ?? "app"}${password ? ` password=${password}` : ""}`;
  }
  const parsed = sample?.match(/^([a-z][a-z0-9+.-]*):\/\/(?:[^/@]*@)?([^/?#]*)(\/[^?#]*)?(\?[^#]*)?/i);
  const sampleFits = parsed !== null && parsed !== undefined;
  const written = sampleFits ? (parsed[1] ?? null) : null;
  // The sample may name a driver that the scheme found in the code leaves out.
  const known = isSchemeKnown && !(written ?? "").startsWith(`${scheme ?? ""}+`) ? scheme : null;
  const chosen = known ?? written ?? scheme ?? definition.access.scheme;
  const isHttp = /^https?$/.test(chosen);
  const login =
    isHttp && definition.id !== "couchdb"
      ? ""
      : user && password
        ? `${user}:${password}@`
        : password
          ? `:${password}@`
          : user && definition.imageUser !== undefined
            ? `${user}@`
            : "";
  const ownPath = definition.access.path.replace("{database}", database ?? "");
  // A database is created under our own name; an index, a virtual host or a path of the sample is kept.
  const path =
    database !== null && definition.access.path.includes("{database}")
      ? ownPath
      : sampleFits && parsed[3] !== "/"
        ? // A sample without a path is completed by the code itself (`f"{url}/1"`), which a path of ours would break.
          (parsed[3] ?? "")
        : ownPath;
  const query = keptQuery(sampleFits ? parsed[4] : undefined) || definition.access.query || "";
  // TLS is not spoken inside the stack.
  const plain = chosen
    .replace(/^rediss/, "redis")
    .replace(/^amqps/, "amqp")
    .replace(/^https/, "http")
    .replace(/\+srv$/, "");
  const address = `${login}${name}:${definition.port}${path}${query}`;
  // The code puts the scheme before it by itself where the sample has none: `shop:pw@localhost:5432/shop`.
  return sample !== null && BARE_ADDRESS.test(sample) ? address : `${plain}://${address}`;
}

const BARE_ADDRESS = /^[^\s:/@]+:(?!\/\/)[^\s@]*@[\w.-]+(?::\d+)?(?:\/\S*)?$/;

/** Options of the sample that still hold, without those that ask for TLS or say what stands before them. */
function keptQuery(query: string | undefined): string {
  const kept = (query ?? "")
    .replace(/^\?/, "")
    .split("&")
    .filter(
      option =>
        option !== "" &&
        !/^(?:ssl|sslmode|ssl_\w+|tls|replicaSet|retryWrites|w|user(?:name)?|host(?:addr)?|port|dbname)=/i.test(
          option,
        ) &&
        !isSecretName(option.split("=")[0] ?? ""),
    );
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

/** A reference that makes Compose stop with a sentence where `.env` has no value. */
export function required(name: string): string {
  return `\${${name}:?Set ${name} in .env}`;
}

/**
 * Values that checked types accept; a domain without a dot is none to the `HttpUrl` of pydantic 1.
 * Source: https://docs.pydantic.dev/1.10/usage/types/#urls
 */
const TYPED_VALUES: Readonly<Record<string, string>> = {
  httpurl: "http://app.example.com",
  anyhttpurl: "http://app.example.com",
  postgresdsn: "postgresql://build:build@localhost/build",
  cockroachdsn: "cockroachdb://build:build@localhost/build",
  mysqldsn: "mysql://build:build@localhost/build",
  mariadbdsn: "mariadb://build:build@localhost/build",
  mongodsn: "mongodb://build:build@localhost/build",
  redisdsn: "redis://build:build@localhost/0",
  amqpdsn: "amqp://build:build@localhost/build",
  kafkadsn: "kafka://localhost:9092",
  natsdsn: "nats://localhost:4222",
  uuid: "00000000-0000-4000-8000-000000000000",
  uuid4: "00000000-0000-4000-8000-000000000000",
  ipvanyaddress: "127.0.0.1",
  ipv4address: "127.0.0.1",
};

/** A key that Fernet takes, and that protects nothing. */
export const FERNET_STAND_IN = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=";

/** A harmless value with which the code can be imported while the image is built. */
export function buildValue(type: string | null, name: string, sample: string | null, scheme: string | null): string {
  const kind = (type ?? "").toLowerCase();
  const fixed = /^(?:\w+\.)?tuple\[(.*)\]$/i.exec(type ?? "")?.[1];
  if (fixed !== undefined && !fixed.includes("...")) return tupleOf(fixed);
  if (/^(?:\w+\.)?(?:list|set|frozenset|tuple|sequence)\[/.test(kind)) return "[]";
  const words = wordsOf(type ?? "");
  const [word] = words;
  if (word !== undefined) return words.find(each => /^prod(?:uction)?$/i.test(each)) ?? word;
  if (/json|dict/.test(kind)) return "{}";
  if (/(?:^|_)(?:TIMEOUT|SECONDS|MINUTES|HOURS|DAYS)$/.test(name) && !/bool|delta/.test(kind)) return "60";
  if (/int|float|decimal|number/.test(kind) || /(?:^|_)PORT$/.test(name)) return "1";
  if (/bool/.test(kind)) return "false";
  const typed = TYPED_VALUES[kind.slice(kind.lastIndexOf(".") + 1)];
  if (typed !== undefined && (!scheme || !kind.endsWith("dsn"))) return typed;
  if (/email/.test(kind) || /(?:^|_)E?MAIL(?:_(?:FROM|ADDRESS|SENDER|USER|TO))?$/.test(name)) return "app@example.com";
  if (/(?:^|_)ALGORITHM$/.test(name)) return "HS256";
  // Django refuses any other word when it sets the first cookie.
  if (/SAMESITE$/.test(name)) return "Lax";
  if (scheme) return /^sqlite/.test(scheme) ? `${scheme}:////tmp/build.db` : `${scheme}://build:build@localhost/build`;
  const url = sample?.match(/^([a-z][a-z0-9+.-]*):\/\//i)?.[1];
  if (url) return /^https?$/.test(url) ? `${url}://localhost` : `${url}://build:build@localhost/build`;
  return /_(?:URL|URI)$/.test(name) || /url/.test(kind) ? "http://localhost" : "build";
}

/** What `Literal["low", "high"]` or `Literal[1, 2]` takes. */
function wordsOf(type: string): readonly string[] {
  const inside = /^(?:\w+\.)?Literal\[(.*)/s.exec(type)?.[1] ?? "";
  const words = [...inside.matchAll(/(["'])(.*?)\1|(-?\d+|\bTrue\b|\bFalse\b)/g)].map(
    ([, , text, plain]) => text ?? plain ?? "",
  );
  return words.filter(word => word !== "");
}

/** JSON of as many items as a tuple of several types has. */
function tupleOf(types: string): string {
  const items = types.split(/,(?![^[]*\])/).map(item => buildValue(item.trim(), "", null, null));
  return `[${items.map(item => (/^(?:-?\d+|true|false|[[{].*)$/s.test(item) ? item : JSON.stringify(item))).join(",")}]`;
}

/** Long enough for code that wants a minimum of its secrets. */
export function standIn(
  { name, type, secret }: EnvironmentVariable,
  sample: string | null,
  scheme: string | null,
): string {
  const value = buildValue(type, name, sample, scheme);
  return secret && value === "build" ? "stand-in-while-building-0123456789" : value;
}

/** A stand-in that the code can at least read. */
export function placeholder({ name, type }: EnvironmentVariable): string {
  const value = buildValue(type, name, null, null);
  return value === "build" ? "change-me" : value;
}

/** What nothing has to be given for: left to the file, or the default of one read where another one fails without a value. */
export function unneeded(variable: EnvironmentVariable): {
  readonly source: VariableSource;
  readonly value: string | null;
} {
  const { name, required, hasDefault, default: usual, secret } = variable;
  const serves = required && hasDefault && usual !== null && !secret && !/[${}\n]/.test(usual);
  return serves ? { source: "value", value: `\${${name}:-${usual}}` } : { source: "file", value: null };
}
