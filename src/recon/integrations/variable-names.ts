import { literalPattern } from "../../model/patterns";
import type { EnvironmentVariable } from "../../model/recon";

/** What the words of an environment variable's name say of the service it belongs to. */
const SERVICE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|_)(?:POSTGRES(?:QL)?|PG(?:HOST|PORT|USER|PASSWORD|DATABASE|NAME)?|PGSQL|PSQL)(?:_|$)/, "postgres"],
  [/(?:^|_)(?:COCKROACH(?:_?DB)?|CRDB)(?:_|$)/, "cockroachdb"],
  [/(?:^|_)MYSQL(?:_|$)/, "mysql"],
  [/(?:^|_)MARIADB(?:_|$)/, "mariadb"],
  [/(?:^|_)(?:MONGO|MONGODB|MONGO_DB)(?:_|$)/, "mongodb"],
  [/(?:^|_)(?:REDIS|REDISTOGO|REDISCLOUD|VALKEY)(?:_|$)/, "redis"],
  [/(?:^|_)(?:RABBIT|RABBITMQ|AMQP|CLOUDAMQP)(?:_|$)/, "rabbitmq"],
  [/(?:^|_)KAFKA(?:_|$)|(?:^|_)BOOTSTRAP_(?:SERVERS?|URIS?|URLS?|HOSTS?)$/, "kafka"],
  [
    /(?:^|_)(?:ELASTIC|ELASTICSEARCH|ELASTIC_SEARCH|ES)_(?:URL|HOST|HOSTS|PORT|USER|USERNAME|PASSWORD|API_KEY|INDEX)\b/,
    "elasticsearch",
  ],
  [/(?:^|_)ELASTICSEARCH(?:_|$)/, "elasticsearch"],
  [/(?:^|_)OPENSEARCH(?:_|$)/, "opensearch"],
  [/(?:^|_)MEMCACHED?(?:_|$)/, "memcached"],
  [/(?:^|_)GCS(?:_|$)|(?:^|_)GS_BUCKET/, "gcs"],
  [/(?:^|_)(?:S3|MINIO)(?:_|$)|(?:^|_)AWS_STORAGE_BUCKET|(?:^|_)BUCKET_NAME$/, "s3"],
  [
    /(?:^|_)(?:SMTP|MAIL|EMAIL)_(?:SERVER|HOST|PORT|USER|USERNAME|PASSWORD|HOST_USER|HOST_PASSWORD|USE_TLS|USE_SSL|URL|TLS|SSL|STARTTLS|FROM|DEFAULT_SENDER)(?:_|$)/,
    "smtp",
  ],
  [/(?:^|_)(?:SMTP|MAILGUN_SMTP)(?:_|$)/, "smtp"],
  [/(?:^|_)SENTRY_(?:\w+_)?DSN$/, "sentry"],
  [/(?:^|_)NATS(?:_|$)/, "nats"],
  [/(?:^|_)CLICKHOUSE(?:_|$)/, "clickhouse"],
  [/(?:^|_)CASSANDRA(?:_|$)/, "cassandra"],
  [/(?:^|_)NEO4J(?:_|$)/, "neo4j"],
  [/(?:^|_)MQTT(?:_|$)/, "mqtt"],
  [/(?:^|_)LDAP(?:_|$)/, "ldap"],
  [/(?:^|_)INFLUX(?:DB)?(?:_|$)/, "influxdb"],
  [/(?:^|_)(?:MSSQL|SQLSERVER|SQL_SERVER)(?:_|$)/, "mssql"],
  [/(?:^|_)ORACLE(?:_|$)/, "oracle"],
  [/(?:^|_)QDRANT(?:_|$)/, "qdrant"],
  [/(?:^|_)WEAVIATE(?:_|$)/, "weaviate"],
  [/(?:^|_)MEILI(?:SEARCH)?(?:_|$)/, "meilisearch"],
  [/(?:^|_)OLLAMA(?:_|$)/, "ollama"],
  [/(?:^|_)DYNAMO(?:DB)?(?:_|$)/, "dynamodb"],
  [/(?:^|_)SQS(?:_|$)/, "sqs"],
  [/(?:^|_)SNS(?:_|$)/, "sns"],
  [/(?:^|_)PUB_?SUB(?:_|$)/, "pubsub"],
  [/(?:^|_)SNOWFLAKE(?:_|$)/, "snowflake"],
  [/(?:^|_)BIG_?QUERY(?:_|$)/, "bigquery"],
  [/(?:^|_)STATSD(?:_|$)/, "statsd"],
  [/(?:^|_)SOLR(?:_|$)/, "solr"],
];

/** What one variable of a connection to a database holds. */
const CONNECTION_PART =
  "(?:URL|URI|DSN|HOST|HOSTNAME|SERVER|ADDRESS|ADDR|IP|PORT|USER|USERNAME|PASS|PASSWORD|PWD|NAME|DB|DATABASE|ENGINE|CONNECTION|SSL_?MODE)";
/** Which of several connections: `DB_READ_REPLICA_HOST`, `DATABASE_WRITE_USER`. */
const CONNECTION_ROLE =
  "(?:_(?:READ|READER|READONLY|RO|READWRITE|WRITE|WRITER|RW|REPLICA|PRIMARY|SECONDARY|MASTER|SLAVE|MAIN|DEFAULT))";
