import { serviceOfDjangoBackend } from "../knowledge/services";

/** Words in the dotted path of a back end, and the service that it stores in or sends to. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:postgres|postgresql|postgis|asyncpg|psycopg)(?:_|$)/, "postgres"],
  [/^(?:mysql|asyncmy|aiomysql)(?:_|$)/, "mysql"],
  [/^oracle(?:_|$)/, "oracle"],
  [/^(?:sqlite3?|spatialite)(?:_|$)/, "sqlite"],
  [/^(?:rediscache|redis|redischannellayer|redispubsubchannellayer)(?:_|$)/, "redis"],
  [/^(?:memcached|memcachedcache|pymemcachecache|pylibmccache)(?:_|$)/, "memcached"],
  [/^elasticsearch\d*(?:_|$)/, "elasticsearch"],
  [/^opensearch\d*(?:_|$)/, "opensearch"],
  [/^solr(?:_|$)/, "solr"],
  [/^(?:s3|s3boto|s3boto3)(?:_|$)/, "s3"],
  [/^gcloud(?:_|$)/, "gcs"],
  [/^azure_storage(?:_|$)/, "azurite"],
  [/^(?:rabbitmq|rabbitmqchannellayer)(?:_|$)/, "rabbitmq"],
];

/**
 * The service behind the dotted path of a back end as settings name it: those of Django, and of the many packages that keep
 * its habit of a part called `backends` (`wagtail.search.backends.elasticsearch8`, `tortoise.backends.asyncpg`) or of a cache's class (`aiocache.RedisCache`).
 */
export function serviceOfBackend(path: string): string | null {
  if (!path.includes(".") || !/^[a-z_][\w]*(?:\.\w+)+$/.test(path)) return null;
  const known = serviceOfDjangoBackend(path);
  if (known !== null) return known;
  if (!/(?:^|[._])backends?(?:[._]|$)|(?:Cache|ChannelLayer)$/.test(path)) return null;
  for (const part of path.split(".").slice(1)) {
    const word = part.toLowerCase();
    const service = WORDS.find(([pattern]) => pattern.test(word))?.[1];
    if (service !== undefined) return service;
  }
  return null;
}
