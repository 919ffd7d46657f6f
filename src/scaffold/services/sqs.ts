import { defineService } from "../define-service";

export const service = defineService({
  id: "sqs",
  title: "LocalStack",
  names: ["sqs", "sns", "localstack", "aws"],
  serviceName: "localstack",
  image: "localstack/localstack:3",
  imageNames: ["localstack"],
  port: 4566,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  environment: { SERVICES: "s3,sqs,sns,dynamodb" },
  check: "curl -fsS http://127.0.0.1:4566/_localstack/health",
  startPeriod: "60s",
  data: () => null,
  memory: "1G",
});
