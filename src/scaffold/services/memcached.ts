import { defineService } from "../define-service";

export const service = defineService({
  id: "memcached",
  title: "Memcached",
  names: ["memcached"],
  serviceName: "memcached",
  image: "memcached:1.6",
  imageNames: ["memcached"],
  port: 11211,
  access: { user: null, database: null, passwordVariable: null, scheme: "memcached", path: "" },
  // The image has neither nc nor bash in every variant, so the main process has to do.
  check: null,
  data: () => null,
  memory: "128M",
});
