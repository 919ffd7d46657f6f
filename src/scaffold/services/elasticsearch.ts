import { defineService } from "../define-service";

export const service = defineService({
  id: "elasticsearch",
  title: "Elasticsearch",
  names: ["elasticsearch", "elastic"],
  serviceName: "elasticsearch",
  image: "docker.elastic.co/elasticsearch/elasticsearch:8.17.0",
  imageNames: ["elasticsearch"],
  forOldClient: {
    client: "elasticsearch",
    below: "8",
    image: "docker.elastic.co/elasticsearch/elasticsearch:7.17.28",
  },
  port: 9200,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  environment: {
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    ES_JAVA_OPTS: "-Xms512m -Xmx512m",
  },
  check: "curl -fsS 'http://localhost:9200/_cluster/health?wait_for_status=yellow&timeout=5s'",
  startPeriod: "120s",
  data: () => "/usr/share/elasticsearch/data",
  memory: "1536M",
});
