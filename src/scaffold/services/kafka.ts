import { defineService } from "../define-service";

export const service = defineService({
  id: "kafka",
  title: "Apache Kafka",
  names: ["kafka"],
  serviceName: "kafka",
  image: "apache/kafka:3.9.0",
  imageNames: ["kafka", "cp-kafka", "redpanda"],
  port: 9092,
  access: { user: null, database: null, passwordVariable: null, scheme: "kafka", path: "" },
  // One broker that is its own controller; the address it tells clients must be the service's name.
  environment: {
    KAFKA_NODE_ID: "1",
    KAFKA_PROCESS_ROLES: "broker,controller",
    KAFKA_LISTENERS: "PLAINTEXT://:9092,CONTROLLER://:9093",
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://{host}:9092",
    KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    KAFKA_CONTROLLER_QUORUM_VOTERS: "1@{host}:9093",
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
  },
  check: ["/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "localhost:9092", "--list"],
  startPeriod: "60s",
  data: () => "/var/lib/kafka/data",
  memory: "1G",
});
