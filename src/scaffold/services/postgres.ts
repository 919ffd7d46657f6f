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
