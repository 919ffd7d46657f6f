import type { ImageReference } from "../../docker/dockerfile/image-reference";
import { parseImageReference } from "../../docker/dockerfile/image-reference";

/** What is known of a widely used service image. None of them declares a HEALTHCHECK of its own. */
export interface KnownImage {
  /** As its owners write it. */
  readonly product: string;
  readonly kind: "database" | "cache" | "queue" | "search" | "storage";
  readonly port: number;
  /** The health check's test, as YAML flow sequence; null where the image has no tool for it. */
  readonly check: string | null;
  /** Where the data lies, null where nothing is kept. */
  readonly data: string | null;
}

const POSTGRES: KnownImage = {
  product: "PostgreSQL",
  kind: "database",
  port: 5432,
  check: '["CMD-SHELL", "pg_isready -U $${POSTGRES_USER:-postgres}"]',
  data: "/var/lib/postgresql/data",
};
const REDIS: KnownImage = {
  product: "Redis",
  kind: "cache",
  port: 6379,
  check: '["CMD", "redis-cli", "ping"]',
  data: "/data",
};
const MYSQL: KnownImage = {
  product: "MySQL",
  kind: "database",
  port: 3306,
  check: '["CMD-SHELL", "mysqladmin ping -h 127.0.0.1 --silent"]',
  data: "/var/lib/mysql",
};
const MARIADB: KnownImage = {
  ...MYSQL,
  product: "MariaDB",
  check: '["CMD", "healthcheck.sh", "--connect", "--innodb_initialized"]',
};
const MONGO: KnownImage = {
  product: "MongoDB",
  kind: "database",
  port: 27_017,
  check: `["CMD", "mongosh", "--quiet", "--eval", "db.adminCommand('ping')"]`,
  data: "/data/db",
};
const ELASTICSEARCH: KnownImage = {
  product: "Elasticsearch",
  kind: "search",
  port: 9200,
  check: '["CMD-SHELL", "curl -s http://127.0.0.1:9200/_cluster/health"]',
  data: "/usr/share/elasticsearch/data",
};

/** By repository, without registry. */
const IMAGES: ReadonlyMap<string, KnownImage> = new Map([
  ["postgres", POSTGRES],
  ["postgis/postgis", POSTGRES],
  ["pgvector/pgvector", POSTGRES],
  ["timescale/timescaledb", POSTGRES],
  ["redis", REDIS],
  ["redis/redis-stack-server", REDIS],
  ["valkey/valkey", { ...REDIS, product: "Valkey", check: '["CMD", "valkey-cli", "ping"]' }],
  ["mysql", MYSQL],
  ["mariadb", MARIADB],
  ["mongo", MONGO],
  [
    "rabbitmq",
    {
      product: "RabbitMQ",
      kind: "queue",
      port: 5672,
      check: '["CMD", "rabbitmq-diagnostics", "-q", "ping"]',
      data: "/var/lib/rabbitmq",
    },
  ],
  ["memcached", { product: "Memcached", kind: "cache", port: 11_211, check: null, data: null }],
  ["elasticsearch", ELASTICSEARCH],
  ["elasticsearch/elasticsearch", ELASTICSEARCH],
  ["opensearchproject/opensearch", { ...ELASTICSEARCH, product: "OpenSearch", data: "/usr/share/opensearch/data" }],
  ["cassandra", { product: "Cassandra", kind: "database", port: 9042, check: null, data: "/var/lib/cassandra" }],
  ["couchdb", { product: "CouchDB", kind: "database", port: 5984, check: null, data: "/opt/couchdb/data" }],
  ["neo4j", { product: "Neo4j", kind: "database", port: 7687, check: null, data: "/data" }],
  ["influxdb", { product: "InfluxDB", kind: "database", port: 8086, check: null, data: "/var/lib/influxdb2" }],
  [
    "clickhouse/clickhouse-server",
    { product: "ClickHouse", kind: "database", port: 8123, check: null, data: "/var/lib/clickhouse" },
  ],
  ["zookeeper", { product: "ZooKeeper", kind: "queue", port: 2181, check: null, data: "/data" }],
  ["apache/kafka", { product: "Kafka", kind: "queue", port: 9092, check: null, data: "/var/lib/kafka/data" }],
  ["nats", { product: "NATS", kind: "queue", port: 4222, check: null, data: null }],
]);

/** Official images of Docker Hub that start as another user, or whose start script becomes one, beyond those above. */
const UNPRIVILEGED: ReadonlySet<string> = new Set([
  "flink",
  "ghost",
  "haproxy",
  "jetty",
  "kibana",
  "kong",
  "logstash",
  "odoo",
  "percona",
  "rocket.chat",
  "solr",
  "sonarqube",
  "storm",
  "tomee",
  "varnish",
]);

/** Whether the server of an image runs as root unless another user is chosen: known of official images, null of others. */
export function runsAsRoot(reference: ImageReference): boolean | null {
  const { registry, repository } = reference;
  if (registry !== null && registry !== "docker.io") return null;
  const name = repository.replace(/^library\//, "");
  if (repository.includes("$")) return null;
  if (IMAGES.has(name) || /^bitnami(?:legacy|secure)?\//.test(name) || UNPRIVILEGED.has(name)) return false;
  return name.includes("/") ? null : true;
}

/** The known image that a reference names; null for others and where a variable hides the repository. */
export function knownImage(text: string | null | undefined): KnownImage | null {
  if (text === null || text === undefined) return null;
  const { registry, repository } = parseImageReference(text);
  if (repository.includes("$")) return null;
  const isOfficial = registry === null || ["docker.io", "docker.elastic.co", "public.ecr.aws"].includes(registry);
  const name = repository.replace(/^(?:library|docker\/library)\//, "");
  return isOfficial ? (IMAGES.get(name) ?? null) : null;
}
