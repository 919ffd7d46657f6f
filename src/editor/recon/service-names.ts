const names: Readonly<Record<string, string>> = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  mariadb: "MariaDB",
  redis: "Redis",
  rabbitmq: "RabbitMQ",
  mongodb: "MongoDB",
  kafka: "Kafka",
  elasticsearch: "Elasticsearch",
  opensearch: "OpenSearch",
  memcached: "Memcached",
  s3: "S3",
  smtp: "Mail",
  nats: "NATS",
  cassandra: "Cassandra",
  clickhouse: "ClickHouse",
  neo4j: "Neo4j",
  sqlite: "SQLite",
  mssql: "SQL Server",
  oracle: "Oracle Database",
  ldap: "LDAP",
  sentry: "Sentry",
  "http-api": "HTTP service",
};

/** A service's name as its owner writes it. */
export function serviceName(service: string): string {
  return names[service] ?? service.charAt(0).toUpperCase() + service.slice(1);
}

/** The decision of the plan that an integration feeds. */
export const kindOrder = ["database", "cache", "queue", "search", "storage", "mail", "http", "filesystem"] as const;

export const kindIcons: Readonly<Record<(typeof kindOrder)[number], string>> = {
  database: "database",
  cache: "zap",
  queue: "arrow-swap",
  search: "search",
  storage: "archive",
  mail: "mail",
  http: "globe",
  filesystem: "folder",
};
