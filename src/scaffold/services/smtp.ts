import { defineService } from "../define-service";

/** Real mail goes through the server that the variables name; this one only catches mail while developing. */
export const service = defineService({
  id: "smtp",
  title: "Mailpit (mail catcher)",
  names: ["smtp", "mail"],
  serviceName: "mail",
  image: "axllent/mailpit:v1.21",
  imageNames: ["mailpit", "mailhog", "maildev", "mailcatcher"],
  port: 1025,
  access: { user: null, database: null, passwordVariable: null, scheme: "smtp", path: "" },
  environment: { MP_SMTP_AUTH_ACCEPT_ANY: "1", MP_SMTP_AUTH_ALLOW_INSECURE: "1" },
  check: ["/mailpit", "readyz"],
  data: () => null,
  memory: "128M",
  developmentOnly: true,
});
