import { defineService } from "../define-service";

export const service = defineService({
  id: "mongodb",
  title: "MongoDB",
  names: ["mongodb", "mongo"],
  serviceName: "mongo",
  image: "mongo:7",
  alternatives: ["mongo:8"],
  imageNames: ["mongo", "mongodb", "mongodb-community-server"],
  port: 27017,
  access: {
    user: "app",
    database: "app",
    passwordVariable: "MONGO_PASSWORD",
    scheme: "mongodb",
    path: "/{database}",
    query: "?authSource=admin",
  },
  environment: { MONGO_INITDB_ROOT_USERNAME: "{user}", MONGO_INITDB_ROOT_PASSWORD: "{password}" },
  open: {},
  check: ["mongosh", "--quiet", "--eval", "quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)"],
  startPeriod: "60s",
  data: () => "/data/db",
  memory: "1G",
  readsPasswordFile: true,
});
