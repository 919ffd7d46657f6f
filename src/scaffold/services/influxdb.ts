import { defineService } from "../define-service";

export const service = defineService({
  id: "influxdb",
  title: "InfluxDB",
  names: ["influxdb", "influx"],
  serviceName: "influxdb",
  image: "influxdb:2.7-alpine",
  imageNames: ["influxdb"],
  port: 8086,
  access: { user: "app", database: "app", passwordVariable: "INFLUXDB_PASSWORD", scheme: "http", path: "" },
  environment: {
    DOCKER_INFLUXDB_INIT_MODE: "setup",
    DOCKER_INFLUXDB_INIT_USERNAME: "{user}",
    DOCKER_INFLUXDB_INIT_PASSWORD: "{password}",
    DOCKER_INFLUXDB_INIT_ADMIN_TOKEN: "{password}",
    DOCKER_INFLUXDB_INIT_ORG: "app",
    DOCKER_INFLUXDB_INIT_BUCKET: "app",
  },
  check: ["influx", "ping"],
  startPeriod: "60s",
  data: () => "/var/lib/influxdb2",
  memory: "512M",
});
