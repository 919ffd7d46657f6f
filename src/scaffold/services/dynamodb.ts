import { defineService } from "../define-service";

export const service = defineService({
  id: "dynamodb",
  title: "DynamoDB Local",
  names: ["dynamodb"],
  serviceName: "dynamodb",
  image: "amazon/dynamodb-local:2.5.3",
  imageNames: ["dynamodb-local"],
  port: 8000,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "" },
  check: null,
  data: () => null,
  memory: "512M",
});
