import { defineService } from "../define-service";

export const service = defineService({
  id: "cassandra",
  title: "Apache Cassandra",
  names: ["cassandra", "scylla"],
  serviceName: "cassandra",
  image: "cassandra:5.0",
  alternatives: ["scylladb/scylla:6.2"],
  imageNames: ["cassandra", "scylla"],
  port: 9042,
  access: { user: null, database: null, passwordVariable: null, scheme: "cassandra", path: "" },
  environment: { MAX_HEAP_SIZE: "512M", HEAP_NEWSIZE: "128M" },
  check: ["cqlsh", "-e", "DESCRIBE KEYSPACES"],
  startPeriod: "180s",
  data: () => "/var/lib/cassandra",
  memory: "2G",
});
