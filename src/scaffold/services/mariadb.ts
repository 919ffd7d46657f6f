import { defineService } from "../define-service";

export const service = defineService({
  id: "mariadb",
  title: "MariaDB",
  names: ["mariadb"],
  serviceName: "db",
  image: "mariadb:11",
  alternatives: ["mysql:8.4"],
  imageNames: ["mariadb"],
  port: 3306,
  access: { user: "app", database: "app", passwordVariable: "MARIADB_PASSWORD", scheme: "mysql", path: "/{database}" },
  environment: {
    MARIADB_USER: "{user}",
    MARIADB_DATABASE: "{database}",
    MARIADB_PASSWORD: "{password}",
    MARIADB_RANDOM_ROOT_PASSWORD: "1",
  },
  administrator: {
    user: "root",
    environment: { MARIADB_DATABASE: "{database}", MARIADB_ROOT_PASSWORD: "{password}" },
  },
  open: { MARIADB_DATABASE: "{database}", MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: "1" },
  socket: "/run/mysqld/mysqld.sock",
  check: 'mariadb-admin ping --host 127.0.0.1 --user "$$MARIADB_USER" --password="$$MARIADB_PASSWORD" --silent',
  checkOfTheirs: "mariadb-admin ping --host 127.0.0.1 --silent",
  startPeriod: "120s",
  data: () => "/var/lib/mysql",
  memory: "512M",
  testsInMemory: true,
  readsPasswordFile: true,
});
