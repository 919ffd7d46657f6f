import { serviceOf } from "../knowledge/services";
import type { Workspace } from "../../workspace/workspace";
import { at, asText, entries } from "../../workspace/data-node";
import { defineDetector } from "../define-detector";
import { COMPOSE_GLOBS, type ComposeService, composeServices, isComposeFile } from "../docker/compose-services";
import { serviceOfImage } from "../integrations/image-service";
import { integration } from "../integrations/integration-evidence";
import { literalPattern } from "../../model/patterns";

/** Folders of Compose files that run something beside the application: its tests, examples and tools. */
const BESIDE = /(?:^|\/)(?:tests?|e2e|examples?|samples?|demos?|docs?|tools?|devstack|contrib|benchmarks?)\//;

/** Service containers that somebody already runs for this code: in Compose files, and beside the jobs of CI workflows. */
export const detector = defineDetector({
  id: "integration-images",
  title: "Service containers",
  reads: {
    files: [
      ...COMPOSE_GLOBS,
      ".github/workflows/*.{yml,yaml}",
      ".gitlab-ci.yml",
      ".gitlab-ci.yaml",
      ".circleci/config.yml",
      "bitbucket-pipelines.yml",
      ".env",
      "*.env",
      ".env*",
    ],
  },
  detect({ workspace, files, unit, dependencies }) {
    const driven = new Set(dependencies.flatMap(({ name }) => serviceOf(name)?.service ?? []));
    return files.flatMap(path => {
      if (!/\.ya?ml$/.test(path)) return [];
      if (isComposeFile(workspace, path)) {
        const services = composeServices(workspace, path);
        return services.flatMap(service => {
          const found = service.image === null || service.build !== null ? null : serviceOfImage(service.image);
          return found === null ||
            service.image === null ||
            (!driven.has(found) && isNeighbour(workspace, path, service, services))
            ? []
            : [
                integration(found, "compose", service.place, {
                  image: service.image,
                  optional: BESIDE.test(path.slice(unit.length)),
                }),
              ];
        });
      }
      const { root } = workspace.data(path);
      return [...workflowImages(root), ...gitlabImages(root)].flatMap(({ image, offset }) => {
        const found = serviceOfImage(image);
        return found === null ? [] : [integration(found, "ci", workspace.place(path, offset, "medium"), { image })];
      });
    });
  },
});

/**
 * Whether a service is there for another image alone: something that is not built here depends on it, and nothing that is
 * built here depends on it or names it.
 */
function isNeighbour(
  workspace: Workspace,
  path: string,
  { name }: ComposeService,
  services: readonly ComposeService[],
): boolean {
  const { root } = workspace.data(path);
  const word = new RegExp(`(?<![\\w-])${literalPattern(name)}(?![\\w-])`);
  const dependsOnIt = (user: ComposeService): boolean => {
    const node = at(root, "services", user.name, "depends_on");
    const names = node?.kind === "list" ? node.items.map(asText) : entries(node).map(({ key }) => key);
    return names.includes(name);
  };
  const built = services.filter(({ build }) => build !== null);
  return (
    built.length > 0 &&
    services.some(other => other.build === null && dependsOnIt(other)) &&
    !built.some(own => dependsOnIt(own) || [...own.variables.values()].some(value => word.test(value)))
  );
}

type Root = Parameters<typeof at>[0];

/** `jobs.<job>.services.<name>.image`. */
function workflowImages(root: Root): readonly { image: string; offset: number }[] {
  return entries(at(root, "jobs")).flatMap(({ value }) =>
    entries(at(value, "services")).flatMap(({ value: service }) => {
      const node = service.kind === "scalar" ? service : at(service, "image");
      const image = asText(node);
      return image === undefined || !node ? [] : [{ image, offset: node.span.start }];
    }),
  );
}

/** `services: [postgres:16]` at the top or in a job, each a name or `{ name }`. */
function gitlabImages(root: Root): readonly { image: string; offset: number }[] {
  const lists = [
    at(root, "services"),
    ...entries(root).map(({ value }) => at(value, "services")),
    at(root, "definitions", "services"),
  ];
  return lists.flatMap(list =>
    list?.kind !== "list"
      ? []
      : list.items.flatMap(item => {
          const node = item.kind === "scalar" ? item : (at(item, "name") ?? at(item, "image"));
          const image = asText(node);
          return image === undefined || !node ? [] : [{ image, offset: node.span.start }];
        }),
  );
}
