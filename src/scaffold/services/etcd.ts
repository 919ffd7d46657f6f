import { defineService } from "../define-service";

export const service = defineService({
  id: "etcd",
  title: "etcd",
  names: ["etcd"],
  serviceName: "etcd",
  image: "quay.io/coreos/etcd:v3.5.17",
  imageNames: ["etcd"],
  port: 2379,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  command: [
    "etcd",
    "--listen-client-urls",
    "http://0.0.0.0:2379",
    "--advertise-client-urls",
    "http://etcd:2379",
    "--data-dir",
    "/data",
  ],
  check: ["etcdctl", "endpoint", "health"],
  data: () => "/data",
  memory: "256M",
});
