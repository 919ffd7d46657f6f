import { defineService } from "../define-service";

export const service = defineService({
  id: "oracle",
  title: "Oracle Database Free",
  names: ["oracle"],
  serviceName: "db",
  image: "gvenzl/oracle-free:23-slim-faststart",
  imageNames: ["oracle-free", "oracle-xe"],
  port: 1521,
  access: {
    user: "app",
    database: "FREEPDB1",
    passwordVariable: "ORACLE_PASSWORD",
    scheme: "oracle+oracledb",
    path: "/",
    query: "?service_name=FREEPDB1",
  },
  environment: { APP_USER: "{user}", APP_USER_PASSWORD: "{password}", ORACLE_PASSWORD: "{password}" },
  check: ["healthcheck.sh"],
  startPeriod: "180s",
  data: () => "/opt/oracle/oradata",
  memory: "3G",
});
