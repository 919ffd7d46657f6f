import { defineService } from "../define-service";

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
  command: ["server", "/data", "--console-address", ":9001"],
  check: ["mc", "ready", "local"],
  data: () => "/data",
  memory: "512M",
  readsPasswordFile: true,
});
