import { defineService } from "../define-service";

export const service = defineService({
  id: "selenium",
  title: "Selenium (Chromium)",
  names: ["selenium"],
  serviceName: "selenium",
  image: "selenium/standalone-chromium:131.0",
  imageNames: ["standalone-chromium", "standalone-chrome", "standalone-firefox"],
  port: 4444,
  access: { user: null, database: null, passwordVariable: null, scheme: "http", path: "/wd/hub" },
  check: "curl -fsS http://127.0.0.1:4444/status",
  data: () => null,
  memory: "2G",
  shm: "2gb",
  needsOutside: true,
});
