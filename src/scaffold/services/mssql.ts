import { defineService } from "../define-service";

export const service = defineService({
  id: "mssql",
  title: "Microsoft SQL Server",
  names: ["mssql", "sqlserver"],
  serviceName: "db",
  image: "mcr.microsoft.com/mssql/server:2022-latest",
  imageNames: ["server", "azure-sql-edge"],
  port: 1433,
  access: {
    user: "sa",
    database: "master",
    passwordVariable: "MSSQL_SA_PASSWORD",
    scheme: "mssql+pyodbc",
    path: "/{database}",
  },
  environment: { ACCEPT_EULA: "Y", MSSQL_PID: "Developer", MSSQL_SA_PASSWORD: "{password}" },
  check: '/opt/mssql-tools18/bin/sqlcmd -C -S 127.0.0.1 -U sa -P "$$MSSQL_SA_PASSWORD" -Q "SELECT 1" -b',
  startPeriod: "120s",
  data: () => "/var/opt/mssql",
  memory: "2G",
});
