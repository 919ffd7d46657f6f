import { defineService } from "../define-service";

export const service = defineService({
  id: "opensearch",
  title: "OpenSearch",
  names: ["opensearch"],
  serviceName: "opensearch",
  image: "opensearchproject/opensearch:2.18.0",
  imageNames: ["opensearch"],
  port: 9200,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  environment: {
    "discovery.type": "single-node",
    DISABLE_SECURITY_PLUGIN: "true",
    OPENSEARCH_JAVA_OPTS: "-Xms512m -Xmx512m",
  },
  check: "curl -fsS 'http://localhost:9200/_cluster/health?wait_for_status=yellow&timeout=5s'",
  startPeriod: "120s",
  data: () => "/usr/share/opensearch/data",
  memory: "1536M",
});
