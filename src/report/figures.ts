import type { TestReport, ThresholdVerdict, Verification } from "../model/verification";

/** Decimal megabytes and friends: 214 MB, 1.2 MB, 840 KB, 12 B. `more` asks for so many further digits. */
export function formatBytes(bytes: number, more = 0): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const [unit, divisor] = bytes < 999_500 ? ["KB", 1e3] : bytes < 999_500_000 ? ["MB", 1e6] : ["GB", 1e9];
  const value = bytes / Number(divisor);
  return `${value.toFixed(value < 10 ? 1 + more : more)} ${unit}`;
}

/** 1.4 ms, 14 ms, 3.9 s, 12 min. `more` asks for so many further digits. */
export function formatMs(ms: number, more = 0): string {
  if (ms < 10) return `${Number(ms.toFixed(1 + more))} ms`;
  if (ms < 1000) return `${ms.toFixed(more)} ms`;
  return ms < 600_000 ? `${(ms / 1000).toFixed(1 + more)} s` : `${(ms / 60_000).toFixed(more)} min`;
}

/** 12,345. Whole numbers do without the runtime's locale data: to load it takes a tenth of a small lint. */
export function formatCount(count: number): string {
  return Number.isSafeInteger(count) ? String(count).replace(/\B(?=(?:\d{3})+$)/g, ",") : count.toLocaleString("en");
}

