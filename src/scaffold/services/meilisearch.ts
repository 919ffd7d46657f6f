import { defineService } from "../define-service";

export const service = defineService({
  id: "meilisearch",
  title: "Meilisearch",
  names: ["meilisearch"],
  serviceName: "meilisearch",
  image: "getmeili/meilisearch:v1.12",
  imageNames: ["meilisearch"],
  port: 7700,
  access: { user: null, database: null, passwordVariable: "MEILI_MASTER_KEY", scheme: "http", path: "" },
  environment: { MEILI_MASTER_KEY: "{password}", MEILI_NO_ANALYTICS: "true" },
  check: "curl -fsS http://127.0.0.1:7700/health",
  data: () => "/meili_data",
  memory: "512M",
});
