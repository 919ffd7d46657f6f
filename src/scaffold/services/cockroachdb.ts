import { defineService } from "../define-service";

export const service = defineService({
  id: "cockroachdb",
  title: "CockroachDB",
  names: ["cockroachdb"],
  serviceName: "cockroach",
  image: "cockroachdb/cockroach:v24.1.0",
  imageNames: ["cockroach"],
  port: 26257,
  // Both are there from the first start (CockroachDB: "start-single-node", "Preloaded databases").
  access: { user: "root", database: "defaultdb", passwordVariable: null, scheme: "postgresql", path: "/{database}" },
  command: ["start-single-node", "--insecure"],
  check: ["cockroach", "sql", "--insecure", "--execute", "SELECT 1"],
  startPeriod: "60s",
  data: () => "/cockroach/cockroach-data",
  memory: "1G",
});
