import { defineService } from "../define-service";

export const service = defineService({
  id: "neo4j",
  title: "Neo4j",
  names: ["neo4j"],
  serviceName: "neo4j",
  image: "neo4j:5",
  imageNames: ["neo4j"],
  port: 7687,
  // The image accepts no other first user than neo4j.
  access: { user: "neo4j", database: "neo4j", passwordVariable: "NEO4J_PASSWORD", scheme: "bolt", path: "" },
  environment: { NEO4J_AUTH: "neo4j/{password}" },
  check: "wget -qO- http://127.0.0.1:7474",
  startPeriod: "90s",
  data: () => "/data",
  memory: "1G",
});
