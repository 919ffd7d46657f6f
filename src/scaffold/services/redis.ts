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
  guarded: {
    passwordVariable: "REDIS_PASSWORD",
    // Options alone, before which each image puts its own server.
    command: ["--requirepass", "{password}"],
    // The image's entry point gives up root, which the file may need to be read.
    commandWithFile: ["sh", "-c", 'exec docker-entrypoint.sh --requirepass "$$(cat {file})"'],
    // What the check's own client signs in with.
    environment: { REDISCLI_AUTH: "{password}" },
    check: 'REDISCLI_AUTH="$$REDISCLI_AUTH" redis-cli ping',
    readsPasswordFile: true,
  },
  check: ["redis-cli", "ping"],
  data: () => "/data",
  memory: "256M",
  testsInMemory: true,
});
