import { defineService } from "../define-service";

export const service = defineService({
  id: "postgres",
  title: "PostgreSQL",
  names: ["postgres", "postgresql", "postgis", "pgvector", "timescaledb"],
  serviceName: "db",
  image: "postgres:17",
  alternatives: ["postgres:18", "postgres:16", "postgres:17-alpine"],
  imageNames: ["postgres", "postgis", "pgvector", "postgresql", "timescaledb", "timescaledb-ha"],
  port: 5432,
  access: {
    user: "app",
    database: "app",
    passwordVariable: "POSTGRES_PASSWORD",
    scheme: "postgresql",
    path: "/{database}",
  },
  environment: { POSTGRES_USER: "{user}", POSTGRES_DB: "{database}", POSTGRES_PASSWORD: "{password}" },
  // Debian's `ssl-cert`, which the image brings, makes a certificate that nobody signed. The server takes a key that is its
  // own (PostgreSQL: "Secure TCP/IP Connections with SSL"), whatever groups it is started with.
  commandWithTls: [
    "sh",
    "-c",
    "install -o postgres -m 600 /etc/ssl/private/ssl-cert-snakeoil.key /tmp/server.key && " +
      "exec docker-entrypoint.sh postgres -c ssl=on " +
      "-c ssl_cert_file=/etc/ssl/certs/ssl-cert-snakeoil.pem -c ssl_key_file=/tmp/server.key",
  ],
  imageUser: "postgres",
  open: { POSTGRES_USER: "{user}", POSTGRES_DB: "{database}", POSTGRES_HOST_AUTH_METHOD: "trust" },
  check: "pg_isready --username $$POSTGRES_USER --dbname $$POSTGRES_DB --host 127.0.0.1",
  checkOfTheirs: 'pg_isready --username "$${POSTGRES_USER:-postgres}" --host 127.0.0.1',
  startPeriod: "60s",
  // The image of version 18 moved its data folder below a folder of the version; the volume goes on the parent.
  data: major => (major !== null && major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data"),
  memory: "512M",
  testsInMemory: true,
  shm: "128mb",
  readsPasswordFile: true,
});
