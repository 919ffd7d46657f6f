import { defineService } from "../define-service";

export const service = defineService({
  id: "typesense",
  title: "Typesense",
  names: ["typesense"],
  serviceName: "typesense",
  image: "typesense/typesense:27.1",
  imageNames: ["typesense"],
  port: 8108,
  access: { user: null, database: null, passwordVariable: "TYPESENSE_API_KEY", scheme: "http", path: "" },
  environment: { TYPESENSE_DATA_DIR: "/data", TYPESENSE_API_KEY: "{password}" },
  check: null,
  data: () => "/data",
  memory: "512M",
});
