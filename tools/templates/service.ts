import { defineService } from "../define-service";

/** NAME: name the pages of the image that the port, the check and the data folder were read from. */
export const service = defineService({
  id: "NAME",
  title: "TITLE",
  names: ["NAME"],
  serviceName: "NAME",
  image: "NAME:1.0",
  imageNames: ["NAME"],
  port: 8080,
  access: { user: null, database: null, passwordVariable: null, scheme: "NAME", path: "" },
  check: ["NAME", "--version"],
  data: () => "/data",
  memory: "256M",
});
