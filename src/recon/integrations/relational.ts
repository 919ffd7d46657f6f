const SERVERS = new Set(["postgres", "mysql", "oracle", "mssql"]);

/** The relational database server that a service is; MySQL and MariaDB share drivers and back ends. Null for any other. */
export function relationalFamily(service: string): string | null {
  if (service === "mariadb") return "mysql";
  return SERVERS.has(service) ? service : null;
}
