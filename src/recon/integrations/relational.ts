const SERVERS = new Set(["postgres", "mysql", "oracle", "mssql"]);

/** The relational database server that a service is or speaks like, so that it is reached by the same drivers. Null for any other. */
export function relationalFamily(service: string): string | null {
  if (service === "mariadb") return "mysql";
  // CockroachDB: "compatible with the PostgreSQL wire protocol".
  if (service === "cockroachdb") return "postgres";
  return SERVERS.has(service) ? service : null;
}
