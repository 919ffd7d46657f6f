import { defineService } from "../define-service";

export const service = defineService({
  id: "ollama",
  title: "Ollama",
  names: ["ollama"],
  serviceName: "ollama",
  image: "ollama/ollama:0.5.4",
  imageNames: ["ollama"],
  port: 11434,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  check: ["ollama", "list"],
  data: () => "/root/.ollama",
  memory: "8G",
  needsOutside: true,
});
