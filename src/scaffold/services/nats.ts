import { defineService } from "../define-service";

export const service = defineService({
  id: "nats",
  title: "NATS",
  names: ["nats"],
  serviceName: "nats",
  image: "nats:2.10-alpine",
  imageNames: ["nats"],
  port: 4222,
  access: { user: null, database: null, passwordVariable: null, scheme: "nats", path: "" },
  command: ["--jetstream", "--store_dir", "/data", "-m", "8222"],
  check: "wget -qO- http://127.0.0.1:8222/healthz",
  data: () => "/data",
  memory: "256M",
});
