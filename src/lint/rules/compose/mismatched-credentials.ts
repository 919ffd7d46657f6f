import type { ComposeService, ComposeVariable } from "../../../docker/compose/types";
import type { ComposeContext } from "../../compose-context";
import { decoded } from "../../../recon/integrations/connection-text";
import { defineRule } from "../../define-rule";
import { merged, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import { isSecretName } from "../../../workspace/mask";
import type { Severity } from "../../../model/finding";
import { databaseOf, givenVariables, mayBeGivenMore } from "../../query/service-environment";
import { readServiceUrl } from "../../query/service-urls";

/** Who logs in to what: as a URL says it, decoded. */
interface Login {
  readonly user: string;
  /** Null where the URL has none. */
  readonly password: string | null;
  readonly database: string;
}

/** The login of a database's URL; null where a variable stands in it. */
function loginOf(value: string): Login | null {
  const match = /^[\w+]+:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?[^/?#@]+(?:\/([^?#]*))?/.exec(value);
  if (match === null || value.includes("$")) return null;
  const [, user = "", password, database = ""] = match;
  return {
    user: decoded(user) ?? "",
    password: decoded(password),
    database: decoded(database) ?? "",
  };
}

/** What the image makes at its first start; a part is null where it is not written out. */
interface Made {
  readonly users: ReadonlyMap<string, { readonly password: string | null; readonly variable: string }>;
  readonly isUserKnown: boolean;
  readonly database: string | null;
  readonly databaseVariable: string;
}

function literal(
  variables: ReadonlyMap<string, ComposeVariable>,
  ...names: readonly string[]
): string | null | undefined {
  const found = names.map(name => variables.get(name)).find(each => each !== undefined);
  if (found === undefined) return undefined;
  return found.value === null || found.value.includes("$") ? null : found.value;
}

/** What it runs tells: neither another server nor a backup makes a user. */
function mayMakeUsers(context: ComposeContext, service: ComposeService): boolean {
  const run = [merged(context, service, each => each.entrypoint), merged(context, service, each => each.command)];
  const text = run.map(each => each?.text ?? "").join(" ");
  return text.trim() !== "" && !/\b(?:pg_dump(?:all)?|pg_basebackup|(?:mysql|mariadb)-?dump)\b/.test(text);
}

function madeBy(context: ComposeContext, service: ComposeService): Made | null {
  const product = databaseOf(context, service);
  const parts = partsOf(context, service).map(each => each.service);
  if (product === null || parts.some(part => part.envFiles.length > 0)) return null;
  // A script that fills the database may make further users.
  if (parts.some(part => part.volumes.some(mount => /initdb|\.sql$|entrypoint/.test(mount.target ?? "")))) return null;
  // So may a service with the same database's programs that waits for it.
  const waiting = context.document.services.filter(each => each.dependsOn.some(({ name }) => name === service.name));
  if (waiting.some(each => databaseOf(context, each) === product && mayMakeUsers(context, each))) return null;
  const given = givenVariables(context, service);
  if ([...given.keys()].some(name => name.endsWith("_FILE"))) return null;
  if (product === "PostgreSQL") {
    const user = literal(given, "POSTGRES_USER");
    const name = user === undefined ? "postgres" : user;
    const password = literal(given, "POSTGRES_PASSWORD") ?? null;
    const database = literal(given, "POSTGRES_DB");
    const trusts = given.has("POSTGRES_HOST_AUTH_METHOD");
    return {
      users: new Map(
        name === null ? [] : [[name, { password: trusts ? null : password, variable: "POSTGRES_PASSWORD" }]],
      ),
      isUserKnown: name !== null,
      database: database === undefined ? name : database,
      databaseVariable: "POSTGRES_DB",
    };
  }
  const prefix = [...given.keys()].some(name => name.startsWith("MARIADB_")) ? "MARIADB" : "MYSQL";
  const user = literal(given, `${prefix}_USER`);
  const root = literal(given, `${prefix}_ROOT_PASSWORD`) ?? null;
  const users = new Map([["root", { password: root, variable: `${prefix}_ROOT_PASSWORD` }]]);
  if (typeof user === "string")
    users.set(user, { password: literal(given, `${prefix}_PASSWORD`) ?? null, variable: `${prefix}_PASSWORD` });
  return {
    users,
    isUserKnown: user !== null,
    database: literal(given, `${prefix}_DATABASE`) ?? null,
    databaseVariable: `${prefix}_DATABASE`,
  };
}

/** Another user or database may be made by a migration or a test, so only another password is an error. */
interface Problem {
  readonly severity: Severity;
  readonly message: string;
}

/** What is wrong with a login; null where it fits or nothing is known. Never shows a value of either side. */
function problemOf(login: Login, made: Made, name: string): Problem | null {
  if (login.user === "") return null;
  const user = made.users.get(login.user);
  if (user === undefined)
    return made.isUserKnown
      ? {
          severity: "warning",
          message: `\`${name}\` makes another user than this URL names, so it refuses the login. Write the same on both sides.`,
        }
      : null;
  if (user.password !== null && login.password !== null && user.password !== login.password)
    return {
      severity: "error",
      message: `The password differs from \`${user.variable}\` of \`${name}\`, which refuses the login. Write the same on both sides.`,
    };
  const standard = ["", "postgres", "template1", "mysql", "test"];
  if (made.database !== null && !standard.includes(login.database) && made.database !== login.database)
    return {
      severity: "warning",
      message: `\`${name}\` makes another database than this URL names: \`${made.databaseVariable}\` differs. Write the same on both sides.`,
    };
  return null;
}

/** Redis that asks for a password, which the URL does not have. */
function redisProblem(
  context: ComposeContext,
  service: ComposeService,
  client: ComposeService,
  login: Login,
): Problem | null {
  if (knownImage(merged(context, service, each => each.image)?.text)?.product !== "Redis") return null;
  const command = merged(context, service, each => each.command)?.text ?? "";
  // `${REDIS_PASSWORD:-}` may stand for no password at all.
  if (!/--requirepass\s+["']?(?!\$\{\w+:?-\})[^\s"']/.test(command) || login.password !== null) return null;
  // The program may be given the password beside the URL.
  if (mayBeGivenMore(context, client) || [...givenVariables(context, client).keys()].some(isSecretName)) return null;
  return {
    severity: "error",
    message: `\`${shorten(service.name, 24)}\` asks for a password (\`--requirepass\`), and this URL has none. Write it as \`redis://:…@host\`.`,
  };
}

export const rule = defineRule({
  target: "compose",
  id: "mismatched-credentials",
  code: "DD2140",
  severity: "error",
  mirrors: [],
  what: "The URL of a database names another user, password or database than the service makes that it leads to.",
  why: "The program is refused at its first query, and the message says no more than that the login failed.",
  todo: "Write the same on both sides, best as one variable such as `${POSTGRES_PASSWORD:?}`.",
  bad:
    "services:\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: «postgresql://shop:one@db/shop»\n" +
    "  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: two\n",
  good:
    "services:\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop:one@db/shop\n" +
    "  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: one\n",
  check: context => {
    const { services } = context.document;
    for (const service of services) {
      for (const variable of service.environment) {
        // Tests make a database and a user of their own.
        if (/(?:^|_)TEST(?:S|ING)?(?:_|$)/i.test(variable.name)) continue;
        const url = variable.value === null ? null : readServiceUrl(variable.value);
        const login = variable.value === null ? null : loginOf(variable.value);
        if (url === null || login === null) continue;
        const host = services.find(each => each.name === url.host);
        if (host === undefined || host === service) continue;
        const made = madeBy(context, host);
        const problem =
          made === null ? redisProblem(context, host, service, login) : problemOf(login, made, shorten(host.name, 24));
        if (problem === null) continue;
        const { severity, message } = problem;
        context.report(variable.valueSpan, message, { severity, related: [context.placeOf(host.keySpan)] });
      }
    }
  },
});
