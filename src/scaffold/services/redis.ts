import { defineService } from "../define-service";

export const service = defineService({
  id: "redis",
  title: "Redis",
  names: ["redis", "valkey", "keydb"],
  serviceName: "redis",
  image: "redis:8-alpine",
  alternatives: ["valkey/valkey:8-alpine", "redis:7-alpine"],
  imageNames: ["redis", "valkey", "keydb", "redis-stack", "redis-stack-server"],
  port: 6379,
  access: { user: null, database: null, passwordVariable: null, scheme: "redis", path: "/0" },
  check: ["redis-cli", "ping"],
  data: () => "/data",
  memory: "256M",
  testsInMemory: true,
});
