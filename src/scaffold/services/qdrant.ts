import { defineService } from "../define-service";

export const service = defineService({
  id: "qdrant",
  title: "Qdrant",
  names: ["qdrant"],
  serviceName: "qdrant",
  image: "qdrant/qdrant:v1.12.4",
  imageNames: ["qdrant"],
  port: 6333,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  check: ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/6333"],
  data: () => "/qdrant/storage",
  memory: "512M",
});
