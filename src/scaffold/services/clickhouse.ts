import { defineService } from "../define-service";

export const service = defineService({
  id: "clickhouse",
  title: "ClickHouse",
  names: ["clickhouse"],
  serviceName: "clickhouse",
  image: "clickhouse/clickhouse-server:24.8-alpine",
  imageNames: ["clickhouse-server", "clickhouse"],
  port: 8123,
  access: {
    user: "app",
    database: "app",
    passwordVariable: "CLICKHOUSE_PASSWORD",
    scheme: "clickhouse",
    path: "/{database}",
  },
  environment: { CLICKHOUSE_USER: "{user}", CLICKHOUSE_DB: "{database}", CLICKHOUSE_PASSWORD: "{password}" },
  check: "wget -qO- http://127.0.0.1:8123/ping",
  startPeriod: "60s",
  data: () => "/var/lib/clickhouse",
  memory: "1G",
});
