import { parseImageReference } from "../../../docker/dockerfile/image-reference";
import { locatedList } from "../../../docker/compose/scalars";
import type { ComposeService } from "../../../docker/compose/types";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import { merged } from "../../query/compose";
import { replace, suggestion } from "../../query/fixing";
import { givenVariables, mayBeGivenMore } from "../../query/service-environment";

const POSTGRES = {
  POSTGRES_DATABASE: "POSTGRES_DB",
  POSTGRES_DBNAME: "POSTGRES_DB",
  POSTGRES_DB_NAME: "POSTGRES_DB",
  POSTGRES_NAME: "POSTGRES_DB",
  POSTGRES_USERNAME: "POSTGRES_USER",
  POSTGRES_DB_USER: "POSTGRES_USER",
  POSTGRES_PASS: "POSTGRES_PASSWORD",
  POSTGRES_PWD: "POSTGRES_PASSWORD",
  POSTGRES_DB_PASSWORD: "POSTGRES_PASSWORD",
};
const MYSQL = {
  MYSQL_DB: "MYSQL_DATABASE",
  MYSQL_DATABASE_NAME: "MYSQL_DATABASE",
  MYSQL_DBNAME: "MYSQL_DATABASE",
  MYSQL_USERNAME: "MYSQL_USER",
  MYSQL_PASS: "MYSQL_PASSWORD",
  MYSQL_ROOT_PASS: "MYSQL_ROOT_PASSWORD",
};

/**
 * By repository: names that are written where the image's start script reads another (the images' own documentation on Docker Hub). Null
 * where it reads none.
 */
const MISTAKEN: ReadonlyMap<string, ReadonlyMap<string, string | null>> = new Map(
  Object.entries({
    postgres: POSTGRES,
    "postgis/postgis": POSTGRES,
    "pgvector/pgvector": POSTGRES,
    mysql: MYSQL,
    mariadb: MYSQL,
    mongo: {
      MONGO_USERNAME: "MONGO_INITDB_ROOT_USERNAME",
      MONGO_PASSWORD: "MONGO_INITDB_ROOT_PASSWORD",
      MONGO_ROOT_USERNAME: "MONGO_INITDB_ROOT_USERNAME",
      MONGO_ROOT_PASSWORD: "MONGO_INITDB_ROOT_PASSWORD",
    },
    rabbitmq: {
      RABBITMQ_USER: "RABBITMQ_DEFAULT_USER",
      RABBITMQ_USERNAME: "RABBITMQ_DEFAULT_USER",
      RABBITMQ_PASSWORD: "RABBITMQ_DEFAULT_PASS",
      RABBITMQ_PASS: "RABBITMQ_DEFAULT_PASS",
      RABBITMQ_DEFAULT_PASSWORD: "RABBITMQ_DEFAULT_PASS",
    },
    redis: { REDIS_PASSWORD: null, REDIS_PASS: null },
  }).map(([image, names]) => [image, new Map(Object.entries<string | null>(names))]),
);

/** The words of all that a service runs itself: its command, entrypoint and health check. */
function programsOf(context: ComposeContext, service: ComposeService): string {
  const command = merged(context, service, each => each.command)?.text ?? "";
  const entrypoint = merged(context, service, each => each.entrypoint)?.text ?? "";
  const check = locatedList(merged(context, service, each => each.healthcheck?.test ?? null));
  return [command, entrypoint, ...check.map(each => each.text)].join(" ");
}

export const rule = defineRule({
  target: "compose",
  id: "ignored-image-variable",
  code: "DD2138",
  severity: "warning",
  mirrors: [],
  what: "A variable that a well-known image does not read, where it reads another one for the same thing.",
  why: "The image starts with its default instead: a database of another name, another user, or no password at all.",
  todo: "Write the name that the image reads; give Redis its password by `--requirepass`.",
  bad: "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${PASSWORD:?}\n      «POSTGRES_USERNAME»: shop\n",
  good: "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${PASSWORD:?}\n      POSTGRES_USER: shop\n",
  check: context => {
    for (const service of context.document.services) {
      const image = merged(context, service, each => each.image)?.text ?? "$";
      const { registry, repository } = parseImageReference(image);
      const names = registry === null ? MISTAKEN.get(repository.replace(/^library\//, "")) : undefined;
      if (names === undefined || image.includes("$") || mayBeGivenMore(context, service)) continue;
      if (merged(context, service, each => each.build) !== null) continue;
      // What is mounted may read any variable.
      if (service.volumes.some(mount => /init|entrypoint|\.sh$|\.conf$/.test(mount.target ?? ""))) continue;
      const given = givenVariables(context, service);
      const shown = programsOf(context, service);
      for (const variable of service.environment) {
        const right = names.get(variable.name);
        // Its own command, check or start script may read it.
        if (right === undefined || shown.includes(variable.name)) continue;
        if (right !== null && (given.has(right) || given.has(`${right}_FILE`))) continue;
        if (right === null && /requirepass|\.conf|\.sh\b/.test(shown)) continue;
        context.report(
          variable.nameSpan,
          right === null
            ? `The image reads no \`${variable.name}\`, so Redis asks for no password. Write \`command: redis-server --requirepass …\`.`
            : `The image reads no \`${variable.name}\`, so its default holds. Write \`${right}\`.`,
          { fixes: right === null ? [] : [suggestion(`Write ${right}`, replace(variable.nameSpan, right))] },
        );
      }
    }
  },
});
