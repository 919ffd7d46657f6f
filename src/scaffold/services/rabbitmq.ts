import { defineService } from "../define-service";

export const service = defineService({
  id: "rabbitmq",
  title: "RabbitMQ",
  names: ["rabbitmq", "amqp"],
  serviceName: "rabbitmq",
  image: "rabbitmq:4",
  alternatives: ["rabbitmq:4-management", "rabbitmq:3"],
  imageNames: ["rabbitmq"],
  port: 5672,
  access: {
    user: "app",
    database: null,
    passwordVariable: "RABBITMQ_PASSWORD",
    scheme: "amqp",
    path: "//",
    results: "rpc://",
  },
  environment: { RABBITMQ_DEFAULT_USER: "{user}", RABBITMQ_DEFAULT_PASS: "{password}" },
  pathVariable: "RABBITMQ_DEFAULT_VHOST",
  // Clients that are told nobody sign in as the image's own guest.
  open: {},
  check: ["rabbitmq-diagnostics", "-q", "check_port_connectivity"],
  startPeriod: "60s",
  data: () => "/var/lib/rabbitmq",
  memory: "512M",
});
