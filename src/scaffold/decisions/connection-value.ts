import { isSecretName } from "../../workspace/mask";
import type { ServiceDesign } from "../blueprint";
import type { Role } from "./variable-role";

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
      return isKeywordForm(sample) ? keywordForm(service) : urlOf(service, scheme, sample, isSchemeKnown);
  }
}

/** libpq's: `dbname=portal host=localhost`. */
function isKeywordForm(sample: string | null): boolean {
  return sample !== null && !sample.includes("://") && /(?:^|\s)(?:dbname|host)=/.test(sample);
}

function keywordForm({ definition, name, user, database, password }: ServiceDesign): string {
  const login = `user=${user ?? "app"}${password ? ` password=${password}` : ""}`;
  return `dbname=${database ?? "app"} host=${name} port=${definition.port} ${login}`;
}

function urlOf(service: ServiceDesign, scheme: string | null, sample: string | null, isSchemeKnown: boolean): string {
  const { definition, name } = service;
  const shown = addressIn(sample);
  // The sample may name a driver that the scheme found in the code leaves out.
  const known = isSchemeKnown && !(shown?.scheme ?? "").startsWith(`${scheme ?? ""}+`) ? scheme : null;
  const chosen = known ?? shown?.scheme ?? scheme ?? definition.access.scheme;
  const query = keptQuery(shown?.query) || definition.access.query || "";
  const address = `${loginIn(chosen, service)}${name}:${definition.port}${pathTo(service, shown)}${query}`;
  // The code puts the scheme before it by itself where the sample has none: `shop:pw@localhost:5432/shop`.
  return sample !== null && BARE_ADDRESS.test(sample) ? address : `${withoutTls(chosen)}://${address}`;
}

const BARE_ADDRESS = /^[^\s:/@]+:(?!\/\/)[^\s@]*@[\w.-]+(?::\d+)?(?:\/\S*)?$/;

interface SampleAddress {
  readonly scheme: string;
  /** With the slash before it, "" where there is none. */
  readonly path: string;
  /** With the question mark before it. */
  readonly query: string | undefined;
}

function addressIn(sample: string | null): SampleAddress | null {
  const [, scheme, path = "", query] =
    /^([a-z][a-z0-9+._-]*):\/\/(?:[^/@]*@)?[^/?#]*(\/[^?#]*)?(\?[^#]*)?/i.exec(sample ?? "") ?? [];
  return scheme === undefined ? null : { scheme, path, query };
}

function loginIn(scheme: string, { definition, user, password }: ServiceDesign): string {
  if (/^https?$/.test(scheme) && definition.id !== "couchdb") return "";
  if (password) return `${user ?? ""}:${password}@`;
  return user && definition.imageUser !== undefined ? `${user}@` : "";
}

function pathTo(
  { definition: { access, pathVariable }, database, fixed }: ServiceDesign,
  shown: SampleAddress | null,
): string {
  const own = access.path.replace("{database}", database ?? "");
  // A virtual host is made only where the code itself names it; the one that every broker has does for any other.
  const named = shown?.path.replace(/^\//, "") ?? "";
  const isMissing = pathVariable !== undefined && !/^(?:\/|%2F)?$/i.test(named) && named !== fixed?.database;
  if (isMissing) return own;
  // A database is created under our own name; an index or a path of the sample is kept.
  const isMade = database !== null && access.path.includes("{database}");
  // A sample without a path is completed by the code itself (`f"{url}/1"`), which a path of ours would break.
  return isMade || shown === null || shown.path === "/" ? own : shown.path;
}

/** TLS is not spoken inside the stack. */
function withoutTls(scheme: string): string {
  return scheme
    .replace(/^rediss/, "redis")
    .replace(/^amqps/, "amqp")
    .replace(/^https/, "http")
    .replace(/\+srv$/, "");
}

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
