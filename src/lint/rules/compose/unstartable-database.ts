import { defineRule } from "../../define-rule";
import { merged } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { databaseOf, givenVariables, mayBeGivenMore } from "../../query/service-environment";

/** One of these must be given, else the image's start script stops (its documentation on Docker Hub). */
const NEEDED = {
  PostgreSQL: /^POSTGRES_(?:PASSWORD(?:_FILE)?|HOST_AUTH_METHOD)$/,
  MySQL: /^MYSQL_(?:ROOT_PASSWORD(?:_FILE)?|ALLOW_EMPTY_PASSWORD|RANDOM_ROOT_PASSWORD)$/,
  MariaDB: /^(?:MARIADB|MYSQL)_(?:ROOT_PASSWORD(?:_FILE|_HASH)?|ALLOW_EMPTY(?:_ROOT)?_PASSWORD|RANDOM_ROOT_PASSWORD)$/,
} as const;

const ADVICE = {
  PostgreSQL: "POSTGRES_PASSWORD",
  MySQL: "MYSQL_ROOT_PASSWORD",
  MariaDB: "MARIADB_ROOT_PASSWORD",
} as const;

export const rule = defineRule({
  target: "compose",
  id: "unstartable-database",
  code: "DD2139",
  severity: "error",
  mirrors: [],
  what: "A database of an official image that is given no password, or `root` as the user to make.",
  why: "The image's start script stops on an empty volume: it asks for a password, and `root` exists already.",
  todo: "Give the password variable, and another name than `root` to `MYSQL_USER`.",
  bad: "services:\n  db:\n    image: «postgres:17»\n    environment:\n      POSTGRES_DB: shop\n",
  good: "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_DB: shop\n      POSTGRES_PASSWORD: ${PASSWORD:?}\n",
  check: context => {
    for (const service of context.document.services) {
      const product = databaseOf(context, service);
      if (product === null || service.image === null) continue;
      const given = givenVariables(context, service);
      const user = service.environment.find(each => /^(?:MYSQL|MARIADB)_USER$/.test(each.name));
      if (user?.value === "root" && product !== "PostgreSQL")
        context.report(
          user.valueSpan,
          `\`${user.name}\` must not be \`root\`, which exists already, so the image stops. Leave it out.`,
        );
      if (mayBeGivenMore(context, service) || [...given.keys()].some(name => NEEDED[product].test(name))) continue;
      if (merged(context, service, each => each.entrypoint) !== null) continue;
      // Another program of the image, or a volume that was filled elsewhere.
      if (!/^(?:$|(?:postgres|mysqld|mariadbd)\b|-)/.test(merged(context, service, each => each.command)?.text ?? ""))
        continue;
      if (service.volumes.some(mount => /entrypoint/.test(mount.target ?? ""))) continue;
      context.report(
        service.image.span,
        `${product} stops at its first start, since \`${shorten(service.name, 30)}\` is given no password. Set \`${ADVICE[product]}\`.`,
      );
    }
  },
});
