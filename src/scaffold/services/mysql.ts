import { defineService } from "../define-service";

export const service = defineService({
  id: "mysql",
  title: "MySQL",
  names: ["mysql"],
  serviceName: "db",
  image: "mysql:8.4",
  alternatives: ["mariadb:11"],
  imageNames: ["mysql", "mysql-server", "percona", "percona-server"],
  port: 3306,
  access: { user: "app", database: "app", passwordVariable: "MYSQL_PASSWORD", scheme: "mysql", path: "/{database}" },
  environment: {
    MYSQL_USER: "{user}",
    MYSQL_DATABASE: "{database}",
    MYSQL_PASSWORD: "{password}",
    MYSQL_RANDOM_ROOT_PASSWORD: "1",
  },
  administrator: {
    user: "root",
    environment: { MYSQL_DATABASE: "{database}", MYSQL_ROOT_PASSWORD: "{password}" },
  },
  open: { MYSQL_DATABASE: "{database}", MYSQL_ALLOW_EMPTY_PASSWORD: "1" },
  socket: "/run/mysqld/mysqld.sock",
  // Over TCP: the socket already answers while the image still sets itself up.
  check: 'mysqladmin ping --host 127.0.0.1 --user "$$MYSQL_USER" --password="$$MYSQL_PASSWORD" --silent',
  checkOfTheirs: "mysqladmin ping --host 127.0.0.1 --silent",
  startPeriod: "120s",
  data: () => "/var/lib/mysql",
  memory: "1G",
  testsInMemory: true,
  readsPasswordFile: true,
});
