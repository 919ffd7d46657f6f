import { defineService } from "../define-service";

export const service = defineService({
  id: "couchdb",
  title: "CouchDB",
  names: ["couchdb"],
  serviceName: "couchdb",
  image: "couchdb:3",
  imageNames: ["couchdb"],
  port: 5984,
  access: { user: "app", database: "app", passwordVariable: "COUCHDB_PASSWORD", scheme: "http", path: "" },
  environment: { COUCHDB_USER: "{user}", COUCHDB_PASSWORD: "{password}" },
  check: "curl -fsS http://127.0.0.1:5984/_up",
  data: () => "/opt/couchdb/data",
  memory: "512M",
});