/** `1 file`, `3 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `4 containers and 1 network`; what there is none of is left out. */
export function ownedWords(owned: {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
}): string {
  const parts = [
    [owned.containers, "container"],
    [owned.networks, "network"],
    [owned.volumes, "volume"],
    [owned.images, "image"],
  ] as const;
  const words = parts.flatMap(([count, word]) => (count === 0 ? [] : [plural(count, word)]));
  if (words.length < 2) return words[0] ?? "nothing";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `30 of 31 thresholds held`, with what else made it fail: a build that stops leaves only thresholds that hold. */
export function verdictWords({ thresholds, causes }: Pick<Verification, "thresholds" | "causes">): string {
  const held = thresholds.filter(threshold => threshold.held).length;
  const words = `${held} of ${plural(thresholds.length, "threshold")} held`;
  return causes.length === 0 ? words : `${plural(causes.length, "problem")}, ${words}`;
}

/** What a missed threshold says for itself; each secret and each fault of an image is told as a problem already. */
export function ownReason({ key, because }: Pick<ThresholdVerdict, "key" | "because">): string | null {
  return /^image\.(?:secrets|findings)\./.test(key) ? null : because;
}

/** How a run ended: a problem such as a build that stopped weighs more than a threshold that was missed. */
export function outcomeWord(verdict: Verification["verdict"], problems: number): "held" | "failed" | "missed" {
  if (verdict === "pass") return "held";
  return problems > 0 ? "failed" : "missed";
}

/** `a, b, c and 2 more`. */
export function list(items: readonly string[], limit = 4): string {
  if (items.length === 0) return "none";
  if (items.length <= limit) return items.join(", ");
  return `${items.slice(0, limit).join(", ")} and ${items.length - limit} more`;
}

/** A threshold's value in its unit. */
export function formatFigure(value: number | string | null, unit: string, more = 0): string {
  if (value === null) return "not measured";
  if (typeof value === "string") return value;
  if (unit === "bytes") return formatBytes(value, more);
  if (unit === "ms") return formatMs(value, more);
  if (unit === "percent") return `${Number(value.toFixed(1 + more))} %`;
  if (unit === "per second") return `${formatCount(Number(value.toFixed(more)))} a second`;
  return formatCount(value);
}

/** What was measured beside its limit, with as many digits as tell the two apart: 1.02 s and 1.00 s. */
export function formatCompared({
  limit,
  measured,
  unit,
}: Pick<ThresholdVerdict, "limit" | "measured" | "unit">): Readonly<Record<"limit" | "measured", string>> {
  const wordsBy = (more: number): Readonly<Record<"limit" | "measured", string>> => ({
    limit: formatFigure(limit, unit, more),
    measured: formatFigure(measured, unit, more),
  });
  for (let more = 0; more <= MOST_DIGITS; more++) {
    const words = wordsBy(more);
    if (words.limit !== words.measured) return words;
  }
  return wordsBy(0);
}

/** Further digits beyond which a difference is none. */
const MOST_DIGITS = 6;

/** `3 passed, 1 failed`; of tests that did not come to their end, that. */
export function testsWords({ passed, failed, unfinished }: TestReport): string {
  if (unfinished === "not begun") return "the tests did not begin";
  if (unfinished === "stopped") return "the tests did not end";
  return `${passed} passed, ${failed} failed`;
}

const NAMES: Readonly<Record<string, string>> = {
  "image.bytes": "Image size",
  "image.layers": "Image layers",
  "image.leftovers": "Leftovers in the image",
  "image.secrets": "Secrets in the image",
  "image.findings": "Image findings",
  "context.bytes": "Build context",
  "build.cold": "Build, cold",
  "build.warm": "Build, warm",
  "start.healthy": "Start to healthy",
  "start.import": "Import of the program",
  "stop.graceful": "Graceful stop",
  "memory.idle": "Idle memory",
  "memory.peak": "Peak memory",
  "cpu.idle": "Idle CPU",
  "cpu.peak": "Peak CPU",
  "probe.p50": "Answer time, median",
  "probe.p95": "Answer time, 95 %",
  "probe.requests": "Requests a second",
  "probe.errors": "Failed requests",
  "tests.failed": "Failed tests",
  "tests.passed": "Passed tests",
  "tests.duration": "Test run",
  "lint.errors": "Lint errors",
  "packages.critical": "Critical package advisories",
  "packages.high": "High package advisories",
};

/** `Image size, web` of `image.bytes.web`. */
export function thresholdName(key: string): string {
  const [first = "", second = "", ...service] = key.split(".");
  const name = NAMES[`${first}.${second}`] ?? key;
  return service.length > 0 ? `${name}, ${service.join(".")}` : name;
}

const SERVICES: Readonly<Record<string, string>> = {
  postgres: "PostgreSQL",
  postgis: "PostGIS",
  pgvector: "PostgreSQL (pgvector)",
  mysql: "MySQL",
  mariadb: "MariaDB",
  mongodb: "MongoDB",
  redis: "Redis",
  valkey: "Valkey",
  rabbitmq: "RabbitMQ",
  kafka: "Kafka",
  elasticsearch: "Elasticsearch",
  opensearch: "OpenSearch",
  memcached: "Memcached",
  s3: "S3 storage",
  smtp: "Mail",
  sqlite: "SQLite",
  nats: "NATS",
  cassandra: "Cassandra",
  clickhouse: "ClickHouse",
  neo4j: "Neo4j",
  mssql: "SQL Server",
  oracle: "Oracle Database",
  ldap: "LDAP",
  sentry: "Sentry",
  pubsub: "Google Cloud Pub/Sub",
  gcs: "Google Cloud Storage",
  firestore: "Firestore",
  bigquery: "BigQuery",
  sqs: "Amazon SQS",
  sns: "Amazon SNS",
  ses: "Amazon SES",
  kinesis: "Amazon Kinesis",
  dynamodb: "DynamoDB",
  redshift: "Amazon Redshift",
  servicebus: "Azure Service Bus",
  azurite: "Azure Storage",
  influxdb: "InfluxDB",
  snowflake: "Snowflake",
  couchdb: "CouchDB",
  arangodb: "ArangoDB",
  cockroachdb: "CockroachDB",
  scylla: "ScyllaDB",
  zookeeper: "ZooKeeper",
  mqtt: "MQTT",
  activemq: "ActiveMQ",
  "schema-registry": "Schema Registry",
  imap: "IMAP",
  ftp: "FTP",
  sftp: "SFTP",
  hdfs: "HDFS",
  statsd: "StatsD",
  mlflow: "MLflow",
  "otel-collector": "OpenTelemetry Collector",
  uploads: "Uploads",
  "http-api": "HTTP API",
};

const FRAMEWORKS: Readonly<Record<string, string>> = {
  aiohttp: "aiohttp",
  apscheduler: "APScheduler",
  blacksheep: "BlackSheep",
  cherrypy: "CherryPy",
  djangorestframework: "Django REST framework",
  fastapi: "FastAPI",
  fasthtml: "FastHTML",
  grpc: "gRPC",
  nicegui: "NiceGUI",
  rq: "RQ",
  web2py: "web2py",
};

/** The name that a framework's owners write: most are words with a capital. */
export function frameworkName(framework: string): string {
  return FRAMEWORKS[framework] ?? framework.replace(/^[a-z]/, letter => letter.toUpperCase());
}

/** The name that a service's owners write. */
export function serviceName(service: string): string {
  return SERVICES[service] ?? service.replace(/^[a-z]/, letter => letter.toUpperCase());
}
