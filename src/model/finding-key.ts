import type {
  Dependency,
  EntryPoint,
  EnvironmentVariable,
  Framework,
  Integration,
  MigrationTool,
  PortFact,
  ReadinessFinding,
  RouteFact,
  TestRunner,
  UndeclaredImport,
} from "./recon";

/** Whether each host of a service is an integration of its own, as of APIs. */
export function isPerHost(service: string): boolean {
  return service === "http-api" || service === "grpc";
}

/**
 * The stable name of a finding in `.drydock.yaml` (`recon.ignore`, `recon.correct`): `integration/redis`,
 * `environment/PORT`, `entry-point/web`. It says what was found, not where, so that it survives edits of the code.
 */
export const findingKey = {
  /** An API whose host nothing tells has the variable that gives it in its place. */
  integration: ({ service, host, variables: [variable] }: Integration): string => {
    const which = host ?? (isPerHost(service) ? variable : undefined);
    return which === undefined ? `integration/${service}` : `integration/${service}/${which}`;
  },
  environment: ({ name }: EnvironmentVariable): string => `environment/${name}`,
  entryPoint: ({ name }: EntryPoint): string => `entry-point/${name}`,
  framework: ({ name }: Framework): string => `framework/${name}`,
  port: ({ port }: PortFact): string => `port/${port}`,
  route: ({ path }: RouteFact): string => `route${path}`,
  dependency: ({ name }: Dependency): string => `dependency/${name}`,
  undeclared: ({ module }: Pick<UndeclaredImport, "module">): string => `undeclared/${module}`,
  unused: ({ name }: { readonly name: string }): string => `unused/${name}`,
  readiness: ({ rule }: ReadinessFinding): string => `readiness/${rule}`,
  migrations: ({ tool }: MigrationTool): string => `migrations/${tool}`,
  tests: ({ runner }: TestRunner): string => `tests/${runner}`,
} as const;
