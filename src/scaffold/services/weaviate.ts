import { defineService } from "../define-service";

export const service = defineService({
  id: "weaviate",
  title: "Weaviate",
  names: ["weaviate"],
  serviceName: "weaviate",
  image: "cr.weaviate.io/semitechnologies/weaviate:1.28.0",
  imageNames: ["weaviate"],
  port: 8080,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  environment: {
    AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "true",
    PERSISTENCE_DATA_PATH: "/var/lib/weaviate",
    DEFAULT_VECTORIZER_MODULE: "none",
    CLUSTER_HOSTNAME: "node1",
  },
  check: "wget -qO- http://127.0.0.1:8080/v1/.well-known/ready",
  data: () => "/var/lib/weaviate",
  memory: "1G",
});
