/** Last part of an image's name, and the service it is; first match wins. */
const IMAGES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:postgres|postgresql|postgis|pgvector|timescaledb|pg_?vector|cnpg|alloydb|supabase-postgres)(?:-|$)/,
    "postgres",
  ],
  [/^cockroach(?:db)?(?:-|$)/, "cockroachdb"],
  [/^(?:mysql|mysql-server|percona)(?:-|$)/, "mysql"],
  [/^mariadb(?:-|$)/, "mariadb"],
  [/^(?:redis|redis-stack|redis-stack-server|valkey|keydb|dragonfly)(?:-|$)/, "redis"],
  [/^rabbitmq(?:-|$)/, "rabbitmq"],
  [/^(?:mongo|mongodb|mongodb-community-server)(?:-|$)/, "mongodb"],
  [/^(?:kafka|cp-kafka|redpanda)(?:-|$)/, "kafka"],
  [/^(?:zookeeper|cp-zookeeper)(?:-|$)/, "zookeeper"],
  [/^elasticsearch(?:-|$)/, "elasticsearch"],
  [/^opensearch(?:-|$)/, "opensearch"],
  [/^memcached(?:-|$)/, "memcached"],
  [/^(?:minio|rustfs|seaweedfs)(?:-|$)/, "s3"],
  [/^(?:mailhog|mailpit|maildev|mailcatcher|smtp4dev|mailcrab|inbucket|postfix|docker-mailserver)(?:-|$)/, "smtp"],
  [/^nats(?:-|$)/, "nats"],
  [/^cassandra(?:-|$)/, "cassandra"],
  [/^scylla(?:-|$)/, "scylla"],
  [/^clickhouse(?:-server)?(?:-|$)/, "clickhouse"],
  [/^neo4j(?:-|$)/, "neo4j"],
  [/^(?:mssql|mssql-server|azure-sql-edge|server)$/, "mssql"],
  [/^(?:oracle|oracle-xe|oracle-free)(?:-|$)/, "oracle"],
  [/^(?:openldap|osixia-openldap|389ds)(?:-|$)/, "ldap"],
  [/^(?:eclipse-mosquitto|mosquitto|emqx|vernemq)(?:-|$)/, "mqtt"],
  [/^influxdb(?:-|$)/, "influxdb"],
  [/^solr(?:-|$)/, "solr"],
  [/^meilisearch(?:-|$)/, "meilisearch"],
  [/^typesense(?:-|$)/, "typesense"],
  [/^qdrant(?:-|$)/, "qdrant"],
  [/^weaviate(?:-|$)/, "weaviate"],
  [/^(?:milvus|standalone)$/, "milvus"],
  [/^(?:chroma|chromadb)(?:-|$)/, "chroma"],
  [/^ollama(?:-|$)/, "ollama"],
  [/^couchdb(?:-|$)/, "couchdb"],
  [/^couchbase(?:-|$)/, "couchbase"],
  [/^arangodb(?:-|$)/, "arangodb"],
  [/^etcd(?:-|$)/, "etcd"],
  [/^consul(?:-|$)/, "consul"],
  [/^vault(?:-|$)/, "vault"],
  [/^keycloak(?:-|$)/, "keycloak"],
  [/^localstack(?:-|$)/, "localstack"],
  [/^(?:temporal|auto-setup)(?:-|$)/, "temporal"],
  [/^(?:azurite)(?:-|$)/, "azurite"],
  [/^dynamodb(?:-local)?(?:-|$)/, "dynamodb"],
  [/^(?:statsd|graphite-statsd)(?:-|$)/, "statsd"],
];

/** Consoles, exporters and bridges carry the name of the service that they look into. */
const BESIDE =
  /(?:^|[-_])(?:exporter|express|commander|ui|webui|gui|admin|insight|proxy|router|operator|manager|backup|browser|console|dashboards?|curator|connect|rest|cli)$/;

/** The service that an image runs, from its name alone: `bitnami/postgresql:16` is PostgreSQL. Null for any other. */
export function serviceOfImage(image: string): string | null {
  const name = image.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
  // `mcr.microsoft.com/mssql/server` and `milvusdb/milvus` carry the product in the part before.
  const parts = name.toLowerCase().split("/");
  const last = parts.at(-1) ?? "";
  if (last === "server" && parts.at(-2) !== "mssql") return null;
  if (last === "standalone") return null;
  if (BESIDE.test(last)) return null;
  return IMAGES.find(([pattern]) => pattern.test(last))?.[1] ?? null;
}

/** Names of web servers, followed by nothing but the edition: what it is built with, or brings beside the server. */
const PROXY =
  /(?:^|\/)(?:nginx|caddy|httpd|traefik|haproxy|apache)(?:-(?:unprivileged|(?:docker-|reverse-)?proxy|manager|gateway|ingress|certbot|lets-?encrypt|acme|ssl|brotli|http3|quic|modsecurity|static|alpine|slim|full|extras))*(?:[:@]|$)/i;

/** Whether an image is that of a web server which stands before an application; an own image named after one is not. */
export function isProxyImage(image: string): boolean {
  return PROXY.test(image);
}
