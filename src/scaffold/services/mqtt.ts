import { defineService } from "../define-service";

export const service = defineService({
  id: "mqtt",
  title: "Mosquitto (MQTT)",
  names: ["mqtt", "mosquitto"],
  serviceName: "mqtt",
  image: "eclipse-mosquitto:2",
  imageNames: ["eclipse-mosquitto", "mosquitto"],
  port: 1883,
  access: { user: null, database: null, passwordVariable: null, scheme: "mqtt", path: "" },
  command: ["mosquitto", "-c", "/mosquitto-no-auth.conf"],
  check: ["mosquitto_sub", "-t", "$$SYS/#", "-C", "1", "-i", "healthcheck", "-W", "3"],
  data: () => "/mosquitto/data",
  memory: "128M",
});