const DATABASE_NAMES: readonly RegExp[] = [
  new RegExp(`(?:^|_)DATABASE(?:_?${CONNECTION_PART})?$`),
  new RegExp(`(?:^|_)DB_?${CONNECTION_PART}$`),
  new RegExp(`(?:^|_)(?:DATABASE|DB)${CONNECTION_ROLE}+_${CONNECTION_PART}$`),
  new RegExp(`(?:^|_)SQL_${CONNECTION_PART}$`),
  /(?:^|_)SQL(?:ALCHEMY)?(?:_(?:ENGINE|DATABASE|DB))?_(?:URL|URI|DSN)$/,
];

/** Families whose members a name cannot tell apart: any database, any broker, any cache, any store of a queue's results. */
export type ServiceFamily = "database" | "queue" | "cache" | "results";

export interface NamedService {
  readonly service: string | null;
  readonly family: ServiceFamily | null;
}

/** The service or the family of services that a variable's name speaks of; both null where it speaks of none. */
export function serviceOfVariable(name: string): NamedService {
  // Two dashes part the names of nested settings: `DATABASE__HOST`.
  const upper = name.toUpperCase().replaceAll(/[._-]+/g, "_");
  const service = SERVICE_WORDS.find(([words]) => words.test(upper))?.[1] ?? null;
  if (service !== null) return { service, family: null };
  if (DATABASE_NAMES.some(words => words.test(upper))) return { service: null, family: "database" };
  if (/(?:^|_)RESULT_BACKEND_?(?:URL|URI|HOST|DSN)?$/.test(upper)) return { service: null, family: "results" };
  if (
    /(?:^|_)(?:CELERY_BROKER|BROKER)_?(?:URL|URI|HOST|DSN)?$|(?:^|_)(?:QUEUE|TASK_QUEUE)_?(?:URL|URI|HOST|DSN)$/.test(
      upper,
    )
  )
    return { service: null, family: "queue" };
  if (/(?:^|_)CACHE_?(?:URL|URI|DSN|HOST|LOCATION|PORT)$/.test(upper)) return { service: null, family: "cache" };
  if (/(?:^|_)DSN$/.test(upper)) return { service: null, family: "database" };
  return { service: null, family: null };
}

/** The setting that a line gives a variable to: `CELERY_BROKER_URL = os.getenv("QUEUE")`, `app.config["REDIS_URL"] = env("STORE")`. */
export function settingOf({ name, places }: Pick<EnvironmentVariable, "name" | "places">): string | null {
  const given = new RegExp(
    `(?:\\[["'](\\w+)["']\\]|\\b([A-Z][A-Z0-9_]+))\\s*(?::\\s*\\w+\\s*)?=\\s*(?:\\w+\\()?[\\w.]+[[(]\\s*["']${literalPattern(name)}["']`,
  );
  for (const { path, text } of places) {
    const found = path.endsWith(".py") ? given.exec(text) : null;
    if (found) return found[1] ?? found[2] ?? null;
  }
  return null;
}

/** Services that let nobody in without a password, which their addresses have a place for. */
const BEHIND_PASSWORD: ReadonlySet<string> = new Set([
  "postgres",
  "cockroachdb",
  "mysql",
  "mariadb",
  "mssql",
  "oracle",
  "mongodb",
  "redis",
  "rabbitmq",
  "clickhouse",
  "neo4j",
  "smtp",
]);

/** Whether a variable is the whole address of a database, broker or the like, password and all: `DATABASE_URL`, `AMQP_URL`. */
export function isConnectionName(name: string): boolean {
  if (!/(?:^|_)(?:URL|URI|DSN)$/i.test(name)) return false;
  const { service, family } = serviceOfVariable(name);
  return family !== null || (service !== null && BEHIND_PASSWORD.has(service));
}

/** `DB_CONN`, which is all of a connection, and not `DB_MAX_CONN`. */
export function isConnection(name: string): boolean {
  return /^(?:DB|DATABASE|SQL|PG|POSTGRES|MYSQL|MONGO|REDIS|BROKER)_CONN$/i.test(name);
}

/** Whether a variable holds the address of its service rather than a detail of it: it is named first. */
export function isAddressVariable(name: string): boolean {
  return (
    isConnection(name) ||
    /(?:URL|URI|DSN|HOST|HOSTS|HOSTNAME|SERVER|SERVERS|BROKER|BROKERS|ENDPOINT|LOCATION|BOOTSTRAP_SERVERS|RESULT_BACKEND)$/i.test(
      name,
    )
  );
}

/** What settings with an HTTP address hold besides APIs: the application's own address, pages for people, assets. */
const PAGES =
  /STATIC|MEDIA|LOGIN|LOGOUT|REDIRECT|CALLBACK|DOCS?_|DOCUMENTATION|HOMEPAGE|LOGO|ICON|IMAGE|FRONTEND|ORIGIN|SITE_|ROOT_URL|PUBLIC|TERMS|PRIVACY|SUPPORT|SCHEMA|NAMESPACE|AVATAR|SELF|OWN_|_UI_|UI_URL|WEB_URL|WEBSITE|CLIENT_URL|APP_URL|ADMIN|REPO|SOURCE_URL|PROJECT_URL|DOWNLOAD|ISSUE|CHANGELOG|LICEN[CS]E|CORS|CSRF|REFERER|ALLOWED/i;

/** Whether a name speaks of an address that browsers open, not of one that the code calls. */
export function isAddressOfPages(name: string): boolean {
  return PAGES.test(name);
}
