import { defineService } from "../define-service";

const START = ["server", "/data", "--console-address", ":9001"];

export const service = defineService({
  id: "s3",
  title: "S3-compatible storage (MinIO)",
  names: ["s3", "minio"],
  serviceName: "storage",
  image: "minio/minio:RELEASE.2025-04-22T22-12-26Z",
  imageNames: ["minio"],
  port: 9000,
  access: { user: "app", database: "app", passwordVariable: "S3_PASSWORD", scheme: "http", path: "" },
  environment: { MINIO_ROOT_USER: "{user}", MINIO_ROOT_PASSWORD: "{password}" },
  command: START,
  // A folder of its one drive is a bucket, as the Compose file that Grafana Loki begins with has it.
  withBuckets: names => ({
    entrypoint: ["sh", "-euc"],
    command: [
      `mkdir -p ${names.map(name => `/data/${name}`).join(" ")} && exec docker-entrypoint.sh ${START.join(" ")}`,
    ],
  }),
  check: ["mc", "ready", "local"],
  data: () => "/data",
  memory: "512M",
  readsPasswordFile: true,
});
