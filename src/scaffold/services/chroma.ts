import { defineService } from "../define-service";

export const service = defineService({
  id: "chroma",
  title: "Chroma",
  names: ["chroma", "chromadb"],
  serviceName: "chroma",
  image: "chromadb/chroma:0.5.23",
  imageNames: ["chroma"],
  port: 8000,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  environment: { ANONYMIZED_TELEMETRY: "FALSE" },
  check: ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000"],
  data: () => "/chroma/chroma",
  memory: "1G",
});
