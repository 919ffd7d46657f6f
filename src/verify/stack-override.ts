import { Document, type Node } from "yaml";
import type { OwnVolume, Stack, StackService } from "./compose-stack";
import { identityLabels, type RunIdentity } from "./run-identity";

/**
 * The override that lets a stack run beside whatever runs already: free ports on the loopback address, the images that
 * were just built, no restart loops, networks, volumes and containers of its own also where the file names those of others
 * (`external`, `name`, `container_name`), and this run's labels on everything, so that all of it is found again. `changes` are
 * merged into the services of that name.
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
  const document = new Document();
  const tagged = (tag: "!override" | "!reset", value: unknown): Node => {
    const node = document.createNode(value, { aliasDuplicateObjects: false });
    node.tag = tag;
    return node;
  };
  const volumes = [...stack.volumes, ...new Set(services.flatMap(each => each.ownVolumes.map(({ name }) => name)))];
  const contents = {
    services: Object.fromEntries(
      services.map(service => {
        const image = images.get(service.name);
        const changed = changes[service.name];
        return [
          service.name,
          {
            labels,
            ...(image === undefined ? {} : { image, pull_policy: "never" }),
            ...(service.isBuiltElsewhere ? { build: { labels } } : {}),
            ports: tagged(
              "!override",
              service.ports.map(port => `127.0.0.1::${port}`),
            ),
            ...(service.containerName === null ? {} : { container_name: tagged("!reset", null) }),
            ...(service.ownVolumes.length === 0 ? {} : { volumes: service.ownVolumes.map(mountOf) }),
            // `up --wait` fails on a check that is switched off, so it gets one that always holds.
            ...(service.isCheckDisabled && !service.isOneShot
              ? { healthcheck: { disable: false, test: ["CMD-SHELL", "exit 0"], interval: "1s" } }
              : {}),
            ...changed,
            // Compose looks at this policy before it looks at `restart`, and no engine takes a number of attempts
            // (`max_attempts`) beside a policy that makes none.
            ...(service.isOneShot
              ? {}
              : { deploy: { ...changed?.deploy, restart_policy: tagged("!override", { condition: "none" }) } }),
          },
        ];
      }),
    ),
    networks: Object.fromEntries([
      ["default", { labels }],
      ...stack.networks.map(({ name, kept }) => [name, tagged("!override", { ...kept, labels })] as const),
    ]),
    ...(volumes.length > 0
      ? { volumes: Object.fromEntries(volumes.map(name => [name, tagged("!override", { labels })])) }
      : {}),
  };
  document.contents = document.createNode(contents, { aliasDuplicateObjects: false });
  // Quoted throughout: `no`, times and ports are texts, whatever YAML would make of them.
  return document.toString({ defaultKeyType: "PLAIN", defaultStringType: "QUOTE_DOUBLE" });
}

function mountOf({ name, target, readOnly }: OwnVolume): object {
  return { type: "volume", source: name, target, ...(readOnly ? { read_only: true } : {}) };
}
