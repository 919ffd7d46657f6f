import { stringify } from "yaml";
import type { Stack, StackService } from "./compose-stack";
import { identityLabels, type RunIdentity } from "./run-identity";

/**
 * The override that lets a stack run beside whatever runs already: free ports on the loopback address, the images that
 * were just built, no restart loops, and this run's labels on everything, so that all of it is found again. `changes`
 * are merged into the services of that name.
 * Source: https://docs.docker.com/reference/compose-file/merge/
 */
export function stackOverride(
  stack: Stack,
  run: Omit<RunIdentity, "project">,
  images: ReadonlyMap<string, string>,
  services: readonly StackService[],
  changes: Readonly<Record<string, { readonly [key: string]: unknown; readonly deploy?: object }>> = {},
): string {
  const labels = identityLabels(run);
  const text = stringify(
    {
      services: Object.fromEntries(
        services.map(service => {
          const image = images.get(service.name);
          return [
            service.name,
            {
              labels,
              ...(image === undefined ? {} : { image, pull_policy: "never" }),
              ports: service.ports.map(port => `127.0.0.1::${port}`),
              // `up --wait` fails on a check that is switched off, so it gets one that always holds.
              ...(service.isCheckDisabled && !service.isOneShot
                ? { healthcheck: { disable: false, test: ["CMD-SHELL", "exit 0"], interval: "1s" } }
                : {}),
              ...changes[service.name],
              // Compose looks at this policy before it looks at `restart`.
              ...(service.isOneShot
                ? {}
                : { deploy: { ...changes[service.name]?.deploy, restart_policy: { condition: "none" } } }),
            },
          ];
        }),
      ),
      networks: Object.fromEntries(
        (stack.networks.includes("default") ? stack.networks : [...stack.networks, "default"]).map(name => [
          name,
          { labels },
        ]),
      ),
      ...(stack.volumes.length > 0
        ? { volumes: Object.fromEntries(stack.volumes.map(name => [name, { labels }])) }
        : {}),
    },
    // Quoted throughout: `no`, times and ports are texts, whatever YAML would make of them.
    { aliasDuplicateObjects: false, defaultKeyType: "PLAIN", defaultStringType: "QUOTE_DOUBLE" },
  );
  // YAML tags of Compose: these replace what the file has instead of being added to it. No engine takes a number of attempts
  // (`max_attempts`) beside a policy that makes none.
  return text
    .replaceAll(/^( +)ports:/gm, "$1ports: !override")
    .replaceAll(/^( +ports: !override) \[\]$/gm, "$1 []")
    .replaceAll(/^( {6}restart_policy:)$/gm, "$1 !override");
}
